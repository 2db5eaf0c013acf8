use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Exact, FieldKind, Refused, Sample, Wording, numbers, palette::answers};

/// A share in hundredths: `12.5` is 12.5 %. It has four places.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PercentField {
    /// The smallest share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Exact>,
    /// The largest share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Exact>,
}

/// The places of every percentage.
const SCALE: u32 = 4;

impl FieldKind for PercentField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Decimal { scale: SCALE }
    }

    fn value_schema(&self) -> Json {
        numbers::schema(SCALE, self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_exact(raw, SCALE)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        value.as_decimal().map_or_else(String::new, |number| format!("{}%", numbers::grouped(&number.normalize())))
    }

    fn unit(&self) -> Option<&str> {
        Some("%")
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::from_text(text)
    }

    fn check_settings(&self) -> Issues {
        numbers::check_limits(self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("12.5", "12.5%")
                .takes("-100", "-100%")
                .refuses("12.5%", "not_a_number")
                .refuses("1.00001", "too_many_places"),
            Sample::of(json!({"min": "0", "max": "100"}))
                .takes("100.0000", "100%")
                .refuses("100.0001", "too_large")
                .refuses("-0.5", "too_small"),
        ]
    }
}
