use mortise_jobs::{Enqueue, JobKind, enqueue};
use mortise_store::{WriteTx, repos::jobs::job_by_id};
use serde::Serialize;
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{Hands, Manner, Mass, MassResult};
use crate::{
    Error, Result, Session,
    idempotency::{Answered, Once},
    jobs::{self, JobView},
};

/// What work on many records is answered with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Begun {
    /// It is done.
    Done(Box<MassResult>),
    /// It is under way; the job's result is a `MassResult`.
    Job(Box<JobView>),
}

impl Begun {
    /// The HTTP status that says so.
    pub fn status(&self) -> u16 {
        match self {
            Self::Done(_) => 200,
            Self::Job(_) => 202,
        }
    }
}

/// Does all of it in the caller's transaction, which is committed, or rolled back for a rehearsal.
pub(crate) async fn at_once<M: Mass>(
    hands: &Hands<'_>,
    work: &M,
    (tx, once): (WriteTx, &Once),
    total: u64,
) -> Result<Answered<Begun>> {
    let Manner { all_or_nothing, dry_run, .. } = work.manner();
    let ctx = &hands.session.ctx;
    let mut result = MassResult::of(&hands.model.app.key, total, dry_run);
    let mut writer = hands.writer(&tx, work);
    while hands.some(work, &mut writer, &mut result).await? {}
    if all_or_nothing && !dry_run && !result.is_whole() {
        return Err(refused(&result));
    }
    let (news, set) = writer.finish_with_set().await?;
    result.change_set = set.filter(|_| !dry_run);
    if dry_run {
        tx.rollback().await?;
        return Ok(Answered::Now(Begun::Done(Box::new(result.told(work)))));
    }
    work.end(&tx, result.end()).await?;
    let begun = Begun::Done(Box::new(result.told(work)));
    once.keep(&tx, ctx, begun.status(), &begun).await?;
    tx.commit().await?;
    hands.platform.tell(&ctx.tenant, news);
    Ok(Answered::Now(begun))
}

/// Enters the job that does it, in the caller's transaction, which is committed.
pub(crate) async fn begun_as_job<J: JobKind>(
    hands: &Hands<'_>,
    (job, manner): (&J, Manner),
    (tx, once): (WriteTx, &Once),
) -> Result<Answered<Begun>> {
    let Session { ctx, .. } = hands.session;
    let how = Enqueue::new(ctx).about(about(manner));
    let id = enqueue(&tx, job, how)
        .await?
        .ok_or_else(|| Error::internal("a job without a dedupe key was taken for another"))?;
    let entered = job_by_id(&tx, id).await?.ok_or(Error::NotFound("job"))?;
    let begun = Begun::Job(Box::new(jobs::view(entered)));
    once.keep(&tx, ctx, begun.status(), &begun).await?;
    tx.commit().await?;
    hands.platform.queue.wake(&ctx.tenant);
    Ok(Answered::Now(begun))
}

/// What the job of a change set is about.
pub(crate) fn about(manner: Manner) -> String {
    format!("change_set/{}", manner.set)
}

/// That nothing was changed because not all could be.
pub(super) fn refused(result: &MassResult) -> Error {
    let params = [("left", json!(result.left)), ("left_records", json!(result.left_records))];
    let params: Map<_, _> = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Error::Conflict { code: "batch_refused".to_owned(), params }
}
