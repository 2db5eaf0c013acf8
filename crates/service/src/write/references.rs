//! What becomes of the records that refer to one that is deleted, as the links of their forms say.

use std::{collections::BTreeMap, sync::Arc};

use mortise_forms::{Field, OnDelete, PublishedForm};
use mortise_model::{Filter, FilterOp, Id, Key, Operand, Path, Row, Value, Values};
use serde_json::{Map, Value as Json, json};

use super::Writer;
use crate::{AppModel, Error, Result, world};

/// How many records may go or change along with one.
const MOST_AT_ONCE: u64 = 1_000;

/// A link, of records or of their rows, that may point at a deleted record.
struct Reference {
    form: Key,
    /// The link; in a subform behind its key.
    path: Path,
    on_delete: OnDelete,
}

/// A record of which a link is to be emptied.
struct Clearing {
    form: Key,
    record: Id,
    path: Path,
    on_delete: OnDelete,
    target: Id,
}

impl Writer<'_> {
    /// All records that go along with one, that one last. Refused with `still_referenced {records}` where records
    /// that stay hold on to one that would go; those that let go have let go afterwards.
    pub(super) async fn let_go(&mut self, form: &Key, id: Id) -> Result<Vec<(Key, Id)>> {
        let going = self.going_along(form, id).await?;
        let mut blockers: BTreeMap<Key, u64> = BTreeMap::new();
        let mut clearings = Vec::new();
        for (form, target) in &going {
            for reference in references(&self.model, form) {
                for record in self.pointing(&reference, *target).await? {
                    let Reference { form, path, on_delete } = &reference;
                    if going.contains(&(form.clone(), record)) {
                        continue;
                    }
                    match on_delete {
                        OnDelete::Restrict => *blockers.entry(form.clone()).or_default() += 1,
                        OnDelete::Clear | OnDelete::Cascade => clearings.push(Clearing {
                            form: form.clone(),
                            record,
                            path: path.clone(),
                            on_delete: *on_delete,
                            target: *target,
                        }),
                    }
                }
            }
        }
        if !blockers.is_empty() {
            return Err(self.still_referenced(&blockers));
        }
        for clearing in clearings {
            self.clear(clearing).await?;
        }
        Ok(going.into_iter().rev().collect())
    }

    /// The record and all that are deleted with it, one through the other.
    async fn going_along(&mut self, form: &Key, id: Id) -> Result<Vec<(Key, Id)>> {
        let mut going = vec![(form.clone(), id)];
        let mut next = 0;
        while let Some((form, id)) = going.get(next).cloned() {
            next += 1;
            let cascading =
                |reference: &Reference| reference.on_delete == OnDelete::Cascade && reference.path.tail().is_none();
            for reference in references(&self.model, &form).into_iter().filter(cascading) {
                for record in self.pointing(&reference, id).await? {
                    let along = (reference.form.clone(), record);
                    if !going.contains(&along) {
                        going.push(along);
                    }
                }
            }
            if going.len() as u64 > MOST_AT_ONCE {
                return Err(Error::conflict("too_many_dependents"));
            }
        }
        Ok(going)
    }

    async fn pointing(&self, reference: &Reference, id: Id) -> Result<Vec<Id>> {
        let points =
            Filter::Compare { field: reference.path.clone(), op: FilterOp::HasAny, value: Operand::Json(json!([id])) };
        let world = world::World { db: self.tx, ctx: &self.ctx, model: &self.model };
        let found = world.find(&reference.form, points, MOST_AT_ONCE + 1).await?;
        if found.len() as u64 > MOST_AT_ONCE {
            return Err(Error::conflict("too_many_dependents"));
        }
        Ok(found)
    }

    /// Empties a link; of a link in a row that goes along, takes away the row.
    async fn clear(&mut self, clearing: Clearing) -> Result<()> {
        let Clearing { form, record, path, on_delete, target } = clearing;
        let stored = self.load(&form, record).await?;
        let Some((key, value)) = stored.values.get_key_value(path.head()) else { return Ok(()) };
        let value = match (value, path.tail()) {
            (Value::Rows(rows), Some(inner)) => Value::Rows(rows_without(rows, &inner, on_delete, target)),
            (value, _) => without(value, target),
        };
        let values = Values::from_iter([(key.clone(), value)]);
        match self.set_values(&form, record, values).await {
            Ok(_) => Ok(()),
            // What is wrong lies in another record than the one that is deleted.
            Err(Error::Invalid(_)) => Err(self.still_referenced(&BTreeMap::from([(form, 1)]))),
            Err(error) => Err(error),
        }
    }

    fn still_referenced(&self, blockers: &BTreeMap<Key, u64>) -> Error {
        let name = |form: &Key| match self.model.form(form) {
            Ok(form) => form.spec().name.get(self.ctx.locale).to_owned(),
            Err(_) => form.to_string(),
        };
        let records: Vec<String> = blockers.iter().map(|(form, count)| format!("{} ({count})", name(form))).collect();
        let params = Map::from_iter([("records".to_owned(), Json::from(records.join(", ")))]);
        Error::Conflict { code: "still_referenced".to_owned(), params }
    }
}

/// All links of the app that may point at records of a form.
fn references(model: &Arc<AppModel>, target: &Key) -> Vec<Reference> {
    let of_form = |form: &Arc<PublishedForm>| {
        let mut found = Vec::new();
        for (key, field) in form.fields() {
            found.extend(points(field, target).map(|on_delete| (Path::new(key.as_str()), on_delete)));
            for (inner, field) in &field.rows {
                let path = Path::new(format!("{key}.{inner}").as_str());
                found.extend(points(field, target).map(|on_delete| (path, on_delete)));
            }
        }
        let form = form.key().clone();
        found.into_iter().map(move |(path, on_delete)| Reference { form: form.clone(), path, on_delete })
    };
    model.forms.values().flat_map(of_form).collect()
}

/// What a field does when a record of that form is deleted, where it is a stored link to it.
fn points(field: &Field, target: &Key) -> Option<OnDelete> {
    let choice = field.kind.choice().filter(|_| !field.is_computed())?;
    (choice.form == target).then_some(choice.on_delete)
}

fn without(value: &Value, target: Id) -> Value {
    match value {
        Value::Refs(ids) => Value::Refs(ids.iter().copied().filter(|id| *id != target).collect()),
        Value::Ref(id) if *id == target => Value::Null,
        other => other.clone(),
    }
}

fn rows_without(rows: &[Row], inner: &Path, on_delete: OnDelete, target: Id) -> Vec<Row> {
    let points = |row: &Row| row.values.get(inner.head()).is_some_and(|value| value.refs().contains(&target));
    let kept = rows.iter().filter(|row| on_delete != OnDelete::Cascade || !points(row));
    kept.map(|row| {
        let values = row.values.iter().map(|(key, value)| {
            let own = key.as_str() == inner.head();
            (key.clone(), if own { without(value, target) } else { value.clone() })
        });
        Row { values: values.collect(), ..row.clone() }
    })
    .collect()
}
