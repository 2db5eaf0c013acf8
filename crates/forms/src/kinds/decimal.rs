use mortise_model::{Facts, Issue, Issues, MAX_SCALE, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Exact, FieldKind, Refused, Sample, Wording, numbers, palette::answers};

/// An exact number with places after the point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecimalField {
    /// The places after the point, 0 to 9; 4 where nothing is said.
    pub scale: u32,
    /// The smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Exact>,
    /// The largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Exact>,
    /// What stands behind the number, such as `万`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl Default for DecimalField {
    fn default() -> Self {
        Self { scale: 4, min: None, max: None, unit: None }
    }
}

impl FieldKind for DecimalField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Decimal { scale: self.scale.min(MAX_SCALE) }
    }

    fn value_schema(&self) -> Json {
        numbers::schema(self.scale.min(MAX_SCALE), self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_exact(raw, self.scale.min(MAX_SCALE))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        let unit = self.unit.as_deref().unwrap_or_default();
        value.as_decimal().map_or_else(String::new, |number| format!("{}{unit}", numbers::grouped(&number.normalize())))
    }

    fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::from_text(text)
    }

    fn check_settings(&self) -> Issues {
        let mut issues = numbers::check_limits(self.min.map(|n| n.0), self.max.map(|n| n.0));
        if self.scale > MAX_SCALE {
            issues.push(Issue::error(Pointer::root().at("scale"), "too_large").with("max", MAX_SCALE));
        }
        issues
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("1234.50", "1,234.5")
                .takes("-0.0001", "-0.0001")
                .takes(7, "7")
                .takes("1.00000", "1")
                .refuses("0.00001", "too_many_places")
                .refuses("0.0000000000000000000000000000000000001", "not_a_number")
                .refuses("1e3", "not_a_number")
                .refuses("1,000", "not_a_number")
                .refuses(".5", "not_a_number")
                .refuses(0.5, "not_exact")
                .refuses(true, "wrong_type")
                .refuses("922337203685477.5808", "out_of_range"),
            Sample::of(json!({"scale": 1, "min": "0", "max": "99.9", "unit": "万"}))
                .takes("12.5", "12.5万")
                .refuses("-0.1", "too_small")
                .refuses("100", "too_large"),
        ]
    }
}
