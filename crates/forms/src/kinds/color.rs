use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A colour, such as `#8c1c13`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ColorField {}

impl FieldKind for ColorField {
    answers!(CHOICE, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, None, Some("^#[0-9a-f]{6}$"))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(texts::or_blank(texts::one_line(texts::read(raw)?).to_lowercase()))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let text = value.as_text()?;
        let digits = text.strip_prefix('#').unwrap_or_default();
        let fits = digits.len() == 6 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (!fits).then(|| Issue::error(Pointer::root(), "not_a_colour"))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("#8C1C13", "#8c1c13")
                .refuses("red", "not_a_colour")
                .refuses("#12345", "not_a_colour")
                .refuses(0, "wrong_type"),
        ]
    }
}
