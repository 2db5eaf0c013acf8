use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts, times};

/// From one day to another, or from one minute to another; both belong to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DaterangeField {
    /// Whether the ends are days or minutes.
    pub precision: Precision,
    /// The most days from the first to the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_days: Option<u32>,
}

/// What the ends of a range are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Days.
    #[default]
    Date,
    /// Minutes.
    Minute,
}

impl FieldKind for DaterangeField {
    answers!(RANGE, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        match self.precision {
            Precision::Date => Storage::DateRange,
            Precision::Minute => Storage::InstantRange,
        }
    }

    fn value_schema(&self) -> Json {
        let end = match self.precision {
            Precision::Date => json!({"type": "string", "format": "date"}),
            Precision::Minute => json!({"type": "string", "format": "date-time"}),
        };
        json!({
            "type": "object", "required": ["start", "end"], "additionalProperties": false,
            "properties": {"start": end, "end": end},
        })
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let object = texts::members(raw, &["start", "end"], "daterange")?;
        let (start, end) = (object.get("start").unwrap_or(&Json::Null), object.get("end").unwrap_or(&Json::Null));
        if start.is_null() && end.is_null() {
            return Ok(Value::Null);
        }
        for (name, side) in [("start", start), ("end", end)] {
            if side.is_null() {
                return Err(Issue::error(Pointer::root().at(name), "required").into());
            }
        }
        let value = match self.precision {
            Precision::Date => Value::DateRange { start: times::read_date(start)?, end: times::read_date(end)? },
            Precision::Minute => {
                Value::InstantRange { start: times::read_instant(start)?, end: times::read_instant(end)? }
            }
        };
        if days(&value) < 0 { Err(Refused::code("range_reversed")) } else { Ok(value) }
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let max = self.max_days.filter(|max| days(value) >= i64::from(*max))?;
        Some(Issue::error(Pointer::root(), "too_many_days").with("max", max))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        match value {
            Value::DateRange { start, end } => format!("{start} ~ {end}"),
            Value::InstantRange { start, end } => {
                format!("{} ~ {}", times::written(*start, wording.zone), times::written(*end, wording.zone))
            }
            _ => String::new(),
        }
    }

    fn read_text(&self, text: &str, wording: &Wording<'_>) -> Json {
        let Some((start, end)) = text.split_once('~').or_else(|| text.split_once('至')) else {
            return Json::String(text.trim().to_owned());
        };
        let side = |text: &str| match self.precision {
            Precision::Date => times::date_from_text(text).map(Value::Date),
            Precision::Minute => times::instant_from_text(text, wording.zone).map(Value::Instant),
        };
        match (side(start), side(end)) {
            (Some(start), Some(end)) => json!({"start": start.to_json(), "end": end.to_json()}),
            _ => Json::String(text.trim().to_owned()),
        }
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(json!({"start": "2026-06-01", "end": "2026-06-30"}), "2026-06-01 ~ 2026-06-30")
                .takes(json!({"start": "2026-06-01", "end": "2026-06-01"}), "2026-06-01 ~ 2026-06-01")
                .refuses(json!({"start": "2026-06-02", "end": "2026-06-01"}), "range_reversed")
                .refuses(json!({"start": "2026-06-02"}), "required")
                .refuses(json!({"start": "2026-06-02", "end": "2026-06-31"}), "not_a_date")
                .refuses(json!({"begin": "2026-06-02"}), "unknown_property")
                .refuses("2026-06-01", "wrong_type"),
            Sample::of(json!({"precision": "minute", "max_days": 2}))
                .takes(
                    json!({"start": "2026-06-01T01:00:00Z", "end": "2026-06-01T02:30:00Z"}),
                    "2026-06-01 09:00 ~ 2026-06-01 10:30",
                )
                .refuses(json!({"start": "2026-06-01T01:00:00Z", "end": "2026-06-03T01:00:00Z"}), "too_many_days")
                .refuses(json!({"start": "2026-06-01", "end": "2026-06-03"}), "not_a_datetime"),
        ]
    }
}

/// Whole days from the first end to the second; negative where they are reversed.
fn days(value: &Value) -> i64 {
    match value {
        Value::DateRange { start, end } => (*end - *start).num_days(),
        Value::InstantRange { start, end } if end < start => -1,
        Value::InstantRange { start, end } => (*end - *start).num_days(),
        _ => 0,
    }
}
