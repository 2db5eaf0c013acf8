use mortise_model::{Facts, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, times};

/// A moment, shown in the zone of the company.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DatetimeField {}

impl FieldKind for DatetimeField {
    answers!(TIME, ORDERED, CALENDAR);

    fn storage(&self) -> Storage {
        Storage::Instant
    }

    fn value_schema(&self) -> Json {
        json!({"type": "string", "format": "date-time"})
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        if raw.as_str() == Some("") { Ok(Value::Null) } else { times::read_instant(raw).map(Value::Instant) }
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        if let Value::Instant(moment) = value { times::written(*moment, wording.zone) } else { String::new() }
    }

    fn read_text(&self, text: &str, wording: &Wording<'_>) -> Json {
        times::instant_from_text(text, wording.zone)
            .map_or_else(|| Json::String(text.trim().to_owned()), |moment| Value::Instant(moment).to_json())
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("2026-06-01T01:00:00Z", "2026-06-01 09:00")
                .takes("2026-06-01T09:00:00+08:00", "2026-06-01 09:00")
                .takes("2026-06-01T01:00:00.123456Z", "2026-06-01 09:00")
                .refuses("2026-06-01", "not_a_datetime")
                .refuses("2026-06-01T25:00:00Z", "not_a_datetime")
                .refuses(1780275600, "wrong_type"),
        ]
    }
}
