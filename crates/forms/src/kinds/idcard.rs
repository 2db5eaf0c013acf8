use chrono::NaiveDate;

use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, places, texts};

/// The number of an identity card of mainland China, whose check digit is checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdcardField {}

/// What each of the first 17 digits counts.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check digit for each remainder by 11.
const CHECKS: &[u8; 11] = b"10X98765432";

impl FieldKind for IdcardField {
    answers!(CHOICE, COUNTED, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, None, Some("^[1-8][0-9]{16}[0-9X]$"))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let bare: String = texts::read(raw)?.chars().filter(|c| !c.is_whitespace()).collect();
        Ok(texts::or_blank(bare.to_uppercase()))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let code = match value.as_text()? {
            text if !shaped(text) => "not_an_idcard",
            text if !places::in_province(text) => "unknown_region",
            text if NaiveDate::parse_from_str(&text[6..14], "%Y%m%d").is_err() => "not_a_date",
            text if check_digit(text) != text.as_bytes()[17] => "wrong_check_digit",
            _ => return None,
        };
        Some(Issue::error(Pointer::root(), code))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn mask(&self, value: &Value) -> Option<String> {
        Some(texts::masked(value.as_text()?, 3, 4))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("11010519491231002x", "11010519491231002X")
                .takes("440524 18800101 0014", "440524188001010014")
                .refuses("110105194912310021", "wrong_check_digit")
                .refuses("11010519491331002X", "not_a_date")
                .refuses("99010519491231002X", "unknown_region")
                .refuses("1101051949123100", "not_an_idcard")
                .refuses(110105, "wrong_type"),
        ]
    }
}

fn shaped(text: &str) -> bool {
    text.len() == 18
        && text.bytes().take(17).all(|byte| byte.is_ascii_digit())
        && matches!(text.as_bytes()[17], b'0'..=b'9' | b'X')
}

/// The check digit that the first 17 digits ask for (GB 11643).
fn check_digit(text: &str) -> u8 {
    let sum: u32 = text.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}
