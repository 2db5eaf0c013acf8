use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers};

/// A structured value that rules and programs write.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JsonField {}

/// The most bytes of its text.
const LONGEST: usize = 100_000;

impl FieldKind for JsonField {
    answers!(PRESENCE, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        json!(true)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(Value::Json(raw.clone()))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let Value::Json(json) = value else { return None };
        let long = json.to_string().len() > LONGEST;
        long.then(|| Issue::error(Pointer::root(), "too_long").with("max", LONGEST as u64))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        if let Value::Json(json) = value { json.to_string() } else { String::new() }
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned()))
    }

    fn samples() -> Vec<Sample> {
        vec![Sample::of(json!({})).takes(json!({"a": [1, 2]}), "{\"a\":[1,2]}").takes("x", "\"x\"")]
    }
}
