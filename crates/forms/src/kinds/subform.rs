use mortise_model::{Facts, Id, Issue, Issues, Key, Pointer, Row, Storage, Value, Values};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};
use crate::FieldSpec;

/// Rows of further fields, such as the lines of a quotation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubformField {
    /// The fields of a row.
    pub fields: Vec<FieldSpec>,
    /// The fewest rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The most rows; 500 where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

/// The most rows where nothing is said.
const MOST: u32 = 500;

impl FieldKind for SubformField {
    answers!(PRESENCE, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Rows
    }

    fn value_schema(&self) -> Json {
        let mut properties = Map::from_iter([("_id".to_owned(), json!({"type": "string"}))]);
        for field in &self.fields {
            properties.insert(field.key.to_string(), json!({"anyOf": [field.kind.value_schema(), {"type": "null"}]}));
        }
        let row = json!({"type": "object", "additionalProperties": false, "properties": properties});
        texts::list_schema(row, self.min, Some(self.max.unwrap_or(MOST)))
    }

    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        let items = raw.as_array().ok_or_else(|| Refused::expected("rows"))?;
        let (mut rows, mut issues, mut open) = (Vec::new(), Issues::new(), Vec::new());
        for (index, item) in items.iter().enumerate() {
            match self.read_row(item, facts) {
                Ok(row) => rows.push(row),
                Err(Refused::Wrong(wrong)) => issues.extend(wrong.under(&Pointer::root().at(index))),
                Err(Refused::Unknown(need)) => open.extend(need.0),
            }
        }
        match (issues.is_empty(), open.is_empty()) {
            (false, _) => Err(Refused::Wrong(issues)),
            (true, false) => Err(Refused::Unknown(mortise_model::Need(open))),
            (true, true) => Ok(if rows.is_empty() { Value::Null } else { Value::Rows(rows) }),
        }
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let Value::Rows(rows) = value else { return None };
        texts::check_count(rows.len(), self.min, Some(self.max.unwrap_or(MOST)))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        let Value::Rows(rows) = value else { return String::new() };
        let row = |row: &Row| {
            let cells = self.fields.iter().filter_map(|field| {
                let value = row.values.get(&field.key).filter(|value| !value.is_blank())?;
                Some(field.kind.text(value, wording))
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        rows.iter().map(row).collect::<Vec<_>>().join("；")
    }

    fn check_settings(&self) -> Issues {
        texts::check_counts(self.min, self.max)
    }

    fn rows(&self) -> &[FieldSpec] {
        &self.fields
    }

    fn rows_mut(&mut self) -> Option<&mut Vec<FieldSpec>> {
        Some(&mut self.fields)
    }

    fn samples() -> Vec<Sample> {
        let settings = json!({"max": 2, "fields": [
            {"key": "item", "label": {"en": "Item"}, "type": {"kind": "text", "settings": {}}},
            {"key": "qty", "label": {"en": "Quantity"}, "type": {"kind": "int", "settings": {}}},
        ]});
        vec![
            Sample::of(settings)
                .takes(json!([{"item": "灯", "qty": 2}, {"_id": "0000000000001", "item": "线"}]), "灯 2；线")
                .takes(json!([{"qty": null, "item": "灯"}]), "灯")
                .refuses(json!([{"item": "灯", "qty": "2"}]), "wrong_type")
                .refuses(json!([{"item": "灯", "price": 2}]), "unknown_field")
                .refuses(json!([{"_id": "x"}]), "not_an_id")
                .refuses(json!([{"qty": 1}, {"qty": 2}, {"qty": 3}]), "too_many")
                .refuses(json!({"item": "灯"}), "wrong_type"),
        ]
    }
}

impl SubformField {
    fn read_row(&self, raw: &Json, facts: &Facts) -> Result<Row, Refused> {
        let object = raw.as_object().ok_or_else(|| Refused::expected("row"))?;
        let (mut row, mut issues, mut open) = (Row::default(), Issues::new(), Vec::new());
        for (name, raw) in object {
            let at = Pointer::root().at(name);
            if name == "_id" {
                match raw.as_str().and_then(|text| text.parse::<Id>().ok()) {
                    Some(id) => row.id = Some(id),
                    None if raw.is_null() => {}
                    None => issues.push(Issue::error(at, "not_an_id")),
                }
                continue;
            }
            let Some(field) = self.fields.iter().find(|field| field.key == *name.as_str()) else {
                issues.push(Issue::error(at, "unknown_field").with("field", name.as_str()));
                continue;
            };
            match field.kind.take(raw, facts) {
                Ok(value) => drop(row.values.insert(field.key.clone(), value)),
                Err(Refused::Wrong(wrong)) => issues.extend(wrong.under(&at)),
                Err(Refused::Unknown(need)) => open.extend(need.0),
            }
        }
        match (issues.is_empty(), open.is_empty()) {
            (false, _) => Err(Refused::Wrong(issues)),
            (true, false) => Err(Refused::Unknown(mortise_model::Need(open))),
            (true, true) => Ok(Row { values: self.in_order(row.values), ..row }),
        }
    }

    fn in_order(&self, mut values: Values) -> Values {
        let place = |key: &Key| self.fields.iter().position(|field| field.key == *key);
        values.sort_by(|a, _, b, _| place(a).cmp(&place(b)));
        values
    }
}
