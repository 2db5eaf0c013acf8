//! The queue of jobs. Due times follow the product's clock, which a demo may move; leases follow
//! real time, so that moving the clock takes no job from whoever runs it.

use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockBehavior, LockType, OnConflict, Query},
};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, words},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::job::{ActiveModel, Column, Entity},
};

/// A job whose worker died this often is not given to another one.
const MOST_CRASHES: i64 = 3;

words! {
    /// How far a job is.
    JobState {
        /// It waits for its time.
        Waiting => "waiting",
        /// A worker holds it.
        Running => "running",
        /// It is done.
        Done => "done",
        /// It failed too often, or for good; it waits for a person.
        Failed => "failed",
        /// Somebody stopped it.
        Cancelled => "cancelled",
    }
}

row! {
    /// Work that is done later.
    Job = job {
        /// Which.
        id: Id,
        /// What kind of work.
        kind: String,
        /// What it is about, so that it can be cancelled together with that.
        subject: Option<String>,
        /// No two jobs that are not ended have the same.
        dedupe_key: Option<String>,
        /// What the work needs to know.
        payload: Json,
        /// For whom; absent: for the product.
        actor: Option<Id>,
        /// How far it is.
        state: JobState,
        /// Not before.
        due_at: DateTime<Utc>,
        /// How often it was tried.
        attempts: u32,
        /// How often it is tried at most.
        max_attempts: u32,
        /// How often its worker died.
        crashes: u32,
        /// Which worker's turn holds it.
        lease: Option<Id>,
        /// Until when, in real time.
        leased_until: Option<DateTime<Utc>>,
        /// How much is done.
        done: i64,
        /// Of how much.
        total: Option<i64>,
        /// What it is about to do.
        message: Option<String>,
        /// What came of it.
        result: Option<Json>,
        /// Why it failed last.
        error: Option<String>,
        /// Whether somebody wants it stopped.
        cancel: bool,
        /// When it was asked for.
        created_at: DateTime<Utc>,
        /// When it was first tried.
        started_at: Option<DateTime<Utc>>,
        /// When it ended.
        ended_at: Option<DateTime<Utc>>,
    }
}

/// Which jobs are meant; all that is given must fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobFilter {
    /// Of this person.
    pub actor: Option<Id>,
    /// Of this kind.
    pub kind: Option<String>,
    /// About this.
    pub subject: Option<String>,
    /// So far.
    pub state: Option<JobState>,
}

/// Who takes jobs, and which.
#[derive(Debug, Clone)]
pub struct JobLease<'a> {
    /// Names this turn of the worker: what it holds, no other turn can end.
    pub lease: Id,
    /// The kinds of work that it knows.
    pub kinds: &'a [&'a str],
    /// The product's time: what is due by then.
    pub now: DateTime<Utc>,
    /// The real time at which the lease ends unless it is renewed.
    pub until: DateTime<Utc>,
    /// How many jobs at most.
    pub limit: u64,
}

/// What becomes of a job that its worker gives back.
#[derive(Debug, Clone, PartialEq)]
pub enum JobEnd {
    /// It is done; what came of it.
    Done(Json),
    /// It is tried again at a time; why it failed.
    Again(DateTime<Utc>, String),
    /// It is not tried again; why it failed.
    Failed(String),
    /// It was stopped.
    Cancelled,
}

/// Adds a job, unless one with the same dedupe key is not ended; whether it was added.
pub async fn insert_job(db: &impl ConnectionTrait, job: &Job) -> Result<bool, Error> {
    let same = OnConflict::column(Column::DedupeKey).do_nothing().to_owned();
    let row = job.to_row().into_active_model().reset_all();
    Ok(Entity::insert(row).on_conflict(same).exec_without_returning(db).await? == 1)
}

/// Takes due jobs, the longest due first.
pub async fn lease_jobs(db: &impl ConnectionTrait, turn: &JobLease<'_>) -> Result<Vec<Job>, Error> {
    let next = Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::State.eq(JobState::Waiting.word()))
        .and_where(Column::DueAt.lte(turn.now.to_column()))
        .and_where(Column::Kind.is_in(turn.kinds.iter().copied()))
        .order_by(Column::DueAt, sea_orm::Order::Asc)
        .order_by(Column::Id, sea_orm::Order::Asc)
        .limit(turn.limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .take();
    let first = Expr::col(Column::StartedAt).if_null(turn.now.to_column());
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(JobState::Running.word()))
        .col_expr(Column::Lease, Expr::value(turn.lease.raw()))
        .col_expr(Column::LeasedUntil, Expr::value(turn.until.to_column()))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::StartedAt, first)
        .filter(Column::Id.in_subquery(next));
    let mut taken: Vec<Job> = all(update.exec_with_returning(db).await?)?;
    taken.sort_by_key(|job| (job.due_at, job.id));
    Ok(taken)
}

/// Gives back jobs whose lease has run out in real time: their worker died. One that has brought
/// down several workers is not tried again. How many there were.
pub async fn reap_jobs(db: &impl ConnectionTrait, wall: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, Error> {
    let lapsed =
        Condition::all().add(Column::State.eq(JobState::Running.word())).add(Column::LeasedUntil.lte(wall.to_column()));
    let poison = ActiveModel {
        state: Set(JobState::Failed.to_column()),
        dedupe_key: Set(None),
        lease: Set(None),
        leased_until: Set(None),
        error: Set(Some("worker_died".to_owned())),
        ended_at: Set(Some(now.to_column())),
        ..Default::default()
    };
    let update = Entity::update_many().set(poison).col_expr(Column::Crashes, Expr::col(Column::Crashes).add(1));
    let quarantined =
        update.filter(lapsed.clone()).filter(Column::Crashes.gte(MOST_CRASHES - 1)).exec(db).await?.rows_affected;
    let again = ActiveModel {
        state: Set(JobState::Waiting.to_column()),
        lease: Set(None),
        leased_until: Set(None),
        ..Default::default()
    };
    let update = Entity::update_many().set(again).col_expr(Column::Crashes, Expr::col(Column::Crashes).add(1));
    Ok(quarantined + update.filter(lapsed).exec(db).await?.rows_affected)
}

/// Lengthens a lease; `None` where it is lost, else whether somebody wants the job stopped.
pub async fn renew_job(
    db: &impl ConnectionTrait,
    (id, lease): (Id, Id),
    until: DateTime<Utc>,
) -> Result<Option<bool>, Error> {
    let row = ActiveModel { leased_until: Set(Some(until.to_column())), ..Default::default() };
    held(db, row, id, lease).await
}

/// Says how far a job is; `None` where its lease is lost, else whether somebody wants it stopped.
pub async fn report_progress(
    db: &impl ConnectionTrait,
    (id, lease): (Id, Id),
    done: i64,
    total: Option<i64>,
    message: Option<&str>,
) -> Result<Option<bool>, Error> {
    let row = ActiveModel {
        done: Set(done),
        total: Set(total),
        message: Set(message.map(str::to_owned)),
        ..Default::default()
    };
    held(db, row, id, lease).await
}

/// Says how far a job is, and what came of it so far; `None` where its lease is lost, else whether somebody wants it
/// stopped. A job that is broken off keeps that as its result.
pub async fn report_result(
    db: &impl ConnectionTrait,
    (id, lease): (Id, Id),
    (done, total): (i64, Option<i64>),
    so_far: &Json,
) -> Result<Option<bool>, Error> {
    let result = Set(Some(so_far.to_column()));
    let row = ActiveModel { done: Set(done), total: Set(total), result, ..Default::default() };
    held(db, row, id, lease).await
}

/// Gives a job back; whether its lease was still good. In the transaction of the job's own effects this
/// makes them happen once: where it answers no, roll back.
pub async fn end_job(
    db: &impl ConnectionTrait,
    (id, lease): (Id, Id),
    end: &JobEnd,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let mut row = ActiveModel { lease: Set(None), leased_until: Set(None), ..Default::default() };
    let state = match end {
        JobEnd::Done(result) => {
            row.result = Set(Some(result.to_column()));
            row.error = Set(None);
            JobState::Done
        }
        JobEnd::Again(due_at, error) => {
            row.due_at = Set(due_at.to_column());
            row.error = Set(Some(error.clone()));
            JobState::Waiting
        }
        JobEnd::Failed(error) => {
            row.error = Set(Some(error.clone()));
            JobState::Failed
        }
        JobEnd::Cancelled => JobState::Cancelled,
    };
    row.state = Set(state.to_column());
    if state != JobState::Waiting {
        row.dedupe_key = Set(None);
        row.ended_at = Set(Some(now.to_column()));
    }
    Ok(held(db, row, id, lease).await?.is_some())
}

/// Gives back jobs that were broken off when their worker was told to stop; the try does not count.
pub async fn release_jobs(db: &impl ConnectionTrait, held_jobs: &[(Id, Id)]) -> Result<(), Error> {
    for (id, lease) in held_jobs {
        let row = ActiveModel {
            state: Set(JobState::Waiting.to_column()),
            lease: Set(None),
            leased_until: Set(None),
            ..Default::default()
        };
        let update = Entity::update_many().set(row).col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1));
        update.filter(Column::Id.eq(id.raw())).filter(Column::Lease.eq(lease.raw())).exec(db).await?;
    }
    Ok(())
}

/// When the first lease of a running job ends, in real time; nothing where none runs.
pub async fn next_lease_end(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, Error> {
    let select = Entity::find().filter(Column::State.eq(JobState::Running.word()));
    let found = select.order_by_asc(Column::LeasedUntil).one(db).await?;
    found.and_then(|row| row.leased_until).map(|ends| Stored::from_column("job.leased_until", ends)).transpose()
}

/// Stops a job: one that waits is cancelled at once, one that runs is asked to stop. Whether it was not ended.
pub async fn cancel_job(db: &impl ConnectionTrait, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    if cancel_waiting(db, Column::Id.eq(id.raw()), now).await? == 1 {
        return Ok(true);
    }
    let update = Entity::update_many().set(ActiveModel { cancel: Set(true), ..Default::default() });
    let update = update.filter(Column::Id.eq(id.raw())).filter(Column::State.eq(JobState::Running.word()));
    Ok(update.exec(db).await?.rows_affected == 1)
}

/// Cancels what waits and is about a thing, such as the timers of an instance; how many.
pub async fn cancel_about(db: &impl ConnectionTrait, subject: &str, now: DateTime<Utc>) -> Result<u64, Error> {
    cancel_waiting(db, Column::Subject.eq(subject), now).await
}

/// Cancels what waits under a dedupe key; whether there was something.
pub async fn cancel_once(db: &impl ConnectionTrait, dedupe_key: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    Ok(cancel_waiting(db, Column::DedupeKey.eq(dedupe_key), now).await? == 1)
}

/// Puts a job that failed for good back into the queue; whether it had.
pub async fn revive_job(db: &impl ConnectionTrait, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel {
        state: Set(JobState::Waiting.to_column()),
        due_at: Set(now.to_column()),
        attempts: Set(0),
        crashes: Set(0),
        cancel: Set(false),
        ended_at: Set(None),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw()));
    Ok(update.filter(Column::State.eq(JobState::Failed.word())).exec(db).await?.rows_affected == 1)
}

/// The job.
pub async fn job_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Job>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(Job::try_from).transpose()
}

/// Jobs, newest first.
pub async fn jobs(db: &impl ConnectionTrait, filter: &JobFilter, page: Page) -> Result<Vec<Job>, Error> {
    let mut select = Entity::find().order_by_desc(Column::Id).limit(page.limit);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    if let Some(actor) = filter.actor {
        select = select.filter(Column::Actor.eq(actor.raw()));
    }
    if let Some(kind) = &filter.kind {
        select = select.filter(Column::Kind.eq(kind));
    }
    if let Some(subject) = &filter.subject {
        select = select.filter(Column::Subject.eq(subject));
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state.word()));
    }
    all(select.all(db).await?)
}

/// When the next waiting job of these kinds is due; nothing where none waits.
pub async fn next_job_due(db: &impl ConnectionTrait, kinds: &[&str]) -> Result<Option<DateTime<Utc>>, Error> {
    let select = Entity::find().filter(Column::State.eq(JobState::Waiting.word()));
    let select = select.filter(Column::Kind.is_in(kinds.iter().copied()));
    let found = select.order_by_asc(Column::DueAt).order_by_asc(Column::Id).one(db).await?;
    found.map(|row| Stored::from_column("job.due_at", row.due_at)).transpose()
}

/// Forgets jobs that were done or cancelled before a moment; how many. Those that failed stay.
pub async fn forget_ended_jobs(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Error> {
    let ended = [JobState::Done.word(), JobState::Cancelled.word()];
    let delete = Entity::delete_many().filter(Column::State.is_in(ended));
    Ok(delete.filter(Column::EndedAt.lt(before.to_column())).exec(db).await?.rows_affected)
}

async fn cancel_waiting(
    db: &impl ConnectionTrait,
    which: impl sea_orm::sea_query::IntoCondition,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let row = ActiveModel {
        state: Set(JobState::Cancelled.to_column()),
        dedupe_key: Set(None),
        cancel: Set(true),
        ended_at: Set(Some(now.to_column())),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(which);
    Ok(update.filter(Column::State.eq(JobState::Waiting.word())).exec(db).await?.rows_affected)
}

/// Changes a job that `lease` holds; `None` where it does not, else whether somebody wants it stopped.
async fn held(db: &impl ConnectionTrait, row: ActiveModel, id: Id, lease: Id) -> Result<Option<bool>, Error> {
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw())).filter(Column::Lease.eq(lease.raw()));
    Ok(update.exec_with_returning(db).await?.first().map(|row| row.cancel))
}
