use mortise_model::{Facts, Issue, Path, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A bar code or QR code of a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BarcodeField {
    /// How it is drawn.
    pub format: BarcodeFormat,
    /// The field whose text is drawn; the code is then computed. Where absent, the text is typed or scanned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Path>,
}

/// How a bar code is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BarcodeFormat {
    /// A QR code.
    #[default]
    Qr,
    /// Code 128.
    Code128,
}

const LONGEST: u32 = 500;

impl FieldKind for BarcodeField {
    answers!(TEXT, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, Some(LONGEST), None)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(texts::or_blank(texts::one_line(texts::read(raw)?)))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let text = value.as_text()?;
        if self.format == BarcodeFormat::Code128 && !text.is_ascii() {
            return Some(Issue::error(Pointer::root(), "not_ascii"));
        }
        texts::check(value, None, Some(LONGEST))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn implied_formula(&self) -> Option<String> {
        self.of.as_ref().map(Path::to_string)
    }

    fn names_fields(&self) -> Vec<(&'static str, Path)> {
        self.of.iter().map(|of| ("of", of.clone())).collect()
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("编号 1", "编号 1")
                .refuses("x".repeat(501), "too_long")
                .refuses(1, "wrong_type"),
            Sample::of(json!({"format": "code128"})).takes("A-1", "A-1").refuses("编号", "not_ascii"),
        ]
    }
}
