use mortise_model::{Facts, Filter, Key, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::Shown;
use super::{FieldKind, Refused, Sample, Wording, palette::answers};

/// Records of another form that have to do with this one, shown as a list; nothing is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuerylistField {
    /// The form whose records are shown.
    pub form: Key,
    /// The link of that form that points to this record; absent: the filter alone says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Key>,
    /// Which records; `{"record": "field"}` is a field of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The columns; empty: the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Key>,
}

impl FieldKind for QuerylistField {
    answers!(NONE, UNCOUNTED, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::None
    }

    fn value_schema(&self) -> Json {
        json!(true)
    }

    fn read(&self, _: &Json, _: &Facts) -> Result<Value, Refused> {
        Err(Refused::code("field_read_only"))
    }

    fn text(&self, _: &Value, _: &Wording<'_>) -> String {
        String::new()
    }

    fn shows(&self) -> Option<Shown<'_>> {
        Some(Shown { form: &self.form, via: self.via.as_ref(), filter: self.filter.as_ref(), columns: &self.columns })
    }

    fn samples() -> Vec<Sample> {
        vec![Sample::of(json!({"form": "payment", "via": "contract"})).refuses(json!([]), "field_read_only")]
    }
}
