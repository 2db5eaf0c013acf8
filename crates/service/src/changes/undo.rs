//! Taking a change set back: of each record exactly what the set changed, as far as that still is as the set left it.

mod differing;
mod job;
mod reversal;
mod work;

use mortise_model::{Id, Key};
use mortise_store::repos::{
    Page,
    changes::{self, ChangeSet},
    imports,
    jobs::{JobFilter, JobState, jobs},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use self::job::UndoJob;
use self::{reversal::reversals, work::Undo};
use super::{get::in_sight, sight::Eyes};
use crate::{
    Error, Platform, Result, Session,
    idempotency::{Answered, Once},
    mass::{AT_ONCE, Begun, Hands, Manner, at_once, begun_as_job},
};

/// How a change set is taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UndoChanges {
    /// Whether nothing is kept: what would come of it.
    pub dry_run: bool,
    /// Whether fields that were changed again since are taken back too; else they are left (`changed_since`), and so
    /// are records that the set made and that were changed since.
    pub overwrite: bool,
    /// Whether nothing is changed where something must be left (`batch_refused`).
    pub all_or_nothing: bool,
    /// The warnings that are confirmed for every record.
    pub confirm: Vec<String>,
    /// Why; kept with the change set.
    pub reason: Option<String>,
}

/// Takes back what a change set did, by the person's own rights, as a change set of its own: a small one at once, a
/// large one as a job.
///
/// Fields get back the values that they had, records that the set made go to the recycle bin, those that it deleted
/// come back. What is computed follows by itself; where a flow stands stays as it is. A set of which something was left
/// can be undone again, one that is undone as a whole cannot (`already_undone`); an undo can itself be undone.
pub async fn undo(
    platform: &Platform,
    session: &Session,
    id: Id,
    params: UndoChanges,
    once: &Once,
) -> Result<Answered<Begun>> {
    let mut eyes = Eyes::new(platform, session);
    let (set, _) = in_sight(&mut eyes, id).await?;
    let model = eyes.model(&set).await?.ok_or(Error::NotFound("app"))?;
    let hands = Hands { platform, session, model: &model };
    let manner = Manner {
        set: session.ctx.new_id(),
        all_or_nothing: params.all_or_nothing,
        dry_run: params.dry_run,
        undoes: Some(id),
    };
    let tx = session.tenant.write_alone().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    require_over(&tx, &set).await?;
    if set.undone_by.is_some() || !params.dry_run && !changes::claim_undo(&tx, id, manner.set).await? {
        return Err(Error::conflict("already_undone"));
    }
    let reversals = reversals(&tx, id).await?;
    let total = reversals.len() as u64;
    if total <= AT_ONCE {
        let knows_all = eyes.knows_all(&set, Some(&model));
        let work = Undo::new(hands, (set, params), (manner, reversals), knows_all);
        return at_once(&hands, &work, (tx, once), total).await;
    }
    let app: Key = model.app.key.clone();
    let job = UndoJob { app, set: id, own: manner.set, params, locale: session.ctx.locale };
    begun_as_job(&hands, (&job, manner), (tx, once)).await
}

/// Refuses with `change_set_unfinished` while the set still grows.
async fn require_over(tx: &mortise_store::WriteTx, set: &ChangeSet) -> Result<()> {
    for state in [JobState::Waiting, JobState::Running] {
        let subject = Some(format!("change_set/{}", set.id));
        let filter = JobFilter { subject, state: Some(state), ..JobFilter::default() };
        if !jobs(tx, &filter, Page::first(1)).await?.is_empty() {
            return Err(Error::conflict("change_set_unfinished"));
        }
    }
    let import = imports::import_of_set(tx, set.id).await?;
    let is_over = import.is_none_or(|import| import.state.is_over());
    if is_over { Ok(()) } else { Err(Error::conflict("change_set_unfinished")) }
}
