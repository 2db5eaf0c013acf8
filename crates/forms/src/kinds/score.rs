use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, numbers, palette::answers};

/// A score in whole points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScoreField {
    /// The fewest points; 0 where nothing is said.
    pub min: i64,
    /// The most points; 100 where nothing is said.
    pub max: i64,
}

impl Default for ScoreField {
    fn default() -> Self {
        Self { min: 0, max: 100 }
    }
}

impl FieldKind for ScoreField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Int
    }

    fn value_schema(&self) -> Json {
        numbers::whole_schema(Some(self.min), Some(self.max))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_whole(raw)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, Some(self.min.into()), Some(self.max.into()))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        value.as_decimal().map_or_else(String::new, |number| number.to_string())
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::whole_from_text(text)
    }

    fn check_settings(&self) -> Issues {
        numbers::check_limits(Some(self.min.into()), Some(self.max.into()))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(86, "86")
                .takes(0, "0")
                .refuses(-1, "too_small")
                .refuses(101, "too_large")
                .refuses(85.5, "not_whole"),
            Sample::of(json!({"max": 10})).takes(10, "10").refuses(11, "too_large"),
        ]
    }
}
