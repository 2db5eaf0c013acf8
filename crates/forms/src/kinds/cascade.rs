use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, OptionSpec, Refused, Sample, Wording, options, palette::answers, texts};

/// A choice on the lowest of several levels, such as an industry and its branch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CascadeField {
    /// The choices; each may have further ones below it.
    pub options: Vec<OptionSpec>,
    /// Whether a choice that has others below it can be chosen itself.
    pub any_level: bool,
}

impl FieldKind for CascadeField {
    answers!(LONG_TEXT, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Json
    }

    fn value_schema(&self) -> Json {
        json!({
            "type": "object", "required": ["code", "names"], "additionalProperties": false,
            "properties": {
                "code": {"type": "string", "enum": options::keys(&self.options)},
                "names": {"type": "array", "items": {"type": "string"}},
            },
        })
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let code = match raw {
            Json::String(_) => raw,
            other => texts::members(other, &["code", "names"], "cascade")?.get("code").unwrap_or(&Json::Null),
        };
        let code = options::read(code, &self.options)?;
        let way = options::way_to(&self.options, &code);
        let names: Vec<&str> = way.iter().map(|option| option.label(Default::default())).collect();
        Ok(if way.is_empty() { Value::Null } else { Value::Json(json!({"code": code, "names": names})) })
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let Value::Json(json) = value else { return None };
        let way = options::way_to(&self.options, json.get("code")?.as_str()?);
        let last = way.last()?;
        if !self.any_level && !last.children.is_empty() {
            return Some(Issue::error(Pointer::root(), "not_lowest_level").with("option", last.key.as_str()));
        }
        way.iter().find_map(|option| options::check(&option.key, &self.options))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        let Value::Json(json) = value else { return String::new() };
        let way = options::way_to(&self.options, json["code"].as_str().unwrap_or_default());
        let labels: Vec<&str> = way.iter().map(|option| option.label(wording.locale)).collect();
        if labels.is_empty() { texts::joined(&json["names"], " / ") } else { labels.join(" / ") }
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        let last = text.rsplit('/').next().unwrap_or_default();
        Json::String(options::from_text(&self.options, last))
    }

    fn check_settings(&self) -> Issues {
        options::check_settings(&self.options)
    }

    fn options(&self) -> &[OptionSpec] {
        &self.options
    }

    fn samples() -> Vec<Sample> {
        let settings = json!({"options": [
            {"key": "media", "label": {"zh-CN": "媒体", "en": "Media"}, "children": [
                {"key": "tv", "label": {"zh-CN": "电视", "en": "Television"}},
                {"key": "web", "label": {"zh-CN": "网络", "en": "Web"}},
            ]},
            {"key": "other", "label": {"zh-CN": "其他", "en": "Other"}},
        ]});
        vec![
            Sample::of(settings)
                .takes("tv", "媒体 / 电视")
                .takes(json!({"code": "web", "names": ["any"]}), "媒体 / 网络")
                .takes("other", "其他")
                .refuses("media", "not_lowest_level")
                .refuses("radio", "unknown_option")
                .refuses(json!({"kode": "tv"}), "unknown_property")
                .refuses(3, "wrong_type"),
        ]
    }
}
