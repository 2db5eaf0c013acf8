use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A text of several lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TextareaField {
    /// The fewest characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The most characters; 10,000 where nothing is said, 100,000 at most.
    pub max_length: u32,
    /// How many lines are seen at once; 0 is four.
    pub lines: u32,
}

/// The most characters that can be set.
const LONGEST: u32 = 100_000;

impl Default for TextareaField {
    fn default() -> Self {
        Self { min_length: None, max_length: 10_000, lines: 0 }
    }
}

impl FieldKind for TextareaField {
    answers!(LONG_TEXT, PRESENT, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(self.min_length, Some(self.max_length), None)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(texts::or_blank(texts::lines(texts::read(raw)?)))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        texts::check(value, self.min_length, Some(self.max_length))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn check_settings(&self) -> Issues {
        texts::check_lengths(self.min_length, self.max_length, LONGEST)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({})).takes("第一行\r\n第二行\n", "第一行\n第二行").refuses(true, "wrong_type"),
            Sample::of(json!({"min_length": 2, "max_length": 4}))
                .takes("ab\nc", "ab\nc")
                .refuses("a", "too_short")
                .refuses("abcde", "too_long"),
        ]
    }
}
