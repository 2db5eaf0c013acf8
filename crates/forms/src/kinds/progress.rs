use mortise_model::{Decimal, Facts, Issue, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, numbers, palette::answers};

/// How far something is, 0 to 100.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProgressField {}

impl FieldKind for ProgressField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Int
    }

    fn value_schema(&self) -> Json {
        numbers::whole_schema(Some(0), Some(100))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_whole(raw)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        value.as_decimal().map_or_else(String::new, |number| format!("{number}%"))
    }

    fn unit(&self) -> Option<&str> {
        Some("%")
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::whole_from_text(text)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(0, "0%")
                .takes(100, "100%")
                .refuses(101, "too_large")
                .refuses(-1, "too_small")
                .refuses(0.5, "not_whole")
                .refuses("50%", "wrong_type"),
        ]
    }
}
