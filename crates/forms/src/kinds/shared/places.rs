//! What the kinds that hold regions share.

use mortise_model::{Issue, Pointer, Value};
use serde_json::{Value as Json, json};

use super::texts;
use crate::Refused;

/// The first two digits of the codes of provinces.
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82,
];

/// Whether the code begins with that of a province.
pub(crate) fn in_province(code: &str) -> bool {
    code.get(..2).and_then(|two| two.parse::<u8>().ok()).is_some_and(|two| PROVINCES.contains(&two))
}

/// The schema of a region.
pub(crate) fn schema() -> Json {
    json!({
        "type": "object", "required": ["code", "names"], "additionalProperties": false,
        "properties": {
            "code": {"type": "string", "pattern": "^[1-8][0-9]{5}$"},
            "names": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 40}, "minItems": 1, "maxItems": 4},
        },
    })
}

/// The region that was sent: its six-digit code and the names from the province down.
pub(crate) fn read(raw: &Json) -> Result<Option<Json>, Refused> {
    let object = texts::members(raw, &["code", "names"], "region")?;
    let code = object.get("code").and_then(Json::as_str).unwrap_or_default();
    let names: Vec<String> = object
        .get("names")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .map(texts::one_line)
        .collect();
    if code.is_empty() && names.is_empty() {
        return Ok(None);
    }
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) || !in_province(code) {
        return Err(Issue::error(Pointer::root().at("code"), "unknown_region").into());
    }
    let fits = |name: &String| !name.is_empty() && name.chars().count() <= 40;
    if names.is_empty() || names.len() > 4 || !names.iter().all(fits) {
        return Err(Issue::error(Pointer::root().at("names"), "region_names").into());
    }
    Ok(Some(json!({"code": code, "names": names})))
}

/// How far down a region goes: 1 a province, 2 a city, 3 a district.
pub(crate) fn level(region: &Json) -> usize {
    region["names"].as_array().map_or(0, Vec::len)
}

/// The names of a region.
pub(crate) fn text(region: &Json) -> String {
    texts::joined(&region["names"], "")
}

/// The object of a value.
pub(crate) fn object(value: &Value) -> Option<&Json> {
    if let Value::Json(json) = value { Some(json) } else { None }
}
