//! What was changed, kept with the change set, and who hears of it.

use mortise_model::{Id, Key, Value, Values};
use mortise_store::repos::{
    changes::{self, Change, ChangeKind, ChangeSet},
    outbox,
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
        if self.changes.is_empty() {
            return Ok(self.news);
        }
        let app = &self.model.app.key;
        let set = ChangeSet {
            id: self.set,
            at: self.ctx.now,
            actor: self.ctx.actor.user(),
            act: self.act.to_owned(),
            app: Some(app.clone()),
            request_id: self.ctx.request_id.clone(),
            note: None,
            size: self.changes.last().map_or(0, |change| change.seq),
            undoes: None,
            undone_by: None,
        };
        match self.part {
            // The whole is audited once, by whoever writes the last part.
            Some(_) => changes::extend_change_set(self.tx, &set, &self.changes).await?,
            None => {
                changes::insert_change_set(self.tx, &set, &self.changes).await?;
                let detail = json!({"changes": self.changes.len(), "confirmed": self.confirmed});
                audit::note(self.tx, &self.ctx, self.act, Object::of_app(app, "change_set", self.set), detail).await?;
            }
        }
        let told = self.changes.iter().map(|change| {
            let aggregate = format!("{app}/{}/{}", change.form, change.record);
            let payload = json!({"app": app, "form": change.form, "record": change.record, "version": change.version});
            (self.ctx.new_id(), event_name(change.kind).to_owned(), aggregate, payload)
        });
        outbox::enqueue_outbox(self.tx, told.collect::<Vec<_>>(), self.ctx.now).await?;
        Ok(self.news)
    }
}

fn event_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "record_created",
        ChangeKind::Update => "record_updated",
        ChangeKind::Delete => "record_deleted",
        ChangeKind::Restore => "record_restored",
        ChangeKind::Purge => "record_purged",
    }
}
