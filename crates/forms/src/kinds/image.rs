use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, uploads};

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImageField {
    /// The largest file in megabytes; 20 where nothing is said.
    pub max_size_mb: u32,
}

impl Default for ImageField {
    fn default() -> Self {
        Self { max_size_mb: 20 }
    }
}

impl FieldKind for ImageField {
    answers!(PRESENCE, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        uploads::schema()
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(uploads::read_one(raw)?.map_or(Value::Null, Value::Json))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        if let Value::Json(file) = value { uploads::check_one(file, uploads::PICTURES, self.max_size_mb) } else { None }
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        uploads::text(value)
    }

    fn holds_files(&self) -> bool {
        true
    }

    fn check_settings(&self) -> Issues {
        uploads::check_settings(self.max_size_mb)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(json!({"id": "0000000000001", "name": "a.png", "size": 1024}), "a.png")
                .takes("0000000000001", "0000000000001")
                .refuses(json!({"id": "0000000000001", "name": "a.exe", "size": 1024}), "file_type")
                .refuses(json!({"id": "0000000000001", "name": "a.png", "mime": "text/html"}), "file_type")
                .refuses(json!({"id": "0000000000001", "size": 1000000000}), "file_too_large")
                .refuses(json!({"name": "a.png"}), "not_an_id")
                .refuses(json!({"id": "0000000000001", "path": "/x"}), "unknown_property")
                .refuses(7, "wrong_type"),
        ]
    }
}
