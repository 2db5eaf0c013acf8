use mortise_model::{Facts, Issue, Path, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// An amount in Chinese capital figures, such as 壹万贰仟元整.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MoneyCnField {
    /// The amount that is written out; the field is then computed. Where absent, the field needs a formula or is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Path>,
}

const LONGEST: u32 = 200;
const FIGURES: &str = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿兆元圆角分整正负人民币";

impl FieldKind for MoneyCnField {
    answers!(TEXT, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, Some(LONGEST), Some(&format!("^[{FIGURES}]+$")))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        Ok(texts::or_blank(texts::one_line(texts::read(raw)?)))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let text = value.as_text()?;
        if text.chars().any(|c| !FIGURES.contains(c)) {
            return Some(Issue::error(Pointer::root(), "not_capital_figures"));
        }
        texts::check(value, None, Some(LONGEST))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn implied_formula(&self) -> Option<String> {
        self.amount.as_ref().map(|amount| format!("rmb_upper({amount})"))
    }

    fn names_fields(&self) -> Vec<(&'static str, Path)> {
        self.amount.iter().map(|amount| ("amount", amount.clone())).collect()
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("壹万贰仟元整", "壹万贰仟元整")
                .refuses("12000", "not_capital_figures")
                .refuses(1, "wrong_type"),
        ]
    }
}
