use mortise_jobs::{Failure, JobKind, Turn};
use mortise_model::{Id, Key, Locale};
use mortise_store::repos::changes::change_set;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Eyes, Undo, UndoChanges, reversals};
use crate::{
    Error,
    jobs::{Host, failed},
    mass::{Hands, Manner, Place, work_off},
};

/// Takes a large change set back in the background, with the rights that the person has when it runs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UndoJob {
    pub(super) app: Key,
    /// The change set that is taken back.
    pub(super) set: Id,
    /// The change set that does it.
    pub(super) own: Id,
    pub(super) params: UndoChanges,
    pub(super) locale: Locale,
}

impl JobKind for UndoJob {
    const NAME: &'static str = "undo_changes";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let platform = &host.0;
        let place = Place::of(platform, &turn, &self.app, self.locale).await.map_err(failed)?;
        let hands = Hands { platform, session: &place.session, model: &place.model };
        let tx = turn.tenant().write().await?;
        let set = change_set(&tx, self.set).await?.ok_or_else(|| failed(Error::NotFound("change_set")))?;
        let reversals = reversals(&tx, self.set).await.map_err(failed)?;
        tx.rollback().await?;
        let total = reversals.len() as u64;
        let UndoChanges { all_or_nothing, dry_run, .. } = self.params;
        let manner = Manner { set: self.own, all_or_nothing, dry_run, undoes: Some(self.set) };
        let knows_all = Eyes::new(platform, &place.session).knows_all(&set, Some(&place.model));
        let work = Undo::new(hands, (set, self.params), (manner, reversals), knows_all);
        work_off(&hands, &turn, &work, total).await
    }
}
