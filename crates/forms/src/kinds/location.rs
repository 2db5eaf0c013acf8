use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, places, texts};

/// A point on the map with the name of the place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LocationField {}

impl FieldKind for LocationField {
    answers!(LONG_TEXT, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        json!({
            "type": "object", "required": ["lat", "lng"], "additionalProperties": false,
            "properties": {
                "lat": {"type": "number", "minimum": -90, "maximum": 90},
                "lng": {"type": "number", "minimum": -180, "maximum": 180},
                "name": {"type": "string", "maxLength": 200},
            },
        })
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let object = texts::members(raw, &["lat", "lng", "name"], "location")?;
        let side = |name: &str, limit: f64| {
            let degrees = object.get(name).and_then(Json::as_f64).filter(|degrees| degrees.abs() <= limit);
            degrees.ok_or_else(|| Issue::error(Pointer::root().at(name), "not_a_coordinate"))
        };
        let (lat, lng) = (side("lat", 90.0)?, side("lng", 180.0)?);
        let name = match object.get("name").filter(|name| !name.is_null()) {
            Some(name) => texts::one_line(texts::read(name).map_err(|refused| refused.below("name"))?),
            None => String::new(),
        };
        Ok(Value::Json(json!({"lat": lat, "lng": lng, "name": name.chars().take(200).collect::<String>()})))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        let Some(place) = places::object(value) else { return String::new() };
        match place["name"].as_str() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("{}, {}", place["lat"], place["lng"]),
        }
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(json!({"lat": 30.25, "lng": 120.5, "name": "西湖"}), "西湖")
                .takes(json!({"lat": -33.5, "lng": 151.25}), "-33.5, 151.25")
                .refuses(json!({"lat": 91, "lng": 0}), "not_a_coordinate")
                .refuses(json!({"lat": 1}), "not_a_coordinate")
                .refuses("30,120", "wrong_type"),
        ]
    }
}
