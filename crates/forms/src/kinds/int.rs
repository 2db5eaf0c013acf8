use mortise_model::{Decimal, Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, numbers, palette::answers};

/// A whole number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntField {
    /// The smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What stands behind the number, such as `集`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Written without separators between thousands, as a year or a house number is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
}

impl FieldKind for IntField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Int
    }

    fn value_schema(&self) -> Json {
        numbers::whole_schema(self.min, self.max)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_whole(raw)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, self.min.map(Into::into), self.max.map(Into::into))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        let unit = self.unit.as_deref().unwrap_or_default();
        let written = |number: Decimal| if self.plain { number.to_string() } else { numbers::grouped(&number) };
        value.as_decimal().map_or_else(String::new, |number| format!("{}{unit}", written(number)))
    }

    fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::whole_from_text(text)
    }

    fn check_settings(&self) -> Issues {
        numbers::check_limits(self.min.map(Into::into), self.max.map(Into::into))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(0, "0")
                .takes(-1234567, "-1,234,567")
                .takes(i64::MAX, "9,223,372,036,854,775,807")
                .takes(3.0, "3")
                .refuses(1.5, "not_whole")
                .refuses("12", "wrong_type")
                .refuses(json!(18_446_744_073_709_551_615_u64), "out_of_range"),
            Sample::of(json!({"min": 80, "max": 230, "unit": "cm"}))
                .takes(172, "172cm")
                .refuses(79, "too_small")
                .refuses(231, "too_large"),
            Sample::of(json!({"plain": true})).takes(2025, "2025").takes(-1234567, "-1234567"),
        ]
    }
}
