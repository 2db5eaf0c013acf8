use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts, uploads};

/// Several files, each with its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FilesField {
    /// The ends of the names of files that are allowed, such as `pdf`; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// The largest file in megabytes; 20 where nothing is said.
    pub max_size_mb: u32,
    /// The most files; 20 where nothing is said.
    pub max_files: u32,
}

impl Default for FilesField {
    fn default() -> Self {
        Self { accept: Vec::new(), max_size_mb: 20, max_files: 20 }
    }
}

impl FieldKind for FilesField {
    answers!(PRESENCE, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        texts::list_schema(uploads::schema(), None, Some(self.max_files))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        uploads::read_many(raw)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        uploads::check_many(value, &uploads::slices(&self.accept), self.max_size_mb, self.max_files)
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
            Sample::of(json!({"max_files": 1, "accept": ["pdf"]}))
                .takes(json!([{"id": "0000000000001", "name": "a.pdf", "size": 1024}]), "a.pdf")
                .takes(json!(["0000000000001"]), "0000000000001")
                .refuses(json!([{"id": "0000000000001", "name": "a.exe", "size": 1024}]), "file_type")
                .refuses(json!([{"id": "x"}]), "not_an_id")
                .refuses(json!(["0000000000001", "0000000000002"]), "too_many")
                .refuses("a", "wrong_type"),
        ]
    }
}
