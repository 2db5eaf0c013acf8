use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, OptionSpec, Refused, Sample, Wording, options, palette::answers, texts};

/// Any of several choices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MultiField {
    /// The choices, in order.
    pub options: Vec<OptionSpec>,
    /// The fewest that are chosen, where any is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The most that are chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

impl FieldKind for MultiField {
    answers!(CHOICES, PRESENT, EXACT);

    fn storage(&self) -> Storage {
        Storage::List
    }

    fn value_schema(&self) -> Json {
        texts::list_schema(json!({"type": "string", "enum": options::keys(&self.options)}), self.min, self.max)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        texts::read_list(raw, |item| options::read(item, &self.options))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let Value::List(keys) = value else { return None };
        let retired = keys.iter().find_map(|key| options::check(key, &self.options));
        retired.or_else(|| texts::check_count(keys.len(), self.min, self.max))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        let Value::List(keys) = value else { return String::new() };
        let labels: Vec<String> = keys.iter().map(|key| options::label(&self.options, key, wording.locale)).collect();
        labels.join("、")
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        json!(texts::split_list(text).iter().map(|part| options::from_text(&self.options, part)).collect::<Vec<_>>())
    }

    fn check_settings(&self) -> Issues {
        let mut issues = options::check_settings(&self.options);
        issues.extend(options::check_flat(&self.options));
        issues.extend(texts::check_counts(self.min, self.max));
        issues
    }

    fn options(&self) -> &[OptionSpec] {
        &self.options
    }

    fn samples() -> Vec<Sample> {
        let settings = json!({"max": 2, "options": [
            {"key": "a", "label": {"zh-CN": "甲", "en": "A"}},
            {"key": "b", "label": {"zh-CN": "乙", "en": "B"}},
            {"key": "丙"},
        ]});
        vec![
            Sample::of(settings)
                .takes(json!(["b", "a"]), "乙、甲")
                .takes(json!(["丙", "丙"]), "丙")
                .refuses(json!(["a", "x"]), "unknown_option")
                .refuses(json!(["a", "b", "丙"]), "too_many")
                .refuses("a", "wrong_type")
                .refuses(json!([1]), "wrong_type"),
        ]
    }
}
