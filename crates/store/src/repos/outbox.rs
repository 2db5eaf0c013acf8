//! What is told to others after a commit: written in the same transaction as what happened,
//! taken from here afterwards, at least once, in order for each aggregate.

use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, LockBehavior, LockType, Query, SelectStatement},
};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert_all, raw, words},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::outbox::{ActiveModel, Column, Entity},
};

words! {
    /// How far an event is.
    OutboxState {
        /// It waits for its turn.
        Waiting => "waiting",
        /// Somebody is about to tell it.
        Leased => "leased",
        /// It was told.
        Done => "done",
        /// It failed too often; it waits for a person.
        Dead => "dead",
    }
}

row! {
    /// Something that happened and that others are to hear of.
    OutboxEvent = outbox {
        /// Which; also what a receiver knows it by when it comes twice.
        id: Id,
        /// What happened, in the past tense, e.g. `record_submitted`.
        event: String,
        /// What it happened to, e.g. `sales/contract/<id>`: events of the same are told in order.
        aggregate: String,
        /// What a receiver needs.
        payload: Json,
        /// When it happened.
        created_at: DateTime<Utc>,
        /// How far it is.
        state: OutboxState,
        /// Not to be told before.
        due_at: DateTime<Utc>,
        /// How often it was tried.
        attempts: u32,
        /// Who is about to tell it.
        lease: Option<Id>,
        /// Until when nobody else will.
        leased_until: Option<DateTime<Utc>>,
        /// Why it failed last.
        last_error: Option<String>,
        /// When it was told.
        done_at: Option<DateTime<Utc>>,
    }
}

/// Adds something that happened; it is told once this transaction is committed.
pub async fn enqueue_outbox(
    db: &impl ConnectionTrait,
    events: impl IntoIterator<Item = (Id, String, String, Json)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let rows = events.into_iter().map(|(id, event, aggregate, payload)| {
        let fresh = OutboxEvent {
            id,
            event,
            aggregate,
            payload,
            created_at: now,
            state: OutboxState::Waiting,
            due_at: now,
            attempts: 0,
            lease: None,
            leased_until: None,
            last_error: None,
            done_at: None,
        };
        fresh.to_row()
    });
    insert_all(db, rows.collect()).await
}

/// Takes at most `limit` events for `lease` until a moment: of each aggregate the oldest only, and
/// none whose forerunner is under way. Events whose lease has run out are taken again.
pub async fn lease_outbox(
    db: &impl ConnectionTrait,
    lease: Id,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<OutboxEvent>, Error> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(OutboxState::Leased.word()))
        .col_expr(Column::Lease, Expr::value(lease.raw()))
        .col_expr(Column::LeasedUntil, Expr::value(until.to_column()))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.in_subquery(next(now, limit)));
    let mut taken: Vec<OutboxEvent> = all(update.exec_with_returning(db).await?)?;
    taken.sort_by_key(|event| event.id);
    Ok(taken)
}

/// Notes that an event was told by whoever holds `lease`; whether the lease was still good.
pub async fn outbox_done(db: &impl ConnectionTrait, id: Id, lease: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel {
        state: Set(OutboxState::Done.to_column()),
        lease: Set(None),
        leased_until: Set(None),
        done_at: Set(Some(now.to_column())),
        ..Default::default()
    };
    held(db, row, id, lease).await
}

/// Notes that telling failed: it is tried again at `again`, or given up. Whether the lease was still good.
pub async fn outbox_failed(
    db: &impl ConnectionTrait,
    id: Id,
    lease: Id,
    error: &str,
    again: Option<DateTime<Utc>>,
) -> Result<bool, Error> {
    let state = if again.is_some() { OutboxState::Waiting } else { OutboxState::Dead };
    let mut row = ActiveModel {
        state: Set(state.to_column()),
        lease: Set(None),
        leased_until: Set(None),
        last_error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    if let Some(again) = again {
        row.due_at = Set(again.to_column());
    }
    held(db, row, id, lease).await
}

/// Puts an event that was given up back into the queue; whether it was given up.
pub async fn revive_outbox(db: &impl ConnectionTrait, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel {
        state: Set(OutboxState::Waiting.to_column()),
        due_at: Set(now.to_column()),
        attempts: Set(0),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw()));
    Ok(update.filter(Column::State.eq(OutboxState::Dead.word())).exec(db).await?.rows_affected == 1)
}

/// Events that were given up, newest first.
pub async fn dead_outbox(db: &impl ConnectionTrait, page: Page) -> Result<Vec<OutboxEvent>, Error> {
    let mut select = Entity::find().filter(Column::State.eq(OutboxState::Dead.word())).order_by_desc(Column::Id);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    all(select.limit(page.limit).all(db).await?)
}

/// When the next waiting event is due that waits for no forerunner; nothing where there is none.
pub async fn next_outbox_due(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, Error> {
    let select = Entity::find().filter(Column::State.eq(OutboxState::Waiting.word()));
    let select = select.filter(Expr::exists(forerunner()).not());
    let found = select.order_by_asc(Column::DueAt).order_by_asc(Column::Id).one(db).await?;
    found.map(|row| Stored::from_column("outbox.due_at", row.due_at)).transpose()
}

/// Notes that events were told by whoever holds `lease`; how many of its leases were still good.
pub async fn outbox_all_done(
    db: &impl ConnectionTrait,
    ids: &[Id],
    lease: Id,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let row = ActiveModel {
        state: Set(OutboxState::Done.to_column()),
        lease: Set(None),
        leased_until: Set(None),
        done_at: Set(Some(now.to_column())),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.is_in(raw(ids)));
    Ok(update.filter(Column::Lease.eq(lease.raw())).exec(db).await?.rows_affected)
}

/// Forgets events that were told before a moment; how many.
pub async fn forget_told(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Error> {
    let delete = Entity::delete_many().filter(Column::State.eq(OutboxState::Done.word()));
    Ok(delete.filter(Column::DoneAt.lt(before.to_column())).exec(db).await?.rows_affected)
}

/// An event of the same aggregate that comes first and is not told yet.
fn forerunner() -> SelectStatement {
    let earlier = Alias::new("earlier");
    Query::select()
        .expr(Expr::value(1))
        .from_as(Entity, earlier.clone())
        .and_where(Expr::col((earlier.clone(), Column::Aggregate)).eq(Expr::col((Entity, Column::Aggregate))))
        .and_where(Expr::col((earlier.clone(), Column::Id)).lt(Expr::col((Entity, Column::Id))))
        .and_where(Expr::col((earlier, Column::State)).is_in([OutboxState::Waiting.word(), OutboxState::Leased.word()]))
        .take()
}

fn next(now: DateTime<Utc>, limit: u64) -> SelectStatement {
    let waiting =
        Condition::all().add(Column::State.eq(OutboxState::Waiting.word())).add(Column::DueAt.lte(now.to_column()));
    let lapsed = Condition::all()
        .add(Column::State.eq(OutboxState::Leased.word()))
        .add(Column::LeasedUntil.lte(now.to_column()));
    Query::select()
        .column((Entity, Column::Id))
        .from(Entity)
        .cond_where(Condition::any().add(waiting).add(lapsed))
        .and_where(Expr::exists(forerunner()).not())
        .order_by((Entity, Column::Id), sea_orm::Order::Asc)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .take()
}

async fn held(db: &impl ConnectionTrait, row: ActiveModel, id: Id, lease: Id) -> Result<bool, Error> {
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw())).filter(Column::Lease.eq(lease.raw()));
    Ok(update.exec(db).await?.rows_affected == 1)
}
