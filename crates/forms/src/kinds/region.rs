use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, places};

/// A province, city or district of China.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RegionField {
    /// How far down it goes: 1 province, 2 city, 3 district.
    pub depth: u32,
}

impl Default for RegionField {
    fn default() -> Self {
        Self { depth: 3 }
    }
}

impl FieldKind for RegionField {
    answers!(LONG_TEXT, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        places::schema()
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(places::read(raw)?.map_or(Value::Null, Value::Json))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let deep = places::level(places::object(value)?) > self.depth as usize;
        deep.then(|| Issue::error(Pointer::root(), "region_too_deep").with("depth", self.depth))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        places::object(value).map_or_else(String::new, places::text)
    }

    fn check_settings(&self) -> Issues {
        if (1..=3).contains(&self.depth) {
            return Issues::new();
        }
        Issue::error(Pointer::root().at("depth"), "too_large").with("max", 3).into()
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(json!({"code": "330106", "names": ["浙江省", "杭州市", "西湖区"]}), "浙江省杭州市西湖区")
                .takes(json!({"code": "110000", "names": ["北京市"]}), "北京市")
                .refuses(json!({"code": "990000", "names": ["x"]}), "unknown_region")
                .refuses(json!({"code": "3301", "names": ["浙江省"]}), "unknown_region")
                .refuses(json!({"code": "330106", "names": []}), "region_names")
                .refuses("浙江", "wrong_type"),
            Sample::of(json!({"depth": 1}))
                .takes(json!({"code": "330000", "names": ["浙江省"]}), "浙江省")
                .refuses(json!({"code": "330100", "names": ["浙江省", "杭州市"]}), "region_too_deep"),
        ]
    }
}
