use mortise_jobs::{Failure, JobKind, Turn};
use mortise_model::{Id, Key, Locale};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{BatchRecords, work::Batch};
use crate::{
    jobs::{Host, failed},
    mass::{Hands, Manner, Place, work_off},
};

/// Does one act with many records in the background, with the rights that the person has when it runs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BatchJob {
    pub(super) app: Key,
    pub(super) form: Key,
    pub(super) params: BatchRecords,
    pub(super) set: Id,
    pub(super) total: u64,
    pub(super) locale: Locale,
}

impl JobKind for BatchJob {
    const NAME: &'static str = "batch_records";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let platform = &host.0;
        let place = Place::of(platform, &turn, &self.app, self.locale).await.map_err(failed)?;
        let hands = Hands { platform, session: &place.session, model: &place.model };
        let all_or_nothing = self.params.all_or_nothing;
        let manner = Manner { set: self.set, all_or_nothing, dry_run: false, undoes: None };
        let work = Batch::new(hands, &self.form, self.params, manner).await.map_err(failed)?;
        work_off(&hands, &turn, &work, self.total).await
    }
}
