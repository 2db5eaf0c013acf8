use mortise_model::{Facts, Issue, Storage, Target, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, refs};

/// Several departments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeptsField {
    /// The most that are chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

impl FieldKind for DeptsField {
    answers!(CHOICES, PRESENT, EXACT);

    fn storage(&self) -> Storage {
        Storage::RefList(Target::Dept)
    }

    fn value_schema(&self) -> Json {
        refs::list_schema(self.max)
    }

    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        refs::read_many(raw, &Target::Dept, facts)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        refs::check_many(value, self.max)
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        refs::text(value, &Target::Dept, wording)
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        refs::many_from_text(text)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({"max": 2}))
                .takes(json!(["0000000000001", "0000000000002", "0000000000001"]), "0000000000001、0000000000002")
                .takes(json!([{"id": "0000000000001", "title": "x"}]), "0000000000001")
                .refuses(json!(["0000000000001", "nobody"]), "not_an_id")
                .refuses(json!(["0000000000001", "0000000000002", "0000000000003"]), "too_many")
                .refuses("0000000000001", "wrong_type"),
        ]
    }
}
