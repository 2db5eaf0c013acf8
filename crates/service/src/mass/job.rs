use std::sync::Arc;

use mortise_jobs::{Failure, Turn};
use mortise_model::{Key, Locale};
use mortise_store::repos::{changes, jobs::job_by_id};
use serde_json::{Value as Json, json};

use super::{End, Hands, Manner, Mass, MassResult};
use crate::{
    AppModel, Error, News, Platform, Result, Session,
    audit::{self, Object},
    auth,
    jobs::failed,
    write::Part,
};

/// Where and for whom a job works, with the rights of this moment.
pub(crate) struct Place {
    pub(crate) session: Session,
    pub(crate) model: Arc<AppModel>,
}

impl Place {
    /// The place of the person for whom the job is done.
    pub(crate) async fn of(platform: &Platform, turn: &Turn, app: &Key, locale: Locale) -> Result<Self> {
        let user = turn.actor().ok_or(Error::Unauthorized)?;
        let session = auth::act_for(platform, turn.tenant(), user, (locale, turn.id().to_string())).await?;
        let model = platform.app(&session, app).await?;
        Ok(Self { session, model })
    }
}

/// Does all of it as a job, some records after the other, each with how far it is.
pub(crate) async fn work_off<M: Mass>(hands: &Hands<'_>, turn: &Turn, work: &M, total: u64) -> Result<Json, Failure> {
    let done = match work.manner().all_or_nothing {
        true => all_or_nothing(hands, turn, work, total).await,
        false => one_after_the_other(hands, turn, work, total).await,
    };
    if let Err(end) = &done
        && is_final(end, turn)
        && !work.manner().dry_run
    {
        break_off(hands, turn, work).await.map_err(failed)?;
    }
    hands.platform.events.tell(&hands.session.ctx.tenant, hands.session.user_id(), News::Job { job: turn.id() });
    done
}

async fn one_after_the_other<M: Mass>(hands: &Hands<'_>, turn: &Turn, work: &M, total: u64) -> Result<Json, Failure> {
    let Manner { set, dry_run, .. } = work.manner();
    let mut result =
        so_far(turn).filter(|_| !dry_run).unwrap_or_else(|| MassResult::of(&hands.model.app.key, total, dry_run));
    loop {
        turn.check()?;
        let tx = turn.tenant().write_alone().await?;
        let size = changes::change_set(&tx, set).await?.map_or(0, |set| set.size);
        let mut writer = hands.writer(&tx, work).part_of(Part { set, size });
        let more = hands.some(work, &mut writer, &mut result).await.map_err(failed)?;
        let (news, written) = writer.finish_with_set().await.map_err(failed)?;
        if dry_run {
            tx.rollback().await?;
            turn.progress(count(result.handled()), Some(count(total)), None).await?;
        } else {
            result.change_set = result.change_set.or(written);
            if !more {
                return end(hands, turn, work, (tx, result)).await;
            }
            turn.result_in(&tx, (count(result.handled()), Some(count(total))), &json!(result)).await?;
            tx.commit().await?;
            hands.platform.tell(&hands.session.ctx.tenant, news);
        }
        if !more {
            return Ok(json!(result.told(work)));
        }
        hands.platform.events.tell(&hands.session.ctx.tenant, hands.session.user_id(), News::Job { job: turn.id() });
    }
}

/// Does it in one transaction, which is kept where nothing was left.
async fn all_or_nothing<M: Mass>(hands: &Hands<'_>, turn: &Turn, work: &M, total: u64) -> Result<Json, Failure> {
    let Manner { set, dry_run, .. } = work.manner();
    let mut result = MassResult::of(&hands.model.app.key, total, dry_run);
    let tx = turn.tenant().write_alone().await?;
    let mut writer = hands.writer(&tx, work).part_of(Part { set, size: 0 });
    while hands.some(work, &mut writer, &mut result).await.map_err(failed)? {
        turn.check()?;
    }
    let (news, written) = writer.finish_with_set().await.map_err(failed)?;
    if dry_run {
        tx.rollback().await?;
        return Ok(json!(result.told(work)));
    }
    if result.is_whole() {
        result.change_set = written;
        let done = end(hands, turn, work, (tx, result)).await?;
        hands.platform.tell(&hands.session.ctx.tenant, news);
        return Ok(done);
    }
    tx.rollback().await?;
    let tx = turn.tenant().write().await?;
    let refused = MassResult { done: 0, change_set: None, ..result };
    turn.result_in(&tx, (0, Some(count(total))), &json!(refused)).await?;
    tx.commit().await?;
    Err(Failure::Never("batch_refused".to_owned()))
}

/// Writes down that it is over, in one transaction with the end of the job.
async fn end<M: Mass>(
    hands: &Hands<'_>,
    turn: &Turn,
    work: &M,
    (tx, result): (mortise_store::WriteTx, MassResult),
) -> Result<Json, Failure> {
    let result = MassResult { reached: None, ..result };
    work.end(&tx, result.end()).await.map_err(failed)?;
    note(hands, &tx, work, &result).await.map_err(failed)?;
    let told = json!(result.told(work));
    turn.end_in(&tx, told.clone()).await?;
    tx.commit().await?;
    Ok(told)
}

/// Writes down that it was broken off; what it has written stays, as one change set.
async fn break_off<M: Mass>(hands: &Hands<'_>, turn: &Turn, work: &M) -> Result<()> {
    let tx = turn.tenant().write().await?;
    let told = job_by_id(&tx, turn.id()).await?.and_then(|job| job.result);
    let result = told.and_then(|told| serde_json::from_value(told).ok()).unwrap_or_default();
    work.end(&tx, End::Partial).await?;
    note(hands, &tx, work, &result).await?;
    Ok(tx.commit().await?)
}

/// The one entry of the audit trail.
async fn note<M: Mass>(hands: &Hands<'_>, tx: &mortise_store::WriteTx, work: &M, result: &MassResult) -> Result<()> {
    let Manner { set, undoes, .. } = work.manner();
    let detail = json!({
        "done": result.done, "unchanged": result.unchanged, "left": result.left, "undoes": undoes,
        "over": result.reached.is_none(),
    });
    let about = Object::of_app(&hands.model.app.key, "change_set", set);
    audit::note(tx, &hands.session.ctx, M::ACT, about, detail).await
}

/// Whether a job does not come back after this.
fn is_final(end: &Failure, turn: &Turn) -> bool {
    match end {
        Failure::Cancelled | Failure::Never(_) => true,
        Failure::Again(_) => turn.is_last_attempt(),
        Failure::Lost => false,
    }
}

fn so_far(turn: &Turn) -> Option<MassResult> {
    turn.so_far().and_then(|told| serde_json::from_value(told.clone()).ok())
}

fn count(records: u64) -> i64 {
    i64::try_from(records).unwrap_or(i64::MAX)
}
