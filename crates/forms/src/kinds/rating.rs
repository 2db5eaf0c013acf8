use mortise_model::{Decimal, Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, numbers, palette::answers};

/// A number of stars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RatingField {
    /// How many stars there are; 5 where nothing is said, 10 at most.
    pub max: i64,
}

impl Default for RatingField {
    fn default() -> Self {
        Self { max: 5 }
    }
}

impl FieldKind for RatingField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Int
    }

    fn value_schema(&self) -> Json {
        numbers::whole_schema(Some(1), Some(self.max.clamp(1, 10)))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_whole(raw)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, Some(Decimal::ONE), Some(self.max.clamp(1, 10).into()))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        value.as_decimal().map_or_else(String::new, |number| format!("{number}/{}", self.max.clamp(1, 10)))
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::whole_from_text(text)
    }

    fn check_settings(&self) -> Issues {
        numbers::check(&Value::Int(self.max), Some(Decimal::ONE), Some(Decimal::TEN))
            .map(|issue| Issue { pointer: Pointer::root().at("max"), ..issue })
            .into_iter()
            .collect()
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(4, "4/5")
                .refuses(0, "too_small")
                .refuses(6, "too_large")
                .refuses(3.5, "not_whole")
                .refuses("4", "wrong_type"),
        ]
    }
}
