//! What was changed, kept with the change set, and who hears of it.

use mortise_model::{Id, Key, Value, Values};
use mortise_store::repos::{
    changes::{self, Change, ChangeKind, ChangeSet},
    rule_runs::{self, RuleRun},
};
use serde_json::{Map, Value as Json, json};

use super::Writer;
use crate::{
    Result,
    audit::{self, Object},
    events::News,
};

/// The values that differ from those before.
pub(super) fn differing(before: &Values, after: Values) -> Values {
    let blank = Value::Null;
    let same = |key: &Key, value: &Value| {
        let old = before.get(key).unwrap_or(&blank);
        old == value || old.is_blank() && value.is_blank()
    };
    after.into_iter().filter(|(key, value)| !same(key, value)).collect()
}

impl Writer<'_> {
    /// Keeps what a change did: the values before, of the fields that are others afterwards.
    pub(super) fn note(
        &mut self,
        form: &Key,
        record: Id,
        kind: ChangeKind,
        version: i64,
        before: Option<&Values>,
        after: Option<&Values>,
    ) {
        let of = |values: &Values, keys: &Values| {
            let kept = keys.keys().filter_map(|key| Some((key.to_string(), values.get(key)?.to_json())));
            Json::Object(kept.collect::<Map<_, _>>())
        };
        let told = after.or(before);
        let seq = self.part.map_or(0, |part| part.size) + i64::try_from(self.changes.len() + 1).unwrap_or(i64::MAX);
        self.changes.push(Change {
            change_set: self.set,
            seq,
            app: self.model.app.key.clone(),
            form: form.clone(),
            record,
            kind,
            version,
            before: before.and_then(|values| Some(of(values, told?))),
            after: after.map(|values| of(values, values)),
        });
    }

    /// Writes the change set, the audit entry and what others are to hear; tells the news after the commit.
    pub(crate) async fn finish(self) -> Result<Vec<(Id, News)>> {
        self.finish_with_set().await.map(|(news, _)| news)
    }

    /// The same, and the change set, where something has changed.
    pub(crate) async fn finish_with_set(mut self) -> Result<(Vec<(Id, News)>, Option<Id>)> {
        self.send_notices().await?;
        self.enqueue_told().await?;
        let written = self.change_set();
        if written.is_some() {
            self.keep_change_set().await?;
        }
        for run in std::mem::take(&mut self.runs) {
            rule_runs::insert_rule_run(self.tx, &RuleRun { change_set: written, ..run }).await?;
        }
        Ok((self.news, written))
    }

    async fn keep_change_set(&self) -> Result<()> {
        let app = &self.model.app.key;
        let set = ChangeSet {
            id: self.set,
            at: self.ctx.now,
            actor: self.ctx.actor.user(),
            act: self.act.to_owned(),
            app: Some(app.clone()),
            request_id: self.ctx.request_id.clone(),
            note: self.reason.clone(),
            size: self.changes.last().map_or(0, |change| change.seq),
            undoes: self.undoes,
            undone_by: None,
        };
        // The whole is audited once, by whoever writes the last part.
        if self.part.is_some() {
            return Ok(changes::extend_change_set(self.tx, &set, &self.changes).await?);
        }
        changes::insert_change_set(self.tx, &set, &self.changes).await?;
        let detail = json!({"changes": self.changes.len(), "confirmed": self.confirmed});
        audit::note(self.tx, &self.ctx, self.act, Object::of_app(app, "change_set", self.set), detail).await
    }
}
