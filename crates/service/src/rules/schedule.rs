//! Rules whose time comes: one job for each, which enters the next one when it is done.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::{Ctx, Filter, Key};
use mortise_rules::{Missed, Rule, ScheduleTrigger};
use mortise_store::{ConnectionTrait, Tenant, repos::apps};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::run::{Cause, Runs};
use crate::{
    AppModel, Error, Platform,
    jobs::{BuildSearch, Host, KeepHouse, failed},
    world::World,
};

/// For how many records a rule may run at one time.
const MOST: u64 = 10_000;
/// A time that was so long ago was missed.
const MISSED_AFTER: TimeDelta = TimeDelta::minutes(5);

/// The time of a rule has come.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ScheduledRule {
    app: Key,
    rule: Key,
}

/// Sees to it that the rules of all apps that wait for a time have a job for the next one. An app is looked at again
/// only when it has changed.
pub(super) async fn arm(platform: &Platform, tenant: &Tenant, now: DateTime<Utc>) -> Result<(), mortise_store::Error> {
    for app in apps::apps(tenant.reader()).await? {
        let place = (tenant.key().clone(), app.key.clone());
        if platform.armed.lock().get(&place) == Some(&app.row_version) {
            continue;
        }
        // An app that cannot be read is looked at again once it has changed.
        if let Ok(model) = platform.models.get(tenant.reader(), tenant.key(), &app.key).await {
            let ctx = Ctx { now, ..platform.system_ctx(tenant.key(), "arm") };
            let tx = tenant.write().await?;
            KeepHouse::enter(&tx, &ctx).await?;
            BuildSearch::enter(&tx, &ctx, &app.key).await?;
            for (rule, schedule) in scheduled(&model) {
                enter(&tx, &ctx, (&app.key, rule), schedule, now).await?;
            }
            tx.commit().await?;
        }
        platform.armed.lock().insert(place, app.row_version);
    }
    Ok(())
}

/// The rules that wait for a time, and for which.
fn scheduled(model: &AppModel) -> impl Iterator<Item = (&Rule, &ScheduleTrigger)> {
    model.rules.iter().filter_map(|rule| Some((rule, rule.schedule()?)))
}

/// Enters the job for the first time after a moment, unless there is one.
async fn enter(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    (app, rule): (&Key, &Rule),
    schedule: &ScheduleTrigger,
    after: DateTime<Utc>,
) -> Result<(), mortise_store::Error> {
    let Some(at) = schedule.next_run(after, ctx.zone) else { return Ok(()) };
    let key = &rule.spec().key;
    let how = Enqueue::new(ctx).due(at).once(once(app, key, at)).about(format!("scheduled_rule/{app}/{key}"));
    enqueue(tx, &ScheduledRule { app: app.clone(), rule: key.clone() }, how).await.map(drop)
}

fn once(app: &Key, rule: &Key, at: DateTime<Utc>) -> String {
    format!("scheduled_rule/{app}/{rule}/{}", at.timestamp())
}

impl JobKind for ScheduledRule {
    const NAME: &'static str = "scheduled_rule";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let (platform, tenant) = (Arc::clone(&host.0), turn.tenant().clone());
        let ctx = Ctx { now: turn.now(), ..platform.system_ctx(tenant.key(), turn.id().to_string()) };
        let model = match platform.models.get(tenant.reader(), tenant.key(), &self.app).await {
            Ok(model) => model,
            Err(Error::NotFound(_)) => return Ok(json!({"app": "gone"})),
            Err(error) => return Err(failed(error)),
        };
        let found = scheduled(&model).find(|(rule, _)| rule.spec().key == self.rule);
        let Some((rule, schedule)) = found else { return Ok(json!({"rule": "gone"})) };
        // A rule that was given another time meanwhile has a job for that one.
        let mine = schedule.next_run(turn.due_at() - TimeDelta::seconds(1), ctx.zone) == Some(turn.due_at());
        let late = turn.now() - turn.due_at() > MISSED_AFTER;
        let mut fired = 0;
        if mine && !(late && schedule.missed == Missed::Skip) {
            let runs = Runs { platform: &platform, turn: &turn, ctx: ctx.clone(), model: Arc::clone(&model) };
            fired = self.run_all(&runs, rule).await?;
        }
        let tx = tenant.write().await?;
        if mine {
            let after = if schedule.missed == Missed::RunAll { turn.due_at() } else { turn.now() };
            enter(&tx, &ctx, (&self.app, rule), schedule, after).await?;
        }
        turn.end_in(&tx, json!({"records": fired})).await?;
        tx.commit().await?;
        platform.queue.wake(tenant.key());
        Ok(json!({}))
    }
}

impl ScheduledRule {
    /// Lets the rule run for each record that fits, from the oldest on; how many there were. The job remembers the
    /// last record, so that a later try goes on behind it.
    async fn run_all(&self, runs: &Runs<'_>, rule: &Rule) -> Result<usize, Failure> {
        let form = &rule.spec().form;
        let world = World { db: runs.turn.tenant().reader(), ctx: &runs.ctx, model: &runs.model };
        let filter = rule.spec().when.clone().unwrap_or(Filter::And(Vec::new()));
        let mut fitting = world.find(form, filter, MOST + 1).await.map_err(failed)?;
        if fitting.len() as u64 > MOST {
            return Err(Failure::Never("rule_writes_too_much".to_owned()));
        }
        fitting.sort_unstable();
        for record in fitting.iter().copied().filter(|record| record.raw() > runs.turn.done()) {
            runs.turn.check()?;
            runs.run_one(rule, Cause::Time { form, record }, record.raw()).await?;
        }
        Ok(fitting.len())
    }
}
