use mortise_model::{Facts, I18n, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// Yes or no.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BoolField {
    /// The word for yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<I18n>,
    /// The word for no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<I18n>,
}

impl FieldKind for BoolField {
    answers!(TRUTH, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Bool
    }

    fn value_schema(&self) -> Json {
        json!({"type": "boolean"})
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        raw.as_bool().map(Value::Bool).ok_or_else(|| Refused::expected("bool"))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        let (own, usual) = match value {
            Value::Bool(true) => (&self.yes, I18n::new("是", "Yes")),
            Value::Bool(false) => (&self.no, I18n::new("否", "No")),
            _ => return String::new(),
        };
        own.as_ref().unwrap_or(&usual).get(wording.locale).to_owned()
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        let word = texts::one_line(text).to_lowercase();
        let own = |label: &Option<I18n>| label.as_ref().is_some_and(|l| l.zh_cn == word || l.en.to_lowercase() == word);
        match word.as_str() {
            "是" | "yes" | "y" | "true" | "1" | "√" | "对" => Json::Bool(true),
            "否" | "no" | "n" | "false" | "0" | "×" | "错" => Json::Bool(false),
            _ if own(&self.yes) => Json::Bool(true),
            _ if own(&self.no) => Json::Bool(false),
            _ => Json::String(word),
        }
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes(true, "是")
                .takes(false, "否")
                .refuses("true", "wrong_type")
                .refuses(1, "wrong_type"),
            Sample::of(json!({"yes": {"zh-CN": "独家", "en": "exclusive"}})).takes(true, "独家").takes(false, "否"),
        ]
    }
}
