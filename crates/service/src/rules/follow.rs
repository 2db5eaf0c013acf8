//! The job that lets rules follow an event.

use std::sync::Arc;

use mortise_jobs::{Failure, JobKind, Turn};
use mortise_model::{Ctx, Id};
use mortise_store::repos::outbox;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{
    relay::occasion,
    run::{Cause, Runs},
};
use crate::{
    AppModel, Error, Platform,
    jobs::{Host, failed},
    write::Told,
};

/// Lets the rules that wait for an event run, one after the other, each in a transaction of its own.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FollowEvent {
    pub(super) event: Id,
    pub(super) lease: Id,
    pub(super) told: Told,
}

impl JobKind for FollowEvent {
    const NAME: &'static str = "follow_event";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let ctx = Ctx { now: turn.now(), ..host.0.system_ctx(turn.tenant().key(), turn.id().to_string()) };
        let done = self.follow(&host.0, &turn, &ctx).await;
        if let Err(failure) = &done
            && is_final(failure, &turn)
        {
            // What comes next for this record need not wait any longer.
            let tx = turn.tenant().write().await?;
            outbox::outbox_failed(&tx, self.event, self.lease, &failure.to_string(), None).await?;
            tx.commit().await?;
        }
        done.map(|()| json!({}))
    }
}

fn is_final(failure: &Failure, turn: &Turn) -> bool {
    match failure {
        Failure::Again(_) => turn.is_last_attempt(),
        Failure::Never(_) | Failure::Cancelled => true,
        Failure::Lost => false,
    }
}

impl FollowEvent {
    async fn follow(&self, platform: &Platform, turn: &Turn, ctx: &Ctx) -> Result<(), Failure> {
        let tenant = turn.tenant();
        match platform.models.get(tenant.reader(), tenant.key(), &self.told.app).await {
            Ok(model) => self.run_all(Runs { platform, turn, ctx: ctx.clone(), model }).await?,
            // The app has gone, and its rules with it.
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(failed(error)),
        }
        let tx = tenant.write().await?;
        outbox::outbox_done(&tx, self.event, self.lease, ctx.now).await?;
        turn.end_in(&tx, json!({})).await?;
        Ok(tx.commit().await?)
    }

    async fn run_all(&self, runs: Runs<'_>) -> Result<(), Failure> {
        let wanted = occasion(&self.told.what);
        let model: Arc<AppModel> = Arc::clone(&runs.model);
        let waiting = model.rules.iter().filter(|rule| rule.waits_for(&self.told.form, wanted));
        let before = usize::try_from(runs.turn.done()).unwrap_or_default();
        for (place, rule) in waiting.enumerate().skip(before) {
            runs.turn.check()?;
            runs.run_one(rule, Cause::Told(&self.told), i64::try_from(place + 1).unwrap_or(i64::MAX)).await?;
        }
        Ok(())
    }
}
