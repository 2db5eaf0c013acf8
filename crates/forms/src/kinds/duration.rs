use mortise_model::{Facts, I18n, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A length of time, such as two hours and a half: `PT2H30M`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DurationField {}

impl FieldKind for DurationField {
    answers!(PRESENCE, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        json!({"type": "string", "format": "duration"})
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let text = texts::one_line(raw.as_str().ok_or_else(|| Refused::expected("duration"))?);
        if text.is_empty() {
            return Ok(Value::Null);
        }
        parts(&text).ok_or_else(|| Refused::code("not_a_duration"))?;
        Ok(Value::Text(text))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        let Some(parts) = value.as_text().and_then(parts) else { return String::new() };
        let words = |unit: char, in_time: bool| match (unit, in_time) {
            ('Y', _) => I18n::new("年", " years "),
            ('M', false) => I18n::new("个月", " months "),
            ('W', _) => I18n::new("周", " weeks "),
            ('D', _) => I18n::new("天", " days "),
            ('H', _) => I18n::new("小时", " hours "),
            ('M', true) => I18n::new("分钟", " minutes "),
            _ => I18n::new("秒", " seconds "),
        };
        let said: String = parts
            .into_iter()
            .map(|(number, unit, in_time)| format!("{number}{}", words(unit, in_time).get(wording.locale)))
            .collect();
        said.trim().to_owned()
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("PT2H30M", "2小时30分钟")
                .takes("P1Y2M3D", "1年2个月3天")
                .takes("P2W", "2周")
                .refuses("2h", "not_a_duration")
                .refuses("P", "not_a_duration")
                .refuses("PT", "not_a_duration")
                .refuses("P1D2Y", "not_a_duration")
                .refuses(90, "wrong_type"),
        ]
    }
}

/// The numbers of an ISO 8601 duration with their units, and whether each stands behind the `T`.
fn parts(text: &str) -> Option<Vec<(u32, char, bool)>> {
    let body = text.strip_prefix('P')?;
    let (days, time) = body.split_once('T').map_or((body, None), |(days, time)| (days, Some(time)));
    let units = if days.ends_with('W') { "W" } else { "YMD" };
    let mut all = units_of(days, units)?.into_iter().map(|(n, unit)| (n, unit, false)).collect::<Vec<_>>();
    if let Some(time) = time {
        let time = units_of(time, "HMS")?;
        if time.is_empty() || units == "W" {
            return None;
        }
        all.extend(time.into_iter().map(|(n, unit)| (n, unit, true)));
    }
    (!all.is_empty()).then_some(all)
}

/// Numbers each followed by one of the units, which come in their order and at most once.
fn units_of(mut text: &str, mut units: &str) -> Option<Vec<(u32, char)>> {
    let mut all = Vec::new();
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let unit = text[end..].chars().next()?;
        let at = units.find(unit)?;
        all.push((text[..end].parse().ok()?, unit));
        units = &units[at + 1..];
        text = &text[end + 1..];
    }
    Some(all)
}
