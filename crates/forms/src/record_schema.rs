use mortise_access::{FieldRight, Level};
use serde_json::{Map, Value as Json, json};

use crate::{PublishedForm, published::Field};

impl PublishedForm {
    /// The JSON Schema (2020-12) of one record's values as a person may write them.
    ///
    /// `right` tells the person's right on a field; what cannot be written is not named, and nothing else is allowed.
    pub fn record_schema(&self, right: impl Fn(&str) -> FieldRight) -> Json {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (key, field) in self.fields() {
            if !field.is_writable() || right(key).most() < Level::Edit {
                continue;
            }
            properties.insert(key.to_string(), described(field, &|row| right(&format!("{key}.{row}"))));
            if field.spec.required && field.spec.visible_when.is_none() && field.preset.is_none() {
                required.push(key.as_str());
            }
        }
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.spec().name.get(mortise_model::Locale::En),
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
            "required": required,
        })
    }
}

/// The schema of a field with its name, and null where it may be blank.
fn described(field: &Field, right: &dyn Fn(&str) -> FieldRight) -> Json {
    let mut value = field.kind.value_schema();
    if !field.rows.is_empty() {
        let mut properties = Map::from_iter([("_id".to_owned(), json!({"type": "string"}))]);
        for (key, row) in field.rows.iter().filter(|(key, row)| row.is_writable() && right(key).most() >= Level::Edit) {
            properties.insert(key.to_string(), described(row, &|_| FieldRight::Always(Level::Edit)));
        }
        value["items"] = json!({"type": "object", "additionalProperties": false, "properties": properties});
    }
    json!({
        "title": field.spec.label.get(mortise_model::Locale::En),
        "anyOf": [value, {"type": "null"}],
        "x-kind": field.kind.name(),
    })
}

#[cfg(test)]
mod tests;
