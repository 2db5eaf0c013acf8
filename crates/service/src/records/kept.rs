//! Values as the history keeps them, told with the titles of what they refer to.

use mortise_forms::Field;
use mortise_model::{Id, Storage, Target};
use serde_json::{Value as Json, json};

use crate::titles::Known;

/// What a kept value refers to.
pub(super) fn references(field: &Field, kept: &Json, wanted: &mut Vec<(Target, Id)>) {
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
pub(super) fn told(field: &Field, kept: Json, titles: &Known) -> Json {
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
