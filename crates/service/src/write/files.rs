//! Files in values: what a person sends of them is only which; the rest is what was uploaded.

use std::collections::HashMap;

use mortise_forms::{Field, FieldType, PublishedForm};
use mortise_model::{Id, Issue, Issues, Key, Pointer, Value, Values};
use mortise_store::{
    records::Stored,
    repos::files::{File, add_uses, files_by_ids},
};
use serde_json::{Map, Value as Json, json};

use super::Writer;
use crate::{
    Error, Result,
    files::{WITH_DECISION, in_value, may_attach},
};

impl Writer<'_> {
    /// Completes the files among values that were sent with what is known of them, and checks the limits of their
    /// fields again. A file that is not there, or that the person may not use, is an issue (`unknown_file`).
    pub(crate) async fn complete_files(
        &mut self,
        form: &PublishedForm,
        values: &mut Values,
        before: Option<&Stored>,
    ) -> Result<Issues> {
        let same = |key: &Key, value: &Value| before.is_some_and(|stored| stored.values.get(key) == Some(value));
        let sent: Vec<Id> = values
            .iter()
            .filter(|(key, value)| !same(key, value))
            .flat_map(|(key, value)| held(form, key, value))
            .collect();
        if sent.is_empty() {
            return Ok(Issues::new());
        }
        let known = self.usable(&sent, before.map(|stored| stored.id)).await?;
        let at = Pointer::root().at("values");
        let mut completed = Completing { known, issues: Issues::new() };
        for (key, value) in values.iter_mut() {
            if let Some(field) = form.field(key).filter(|_| !same(key, value)) {
                completed.field(field, value, &at.at(key));
            }
        }
        Ok(completed.issues)
    }

    /// Whether the person may use one file for the record, as for a signature under a decision.
    pub(crate) async fn may_use(&mut self, file: Id, record: Id) -> Result<bool> {
        Ok(self.usable(&[file], Some(record)).await?.contains_key(&file))
    }

    /// Keeps the file of a signature with the record under which it was given.
    pub(crate) async fn hold_signature(&self, form: &Key, record: Id, file: Id) -> Result<()> {
        let field = Key::new(WITH_DECISION).map_err(Error::internal)?;
        Ok(add_uses(self.tx, (&self.model.app.key, form, record), &field, &[file]).await?)
    }

    /// Those of the files that are there and that whoever acts may use.
    async fn usable(&mut self, ids: &[Id], record: Option<Id>) -> Result<HashMap<Id, File>> {
        let mut known = HashMap::new();
        for file in files_by_ids(self.tx, ids).await? {
            let may = match &self.identity {
                None => true,
                Some(identity) => may_attach(self.tx, &self.model, (&self.ctx, &**identity), &file, record).await?,
            };
            if may {
                known.insert(file.id, file);
            }
        }
        Ok(known)
    }

    /// Says which files a record holds from now on, so that who may read the field may read them.
    pub(super) async fn link_files(&self, form: &PublishedForm, record: Id, values: &Values) -> Result<()> {
        for (key, value) in values {
            let ids = held(form, key, value);
            if ids.is_empty() {
                continue;
            }
            let there: Vec<Id> = files_by_ids(self.tx, &ids).await?.into_iter().map(|file| file.id).collect();
            add_uses(self.tx, (&self.model.app.key, form.key(), record), key, &there).await?;
        }
        Ok(())
    }
}

/// The files in a field's value; none where neither the field nor its rows hold files.
fn held(form: &PublishedForm, key: &Key, value: &Value) -> Vec<Id> {
    match (form.field(key), value) {
        (Some(field), Value::Rows(rows)) => rows
            .iter()
            .flat_map(|row| &row.values)
            .filter(|(key, _)| field.rows.get(*key).is_some_and(|inner| inner.kind.holds_files()))
            .flat_map(|(_, value)| in_value(value))
            .collect(),
        (Some(field), value) if field.kind.holds_files() => in_value(value),
        _ => Vec::new(),
    }
}

struct Completing {
    known: HashMap<Id, File>,
    issues: Issues,
}

impl Completing {
    fn field(&mut self, field: &Field, value: &mut Value, at: &Pointer) {
        if let Value::Rows(rows) = value {
            for (index, row) in rows.iter_mut().enumerate() {
                for (key, value) in &mut row.values {
                    if let Some(inner) = field.rows.get(key) {
                        self.value(&inner.kind, value, &at.at(index).at(key));
                    }
                }
            }
        } else {
            self.value(&field.kind, value, at);
        }
    }

    fn value(&mut self, kind: &FieldType, value: &mut Value, at: &Pointer) {
        let Value::Json(json) = value else { return };
        if !kind.holds_files() {
            return;
        }
        let before = self.issues.iter().len();
        match json {
            Json::Array(files) => files.iter_mut().enumerate().for_each(|(index, file)| self.one(file, &at.at(index))),
            file => self.one(file, at),
        }
        if self.issues.iter().len() == before
            && let Some(issue) = kind.check(value)
        {
            self.issues.extend(Issues::from(issue).under(at));
        }
    }

    fn one(&mut self, file: &mut Json, at: &Pointer) {
        let id = file["id"].as_str().and_then(|id| id.parse::<Id>().ok());
        let Some(known) = id.and_then(|id| self.known.get(&id)) else {
            self.issues.push(Issue::error(at.clone(), "unknown_file"));
            return;
        };
        let mut whole = Map::from_iter([
            ("id".to_owned(), json!(known.id)),
            ("name".to_owned(), json!(known.name)),
            ("size".to_owned(), json!(known.size)),
            ("mime".to_owned(), json!(known.mime)),
        ]);
        whole.extend(file.get("version").map(|version| ("version".to_owned(), version.clone())));
        *file = Json::Object(whole);
    }
}
