//! From the outbox into the queue.

use chrono::{DateTime, TimeDelta, Utc};
use mortise_jobs::{Enqueue, enqueue};
use mortise_rules::Occasion;
use mortise_store::{
    Tenant,
    repos::outbox::{self, OutboxEvent},
};

use super::{FollowEvent, schedule};
use crate::{
    AppModel, Error, Platform,
    write::{Told, What},
};

/// How many events one transaction takes.
const AT_ONCE: u64 = 200;
/// How many such transactions one visit does, so that other tenants get their turn.
const MOST_TURNS: usize = 10;
/// An event belongs to its job, which is as durable as the event itself, until that has ended.
const HELD: TimeDelta = TimeDelta::days(36_500);

/// Makes jobs of the events that somebody waits for and ticks off the others, and sees to the rules that wait for a
/// time; when there is more to take.
pub(crate) async fn relay(
    platform: &Platform,
    tenant: &Tenant,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, mortise_store::Error> {
    schedule::arm(platform, tenant, now).await?;
    for _ in 0..MOST_TURNS {
        match outbox::next_outbox_due(tenant.reader()).await? {
            Some(due) if due <= now => take(platform, tenant, now).await?,
            later => return Ok(later),
        }
    }
    Ok(Some(now))
}

async fn take(platform: &Platform, tenant: &Tenant, now: DateTime<Utc>) -> Result<(), mortise_store::Error> {
    let ctx = mortise_model::Ctx { now, ..platform.system_ctx(tenant.key(), "relay") };
    let lease = ctx.new_id();
    let tx = tenant.write().await?;
    let events = outbox::lease_outbox(&tx, lease, now, now + HELD, AT_ONCE).await?;
    let mut unheard = Vec::new();
    for event in events {
        match serde_json::from_value::<Told>(event.payload.clone()) {
            Ok(told) if is_awaited(platform, tenant, &told).await => {
                let how = Enqueue::new(&ctx).once(format!("follow_event/{}", event.id)).about(subject(&event));
                enqueue(&tx, &FollowEvent { event: event.id, lease, told }, how).await?;
            }
            // Nobody waits for it, or an earlier release wrote it, which had nobody to hear it.
            _ => unheard.push(event.id),
        }
    }
    outbox::outbox_all_done(&tx, &unheard, lease, now).await?;
    tx.commit().await
}

/// Whether a rule may fire. Where that cannot be said, the job finds out, and fails where people see it.
async fn is_awaited(platform: &Platform, tenant: &Tenant, told: &Told) -> bool {
    match platform.models.get(tenant.reader(), tenant.key(), &told.app).await {
        Ok(model) => model.awaits(told),
        Err(Error::NotFound(_)) => false,
        Err(_) => true,
    }
}

impl AppModel {
    /// Whether a rule may fire because of what happened: only that is worth an event.
    pub(crate) fn awaits(&self, told: &Told) -> bool {
        self.rules.iter().any(|rule| rule.waits_for(&told.form, occasion(&told.what)))
    }
}

/// What rules wait for that may hear of it.
pub(super) fn occasion(what: &What) -> Occasion {
    match what {
        What::Change { .. } => Occasion::Written,
        What::Flow(_) => Occasion::FlowMoved,
    }
}

fn subject(event: &OutboxEvent) -> String {
    format!("follow_event/{}", event.aggregate)
}
