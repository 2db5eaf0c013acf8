//! Values as the history keeps them, told with the titles of what they refer to.

use mortise_access::{FieldRight, Level, Permit};
use mortise_forms::{Field, PublishedForm};
use mortise_model::{Id, Storage, Target};
use mortise_store::repos::changes::Change;
use serde_json::{Map, Value as Json, json};

use super::FieldChange;
use crate::titles::Known;

/// What changes of one record come to, oldest first, as far as a permit shows it in every record.
pub(crate) fn shown<'c>(permit: &Permit, steps: impl Iterator<Item = &'c Change>) -> Vec<FieldChange> {
    // A right that depends on the record is not looked up for every past state of it: such fields stay out.
    let seen = |key: &str| matches!(permit.field(key), FieldRight::Always(level) if level >= Level::View);
    let values = |values: Map<String, Json>| {
        let shown = values.into_iter().filter(|(key, _)| seen(key));
        shown
            .map(|(key, value)| {
                let value = without_hidden(&key, value, &seen);
                (key, value)
            })
            .collect()
    };
    let (before, after) = joined(steps);
    differences(values(before), values(after))
}

/// What the values of a changed field refer to.
pub(crate) fn of_change(form: &PublishedForm, change: &FieldChange) -> Vec<(Target, Id)> {
    let mut wanted = Vec::new();
    if let Some(field) = form.field(&change.field) {
        references(field, &change.before, &mut wanted);
        references(field, &change.after, &mut wanted);
    }
    wanted
}

/// A changed field with the titles of what its values refer to.
pub(crate) fn titled(form: &PublishedForm, mut change: FieldChange, titles: &Known) -> FieldChange {
    if let Some(field) = form.field(&change.field) {
        change.before = told(field, change.before, titles);
        change.after = told(field, change.after, titles);
    }
    change
}

/// What a kept value refers to.
fn references(field: &Field, kept: &Json, wanted: &mut Vec<(Target, Id)>) {
    match field.kind.storage() {
        Storage::Ref(target) | Storage::RefList(target) => {
            wanted.extend(ids(kept).map(|id| (target.clone(), id)));
        }
        Storage::Rows => {
            for (key, value) in kept.as_array().into_iter().flatten().filter_map(Json::as_object).flatten() {
                if let Some(inner) = field.rows.get(key.as_str()) {
                    references(inner, value, wanted);
                }
            }
        }
        _ => {}
    }
}

/// A kept value as the HTTP interface writes values.
fn told(field: &Field, kept: Json, titles: &Known) -> Json {
    let called = |target: &Target, kept: Json| {
        let id = ids(&kept).next();
        id.map_or(kept, |id| json!({"id": id, "title": titles.0.get(target, id)}))
    };
    match (field.kind.storage(), kept) {
        (Storage::Ref(target), kept) => called(&target, kept),
        (Storage::RefList(target), Json::Array(kept)) => kept.into_iter().map(|kept| called(&target, kept)).collect(),
        (Storage::Rows, Json::Array(rows)) => rows.into_iter().map(|row| row_told(field, row, titles)).collect(),
        (_, kept) => kept,
    }
}

fn row_told(field: &Field, row: Json, titles: &Known) -> Json {
    let Json::Object(members) = row else { return row };
    let told = members.into_iter().map(|(key, value)| {
        let value = match field.rows.get(key.as_str()) {
            Some(inner) => told(inner, value, titles),
            None => value,
        };
        (key, value)
    });
    Json::Object(told.collect())
}

fn ids(kept: &Json) -> impl Iterator<Item = Id> {
    let one = kept.as_str().into_iter();
    let several = kept.as_array().into_iter().flatten().filter_map(Json::as_str);
    one.chain(several).filter_map(|text| text.parse().ok())
}

/// The steps of one change set, oldest first, as one: a rule that follows a person's change is told with it.
pub(crate) fn joined<'c>(steps: impl Iterator<Item = &'c Change>) -> (Map<String, Json>, Map<String, Json>) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for step in steps {
        // What was before the oldest step holds, and what is after the newest.
        for (key, value) in members(&step.before) {
            before.entry(key).or_insert(value);
        }
        after.extend(members(&step.after));
    }
    (before, after)
}

fn members(json: &Option<Json>) -> Map<String, Json> {
    members_of(json).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn members_of(json: &Option<Json>) -> impl Iterator<Item = (&String, &Json)> {
    json.as_ref().and_then(Json::as_object).into_iter().flatten()
}

/// The value without what the person may not see in a subform's rows.
fn without_hidden(key: &str, mut value: Json, seen: &impl Fn(&str) -> bool) -> Json {
    for row in value.as_array_mut().into_iter().flatten() {
        if let Json::Object(members) = row {
            members.retain(|inner, _| inner.starts_with('_') || seen(&format!("{key}.{inner}")));
        }
    }
    value
}

fn differences(mut before: Map<String, Json>, after: Map<String, Json>) -> Vec<FieldChange> {
    let mut changes: Vec<FieldChange> = after
        .into_iter()
        .map(|(field, after)| FieldChange { before: before.remove(&field).unwrap_or(Json::Null), field, after })
        .filter(|change| change.before != change.after)
        .collect();
    changes.extend(before.into_iter().map(|(field, before)| FieldChange { field, before, after: Json::Null }));
    changes
}
