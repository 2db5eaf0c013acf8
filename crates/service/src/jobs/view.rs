use chrono::{DateTime, Utc};
use mortise_model::Id;
use mortise_store::{
    ConnectionTrait,
    repos::{
        Page,
        jobs::{self as repo, Job, JobFilter, JobState},
    },
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::{Error, Platform, Result, Session};

const AT_MOST: u64 = 50;

/// Long work as the person who started it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// What kind of work.
    pub kind: String,
    /// How far: `queued`, `running`, `done`, `failed`, `cancelled`.
    pub state: &'static str,
    /// How much is done, once that is known.
    pub progress: Option<Progress>,
    /// What came of it; while it is under way or where it was broken off, what came of it so far.
    #[schema(value_type = Option<Object>)]
    pub result: Option<Json>,
    /// Why it failed.
    pub error: Option<JobError>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Why a job failed.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobError {
    /// The codes of what went wrong.
    pub detail: String,
}

/// How much of a job is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress {
    /// So much.
    pub done: i64,
    /// Of so much, where that is known.
    pub total: Option<i64>,
}

/// The person's own jobs, newest first.
pub async fn jobs(_: &Platform, session: &Session) -> Result<Vec<JobView>> {
    let filter = JobFilter { actor: Some(session.user_id()), ..JobFilter::default() };
    let found = repo::jobs(session.tenant.reader(), &filter, Page::first(AT_MOST)).await?;
    Ok(found.into_iter().map(view).collect())
}

/// One of the person's own jobs.
pub async fn job(_: &Platform, session: &Session, id: Id) -> Result<JobView> {
    of(session.tenant.reader(), session, id).await
}

/// Asks a job to stop; one that has not begun does not begin.
pub async fn cancel_job(platform: &Platform, session: &Session, id: Id) -> Result<JobView> {
    mine(session.tenant.reader(), session, id).await?;
    let tx = session.tenant.write().await?;
    repo::cancel_job(&tx, id, session.ctx.now).await?;
    tx.commit().await?;
    job(platform, session, id).await
}

/// One of the person's own jobs, as the transaction sees it that asked for it.
pub(super) async fn of(db: &impl ConnectionTrait, session: &Session, id: Id) -> Result<JobView> {
    mine(db, session, id).await.map(view)
}

async fn mine(db: &impl ConnectionTrait, session: &Session, id: Id) -> Result<Job> {
    let found = repo::job_by_id(db, id).await?;
    found.filter(|job| job.actor == Some(session.user_id())).ok_or(Error::NotFound("job"))
}

/// A job as it is shown.
pub(crate) fn view(job: Job) -> JobView {
    let known = job.total.is_some() || job.done > 0;
    JobView {
        id: job.id,
        kind: job.kind,
        state: match job.state {
            JobState::Waiting => "queued",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Cancelled => "cancelled",
            JobState::Failed => "failed",
        },
        progress: known.then_some(Progress { done: job.done, total: job.total }),
        result: job.result,
        error: job.error.map(|detail| JobError { detail }),
        created_at: job.created_at,
        finished_at: job.ended_at,
    }
}
