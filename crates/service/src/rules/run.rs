//! One rule at work on one record, in a transaction of its own.

use std::{sync::Arc, time::Instant};

use mortise_jobs::{Failure, Turn};
use mortise_model::{Ctx, Id, Issues, Key};
use mortise_rules::{Outcome, Rule};
use mortise_store::{
    WriteTx,
    repos::rule_runs::{self, RuleRun, RunOutcome},
};
use serde_json::json;

use super::{happened::Happened, run_of};
use crate::{
    AppModel, Error, News, Platform, Result,
    auth::identify,
    error_codes,
    jobs::failed,
    notices::{self, Notice},
    write::{Carried, Told, Writer},
};

/// How many rules may set each other off, one through the other.
const MOST_DEEP: u32 = 8;

/// What the runs of one job share.
pub(super) struct Runs<'w> {
    pub(super) platform: &'w Platform,
    pub(super) turn: &'w Turn,
    pub(super) ctx: Ctx,
    pub(super) model: Arc<AppModel>,
}

/// Why a rule runs, and for which record.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cause<'c> {
    /// Something has happened to it.
    Told(&'c Told),
    /// The time of the rule has come.
    Time {
        /// The form.
        form: &'c Key,
        /// The record.
        record: Id,
    },
}

impl<'c> Cause<'c> {
    pub(super) fn subject(self) -> (&'c Key, Id) {
        match self {
            Self::Told(told) => (&told.form, told.record),
            Self::Time { form, record } => (form, record),
        }
    }

    fn depth(self) -> u32 {
        match self {
            Self::Told(told) => told.depth,
            Self::Time { .. } => 0,
        }
    }

    fn by(self) -> Option<Id> {
        match self {
            Self::Told(told) => told.by,
            Self::Time { .. } => None,
        }
    }
}

/// What one rule came to.
struct Ran {
    run: RuleRun,
    news: Vec<(Id, News)>,
}

impl Runs<'_> {
    /// Lets a rule run, and notes with it how far the job is. A failure of the rule is kept and told, and is none of
    /// the job.
    pub(super) async fn run_one(&self, rule: &Rule, cause: Cause<'_>, progress: i64) -> Result<(), Failure> {
        let began = Instant::now();
        let tx = self.turn.tenant().write().await?;
        match self.attempt(&tx, (rule, cause), began).await {
            Ok(None) => Ok(tx.rollback().await?),
            Ok(Some(ran)) if ran.run.outcome == RunOutcome::Failed => {
                tx.rollback().await?;
                self.keep_failure((rule, cause), ran.run, progress).await
            }
            Ok(Some(Ran { run, news })) => {
                rule_runs::insert_rule_run(&tx, &run).await?;
                self.turn.progress_in(&tx, progress).await?;
                tx.commit().await?;
                self.platform.tell(self.turn.tenant().key(), news);
                Ok(())
            }
            Err(error @ (Error::Unavailable | Error::Internal(_))) if !self.turn.is_last_attempt() => {
                tx.rollback().await?;
                Err(failed(error))
            }
            Err(error) => {
                let writer = Writer::new(&self.ctx, &tx, Arc::clone(&self.model), "run_rule");
                let run = run_of(&writer, &rule.spec().key, cause.subject(), "after");
                drop(writer);
                tx.rollback().await?;
                let run = RuleRun { took_ms: took(began), detail: Some(json!({"error": error_codes(&error)})), ..run };
                self.keep_failure((rule, cause), run, progress).await
            }
        }
    }

    /// Lets one rule do what it wants; nothing where it does not fire.
    async fn attempt(&self, tx: &WriteTx, (rule, cause): (&Rule, Cause<'_>), began: Instant) -> Result<Option<Ran>> {
        let ((form, record), depth) = (cause.subject(), cause.depth());
        let mut writer = Writer::new(&self.ctx, tx, Arc::clone(&self.model), "run_rule").at_depth(depth + 1);
        if let Some(by) = cause.by()
            && let Ok(identity) = identify(tx, by, None).await
        {
            // `me` is whoever brought it about; what is written is the product's.
            writer = writer.by(&Arc::new(identity));
        }
        let Some(happened) = Happened::look_up(&writer, rule, cause).await? else { return Ok(None) };
        let subject = (form, record, &happened.values, &happened.system);
        let outcome = writer.rules_after(std::slice::from_ref(rule), &happened.event(), subject).await?;
        if outcome.ran.is_empty() && outcome.issues.is_empty() {
            return Ok(None);
        }
        let mut run = run_of(&writer, &rule.spec().key, (form, record), happened.name());
        if depth >= MOST_DEEP {
            run.outcome = RunOutcome::Failed;
            run.detail = Some(json!({"error": "rules_too_deep"}));
            return Ok(Some(Ran { run, news: Vec::new() }));
        }
        if outcome.issues.has_errors() {
            run.outcome = judged(&outcome.issues);
            run.detail = Some(json!({"issues": codes(&outcome.issues)}));
            run.took_ms = took(began);
            return Ok(Some(Ran { run, news: Vec::new() }));
        }
        let issues = json!(codes(&outcome.issues));
        let carried = carry_out(&mut writer, &happened, (form, record), outcome).await?;
        let (news, change_set) = writer.finish_with_set().await?;
        let detail = Some(json!({"carried": carried, "issues": issues}));
        Ok(Some(Ran { run: RuleRun { took_ms: took(began), detail, change_set, ..run }, news }))
    }

    /// Keeps that a rule failed, and tells the administrators, of each rule at most once a day.
    async fn keep_failure(
        &self,
        (rule, cause): (&Rule, Cause<'_>),
        run: RuleRun,
        progress: i64,
    ) -> Result<(), Failure> {
        let tenant = self.turn.tenant();
        let ((form, record), app, key) = (cause.subject(), &self.model.app.key, &rule.spec().key);
        tracing::warn!(rule.key = %key, app.key = %app, detail = ?run.detail, "a rule failed");
        let run = RuleRun { outcome: RunOutcome::Failed, ..run };
        let notice = Notice {
            kind: "rule_failed".to_owned(),
            title: rule.spec().name.clone(),
            body: None,
            target: Some(json!({"app": app, "form": form, "record": record, "rule": key})),
            once: Some(format!("rule_failed/{app}/{key}/{}", self.ctx.today())),
        };
        let tx = tenant.write().await?;
        rule_runs::insert_rule_run(&tx, &run).await?;
        let to = notices::administrators(&tx, app).await.map_err(failed)?;
        let told = notices::tell(&tx, &self.ctx, &to, &notice).await.map_err(failed)?;
        self.turn.progress_in(&tx, progress).await?;
        tx.commit().await?;
        self.platform.tell(tenant.key(), told.into_iter().map(|user| (user, News::Notification)).collect());
        Ok(())
    }
}

async fn carry_out(
    writer: &mut Writer<'_>,
    happened: &Happened,
    (form, record): (&Key, Id),
    outcome: Outcome,
) -> Result<Carried> {
    let mut carried = Carried::default();
    if happened.live && !outcome.sets.is_empty() {
        writer.set_computed(form, record, &outcome.sets).await?;
    }
    for effect in outcome.effects {
        writer.carry_out((form, record), effect, &mut carried).await?;
    }
    Ok(carried)
}

/// Whether a rule that came to errors stopped as it says, or failed.
fn judged(issues: &Issues) -> RunOutcome {
    if issues.iter().any(|issue| issue.code == "rule_failed") { RunOutcome::Failed } else { RunOutcome::Stopped }
}

fn codes(issues: &Issues) -> Vec<&str> {
    issues.iter().map(|issue| issue.code.as_str()).collect()
}

fn took(began: Instant) -> i64 {
    i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX)
}
