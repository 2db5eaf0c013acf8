use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// Words that people make up as they go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TagsField {
    /// Words that are offered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
    /// The most words; 50 where nothing is said.
    pub max: u32,
}

/// The most characters of one word.
const LONGEST: usize = 40;

impl Default for TagsField {
    fn default() -> Self {
        Self { suggestions: Vec::new(), max: 50 }
    }
}

impl FieldKind for TagsField {
    answers!(CHOICES, PRESENT, EXACT);

    fn storage(&self) -> Storage {
        Storage::List
    }

    fn value_schema(&self) -> Json {
        texts::list_schema(json!({"type": "string", "minLength": 1, "maxLength": LONGEST}), None, Some(self.max))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        texts::read_list(raw, |item| Ok(texts::one_line(texts::read(item)?)))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let Value::List(words) = value else { return None };
        if let Some(at) = words.iter().position(|word| word.chars().count() > LONGEST) {
            return Some(Issue::error(Pointer::root().at(at), "too_long").with("max", LONGEST as u64));
        }
        texts::check_count(words.len(), None, Some(self.max))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        if let Value::List(words) = value { words.join("、") } else { String::new() }
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        json!(texts::split_list(text))
    }

    fn check_settings(&self) -> Issues {
        texts::check_counts(Some(1), Some(self.max))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({"max": 3}))
                .takes(json!(["古装", " 喜剧 ", "古装"]), "古装、喜剧")
                .takes(json!(["a", ""]), "a")
                .refuses(json!(["a", "b", "c", "d"]), "too_many")
                .refuses(json!(["长".repeat(41)]), "too_long")
                .refuses(json!({"a": 1}), "wrong_type"),
        ]
    }
}
