//! What has happened to a record, as rules are told.

use mortise_expr::{Moment, SystemValues, written};
use mortise_forms::PublishedForm;
use mortise_model::{Id, Key, Value, Values};
use mortise_rules::{Event, FlowMove, Rule};
use mortise_store::{
    records,
    repos::{
        changes::{self, Change, ChangeKind},
        rule_runs::{RuleRun, RunOutcome},
    },
};
use serde_json::Value as Json;

use super::run::Cause;
use crate::{
    Result,
    write::{FlowMoved, Told, What, Writer},
};

/// A record, and what has happened to it.
pub(super) struct Happened {
    pub(super) values: Values,
    pub(super) system: SystemValues,
    /// Whether it can still be written.
    pub(super) live: bool,
    what: Kind,
}

enum Kind {
    Create,
    Update { before: Values },
    Delete,
    Flow(FlowMoved),
    Time { rule: Key },
}

impl Happened {
    /// What is told, with the record as it is now; nothing where no rule can wait for it, or the record has gone.
    pub(super) async fn look_up(writer: &Writer<'_>, rule: &Rule, cause: Cause<'_>) -> Result<Option<Self>> {
        let (key, record) = cause.subject();
        let form = std::sync::Arc::clone(writer.model.form(key)?);
        let what = match cause {
            Cause::Time { .. } => Kind::Time { rule: rule.spec().key.clone() },
            Cause::Told(Told { what: What::Flow(moved), .. }) => Kind::Flow(moved.clone()),
            Cause::Told(Told { what: What::Change { set, seq, .. }, .. }) => {
                let change = changes::changes_of(writer.tx, *set, *seq, 1).await?.pop();
                let Some(change) = change.filter(|change| change.seq == *seq) else { return Ok(None) };
                match change.kind {
                    ChangeKind::Create => Kind::Create,
                    ChangeKind::Update => Kind::Update { before: before(writer, &form, &change) },
                    ChangeKind::Delete => return Self::deleted(writer, &form, &change).await.map(Some),
                    ChangeKind::Restore | ChangeKind::Purge => return Ok(None),
                }
            }
        };
        let Some(stored) = records::load(writer.tx, &form.shape(), record).await? else { return Ok(None) };
        // What this act did not change counts as it is now.
        let what = match what {
            Kind::Update { before } => {
                let mut whole = stored.values.clone();
                whole.extend(before);
                Kind::Update { before: whole }
            }
            other => other,
        };
        Ok(Some(Self { values: stored.values, system: stored.system, live: true, what }))
    }

    async fn deleted(writer: &Writer<'_>, form: &PublishedForm, change: &Change) -> Result<Self> {
        let binned = records::load_binned(writer.tx, &form.shape(), change.record).await?;
        let system = binned.map(|stored| stored.system).unwrap_or_default();
        Ok(Self { values: before(writer, form, change), system, live: false, what: Kind::Delete })
    }

    /// The event that rules are told of.
    pub(super) fn event(&self) -> Event<'_> {
        match &self.what {
            Kind::Create => Event::Create,
            Kind::Update { before } => Event::Update { before },
            Kind::Delete => Event::Delete,
            Kind::Flow(moved) => Event::Flow(FlowMove {
                workflow: moved.workflow.as_str(),
                node: moved.node.as_ref().map(Key::as_str),
                state: &moved.state,
            }),
            Kind::Time { rule } => Event::Schedule { rule: rule.as_str() },
        }
    }

    /// Its name among the runs of a rule.
    pub(super) fn name(&self) -> &'static str {
        match &self.what {
            Kind::Create => "create",
            Kind::Update { .. } => "update",
            Kind::Delete => "delete",
            Kind::Flow(_) => "flow",
            Kind::Time { .. } => "schedule",
        }
    }
}

/// The values before a change, of the fields that it changed.
fn before(writer: &Writer<'_>, form: &PublishedForm, change: &Change) -> Values {
    let Some(Json::Object(kept)) = &change.before else { return Values::new() };
    let (shape, moment) = (form.shape(), Moment::of(&writer.ctx));
    let of = |(name, json): (&String, &Json)| {
        let (key, field) = shape.fields.get_key_value(name.as_str())?;
        // Rows have no literal; as something else they still differ from what is there now.
        let value = written(&field.storage, json, &moment).unwrap_or_else(|| Value::Json(json.clone()));
        Some((key.clone(), value))
    };
    kept.iter().filter_map(of).collect()
}

/// A run of a rule that is still to be judged.
pub(crate) fn run_of(writer: &Writer<'_>, rule: &Key, (form, record): (&Key, Id), trigger: &str) -> RuleRun {
    RuleRun {
        id: writer.ctx.new_id(),
        app: writer.model.app.key.clone(),
        rule: rule.clone(),
        form: Some(form.clone()),
        record: Some(record),
        trigger: trigger.to_owned(),
        at: writer.ctx.now,
        took_ms: 0,
        outcome: RunOutcome::Done,
        detail: None,
        change_set: None,
    }
}
