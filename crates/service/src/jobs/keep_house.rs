use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::Ctx;
use mortise_store::{
    ConnectionTrait,
    repos::{jobs, outbox, rule_runs, sessions},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::Host;

/// How long events are kept that were told.
const EVENTS_KEPT: TimeDelta = TimeDelta::days(7);
/// How long jobs are kept that ended well.
const JOBS_KEPT: TimeDelta = TimeDelta::days(30);
/// How long runs of rules are kept.
const RUNS_KEPT: TimeDelta = TimeDelta::days(180);

/// Forgets once a day what nobody asks for any more.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeepHouse {}

impl KeepHouse {
    /// Enters the job for the next day, unless there is one.
    pub(crate) async fn enter(tx: &impl ConnectionTrait, ctx: &Ctx) -> Result<(), mortise_store::Error> {
        let day = TimeDelta::days(1).num_seconds();
        let next = (ctx.now.timestamp().div_euclid(day) + 1) * day;
        let at = DateTime::from_timestamp(next, 0).unwrap_or(ctx.now);
        let how = Enqueue::new(ctx).due(at).once(format!("keep_house/{next}")).about("keep_house");
        enqueue(tx, &Self {}, how).await.map(drop)
    }
}

impl JobKind for KeepHouse {
    const NAME: &'static str = "keep_house";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let (platform, tenant, now) = (Arc::clone(&host.0), turn.tenant(), turn.now());
        let ctx = Ctx { now, ..platform.system_ctx(tenant.key(), turn.id().to_string()) };
        let tx = tenant.write().await?;
        let events = outbox::forget_told(&tx, now - EVENTS_KEPT).await?;
        let ended = jobs::forget_ended_jobs(&tx, now - JOBS_KEPT).await?;
        let runs = rule_runs::forget_runs(&tx, now - RUNS_KEPT).await?;
        let log_ins = sessions::forget_ended_sessions(&tx, now).await?;
        Self::enter(&tx, &ctx).await?;
        turn.end_in(&tx, json!({"events": events, "jobs": ended, "runs": runs, "log_ins": log_ins})).await?;
        tx.commit().await?;
        Ok(json!({}))
    }
}
