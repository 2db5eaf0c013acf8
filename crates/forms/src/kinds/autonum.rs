use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};
use crate::NumberPattern;

/// A number that every new record is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AutonumField {
    /// The pattern: `{0000}` is the running number with at least so many digits; `{YYYY}`, `{YY}`, `{MM}`, `{DD}`,
    /// `{YYYYMM}` and `{YYYYMMDD}` the day on which the record is made; `{field}` the value of a field and
    /// `{field_code}` the code of its option. A new number begins with 1 whenever the rest changes.
    pub pattern: String,
}

const LONGEST: u32 = 80;

impl Default for AutonumField {
    fn default() -> Self {
        Self { pattern: "{0000}".to_owned() }
    }
}

impl FieldKind for AutonumField {
    answers!(TEXT, ORDERED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, Some(LONGEST), None)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(texts::or_blank(texts::one_line(texts::read(raw)?)))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        texts::check(value, None, Some(LONGEST))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn check_settings(&self) -> Issues {
        match NumberPattern::parse(&self.pattern) {
            Ok(_) => Issues::new(),
            Err(code) => Issue::error(Pointer::root().at("pattern"), code).into(),
        }
    }

    fn number_pattern(&self) -> Option<&str> {
        Some(&self.pattern)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({"pattern": "HT-{YYYYMM}-{000}"}))
                .takes("HT-202606-001", "HT-202606-001")
                .refuses("x".repeat(81), "too_long")
                .refuses(1, "wrong_type"),
        ]
    }
}
