use chrono::NaiveDate;

use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, times};

/// A day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DateField {
    /// The first day that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub min: Option<NaiveDate>,
    /// The last day that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub max: Option<NaiveDate>,
}

impl FieldKind for DateField {
    answers!(TIME, ORDERED, CALENDAR);

    fn storage(&self) -> Storage {
        Storage::Date
    }

    fn value_schema(&self) -> Json {
        json!({"type": "string", "format": "date"})
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        if raw.as_str() == Some("") { Ok(Value::Null) } else { times::read_date(raw).map(Value::Date) }
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let Value::Date(date) = value else { return None };
        if let Some(min) = self.min.filter(|min| date < min) {
            return Some(Issue::error(Pointer::root(), "too_small").with("min", min.to_string()));
        }
        let max = self.max.filter(|max| date > max)?;
        Some(Issue::error(Pointer::root(), "too_large").with("max", max.to_string()))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        if let Value::Date(date) = value { date.to_string() } else { String::new() }
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        Json::String(times::date_from_text(text).map_or_else(|| text.trim().to_owned(), |date| date.to_string()))
    }

    fn check_settings(&self) -> Issues {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min > max => Issue::error(Pointer::root().at("max"), "limits_crossed").into(),
            _ => Issues::new(),
        }
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("2026-11-22", "2026-11-22")
                .takes("2028-02-29", "2028-02-29")
                .refuses("2026-02-29", "not_a_date")
                .refuses("2026-1-2", "not_a_date")
                .refuses("22.11.2026", "not_a_date")
                .refuses(20261122, "wrong_type"),
            Sample::of(json!({"min": "2000-01-01", "max": "2030-12-31"}))
                .takes("2000-01-01", "2000-01-01")
                .refuses("1999-12-31", "too_small")
                .refuses("2031-01-01", "too_large"),
        ]
    }
}
