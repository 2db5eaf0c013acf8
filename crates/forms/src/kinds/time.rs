use mortise_model::{Facts, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, times};

/// A time of day, such as 09:30.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TimeField {}

impl FieldKind for TimeField {
    answers!(NUMBER, ORDERED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Time
    }

    fn value_schema(&self) -> Json {
        json!({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        if raw.as_str() == Some("") { Ok(Value::Null) } else { times::read_time(raw).map(Value::Time) }
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        if let Value::Time(time) = value { time.format("%H:%M").to_string() } else { String::new() }
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        let text = text.trim();
        Json::String(if text.len() == 4 { format!("0{text}") } else { text.chars().take(5).collect() })
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("09:30", "09:30")
                .takes("00:00", "00:00")
                .refuses("24:00", "not_a_time")
                .refuses("9:30", "not_a_time")
                .refuses(930, "wrong_type"),
        ]
    }
}
