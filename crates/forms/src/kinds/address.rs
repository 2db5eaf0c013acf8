use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, places, texts};

/// A region of China and the street in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressField {
    /// Whether the street and number are asked for, or the region alone.
    pub region_only: bool,
}

const LONGEST: usize = 200;

impl FieldKind for AddressField {
    answers!(LONG_TEXT, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        json!({
            "type": "object", "minProperties": 1, "additionalProperties": false,
            "properties": {"region": places::schema(), "detail": {"type": "string", "minLength": 1, "maxLength": LONGEST}},
        })
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let object = texts::members(raw, &["region", "detail"], "address")?;
        let mut address = Map::new();
        if let Some(region) = object.get("region").filter(|region| !region.is_null()) {
            let region = places::read(region).map_err(|refused| refused.below("region"))?;
            address.extend(region.map(|region| ("region".to_owned(), region)));
        }
        if let Some(detail) = object.get("detail").filter(|detail| !detail.is_null()) {
            let detail = texts::one_line(texts::read(detail).map_err(|refused| refused.below("detail"))?);
            if !detail.is_empty() {
                address.insert("detail".to_owned(), Json::String(detail));
            }
        }
        Ok(if address.is_empty() { Value::Null } else { Value::Json(Json::Object(address)) })
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let detail = places::object(value)?.get("detail")?.as_str()?;
        let long = detail.chars().count() > LONGEST;
        long.then(|| Issue::error(Pointer::root().at("detail"), "too_long").with("max", LONGEST as u64))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        let Some(address) = places::object(value) else { return String::new() };
        format!("{}{}", places::text(&address["region"]), address["detail"].as_str().unwrap_or_default())
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        json!({"detail": text})
    }

    fn samples() -> Vec<Sample> {
        let region = json!({"code": "330106", "names": ["浙江省", "杭州市", "西湖区"]});
        vec![
            Sample::of(json!({}))
                .takes(json!({"region": region, "detail": "文三路 1 号"}), "浙江省杭州市西湖区文三路 1 号")
                .takes(json!({"detail": "London"}), "London")
                .takes(json!({"region": region, "detail": null}), "浙江省杭州市西湖区")
                .refuses(json!({"region": {"code": "00", "names": []}}), "unknown_region")
                .refuses(json!({"street": "x"}), "unknown_property")
                .refuses(json!({"detail": "长".repeat(201)}), "too_long")
                .refuses("杭州", "wrong_type"),
        ]
    }
}
