use mortise_model::{Facts, Key, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers};

/// A button of the form that stands among its fields; nothing is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ButtonField {
    /// The button, as it stands under `buttons`.
    pub button: Key,
}

impl FieldKind for ButtonField {
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

    fn presses(&self) -> Option<&Key> {
        Some(&self.button)
    }

    fn samples() -> Vec<Sample> {
        vec![Sample::of(json!({"button": "match"})).refuses(true, "field_read_only")]
    }
}
