use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};
use crate::definition::is_false;

/// A short text on one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TextField {
    /// The fewest characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The most characters; 500 where nothing is said, 4,000 at most.
    pub max_length: u32,
    /// A regular expression that the text must contain; begin it with `^` and end it with `$` to mean the whole text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Whether small letters become capital letters.
    #[serde(skip_serializing_if = "is_false")]
    pub uppercase: bool,
}

/// The most characters that can be set.
const LONGEST: u32 = 4_000;

impl Default for TextField {
    fn default() -> Self {
        Self { min_length: None, max_length: 500, pattern: None, uppercase: false }
    }
}

impl FieldKind for TextField {
    answers!(TEXT, ORDERED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(self.min_length, Some(self.max_length), self.pattern.as_deref())
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let text = texts::one_line(texts::read(raw)?);
        Ok(texts::or_blank(if self.uppercase { text.to_uppercase() } else { text }))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        texts::check(value, self.min_length, Some(self.max_length))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn check_settings(&self) -> Issues {
        let mut issues = texts::check_lengths(self.min_length, self.max_length, LONGEST);
        issues.extend(self.pattern.as_deref().and_then(texts::check_pattern));
        issues
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("标题", "标题")
                .takes("  two\twords ", "two words")
                .takes("😀", "😀")
                .refuses(12, "wrong_type")
                .refuses(json!(["a"]), "wrong_type")
                .refuses("长".repeat(501), "too_long"),
            Sample::of(json!({"min_length": 3, "max_length": 5, "pattern": "^[A-Z0-9]*$", "uppercase": true}))
                .takes("ab1", "AB1")
                .refuses("ab", "too_short")
                .refuses("ABCDEF", "too_long")
                .refuses("AB-1", "pattern"),
        ]
    }
}
