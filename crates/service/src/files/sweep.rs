use chrono::{DateTime, TimeDelta, Utc};
use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::{Actor, Locale};
use mortise_store::repos::{
    blobs::sweep_blobs,
    files::{oldest_unheld, sweep_files},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::jobs::Host;

/// How long a file is kept that no record holds.
const UNHELD: TimeDelta = TimeDelta::hours(24);
/// Files and contents that one transaction clears away.
const AT_ONCE: u64 = 50;

/// Clears away files that no record came to hold, and content that no file has.
///
/// An upload enters one; while there is a file that no record holds, it enters the next itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SweepFiles {}

impl SweepFiles {
    /// When the sweep is due that clears away a file of this moment; there is one sweep at a time.
    pub(crate) fn after(how: Enqueue, uploaded: DateTime<Utc>) -> Enqueue {
        how.due(uploaded + UNHELD + TimeDelta::minutes(1)).once(Self::NAME)
    }
}

impl JobKind for SweepFiles {
    const NAME: &'static str = "sweep_files";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let (tenant, before) = (turn.tenant().clone(), turn.now() - UNHELD);
        let (mut files, mut contents) = (0, 0);
        loop {
            turn.check()?;
            let tx = tenant.write().await?;
            let swept = (sweep_files(&tx, before, AT_ONCE).await?, sweep_blobs(&tx, before, AT_ONCE).await?);
            tx.commit().await?;
            files += swept.0;
            contents += swept.1;
            if swept.0 < AT_ONCE && swept.1 < AT_ONCE {
                break;
            }
        }
        let done = json!({"files": files, "contents": contents});
        let tx = tenant.write().await?;
        turn.end_in(&tx, done.clone()).await?;
        if let Some(oldest) = oldest_unheld(&tx).await? {
            let ctx = host.0.ctx(tenant.key(), Actor::System, Locale::default(), turn.id().to_string());
            let next = Enqueue { now: turn.now(), ..Enqueue::new(&ctx) };
            enqueue(&tx, &SweepFiles {}, SweepFiles::after(next, oldest.max(before))).await?;
        }
        tx.commit().await?;
        Ok(done)
    }
}
