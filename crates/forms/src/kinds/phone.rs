use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A telephone number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PhoneField {
    /// Which numbers are allowed.
    pub accept: PhoneAccept,
}

/// Which telephone numbers are allowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneAccept {
    /// Mobile numbers, land lines and numbers of other countries.
    #[default]
    Any,
    /// Mobile numbers of mainland China.
    Mobile,
}

const MOBILE: &str = "^1[3-9][0-9]{9}$";
const ANY: &str =
    r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?|[48]00-?[0-9]{3,4}-?[0-9]{3,4}|\+[0-9]{6,15})$";

impl FieldKind for PhoneField {
    answers!(TEXT, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        match self.accept {
            PhoneAccept::Any => texts::schema(None, None, Some(ANY)),
            PhoneAccept::Mobile => texts::schema(None, None, Some(MOBILE)),
        }
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let bare: String =
            texts::read(raw)?.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')')).collect();
        let digits: String = bare.chars().filter(|c| *c != '-').collect();
        let home = digits.strip_prefix("+86").or(digits.strip_prefix("0086")).unwrap_or(&digits);
        Ok(texts::or_blank(if is_mobile(home) { home.to_owned() } else { bare }))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let number = value.as_text()?;
        let fits = is_mobile(number) || self.accept == PhoneAccept::Any && (is_land_line(number) || is_foreign(number));
        (!fits).then(|| Issue::error(Pointer::root(), "not_a_phone"))
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
                .takes("13812345678", "13812345678")
                .takes("+86 138-1234-5678", "13812345678")
                .takes("010-62345678", "010-62345678")
                .takes("400-800-1234", "400-800-1234")
                .takes("+442079460000", "+442079460000")
                .refuses("1381234567", "not_a_phone")
                .refuses("12812345678", "not_a_phone")
                .refuses("phone", "not_a_phone")
                .refuses(13812345678_i64, "wrong_type"),
            Sample::of(json!({"accept": "mobile"}))
                .takes("138 1234 5678", "13812345678")
                .refuses("010-62345678", "not_a_phone"),
        ]
    }
}

fn digits_only(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_mobile(text: &str) -> bool {
    text.len() == 11 && digits_only(text) && text.starts_with('1') && matches!(text.as_bytes()[1], b'3'..=b'9')
}

fn is_foreign(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|rest| (6..=15).contains(&rest.len()) && digits_only(rest))
}

/// Area code and number, with an extension; or a number for the whole country that begins with 400 or 800.
fn is_land_line(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    if !parts.iter().all(|part| !part.is_empty() && digits_only(part)) {
        return false;
    }
    let (area, number, extension) = match parts.as_slice() {
        [whole] if whole.starts_with('0') && whole.len() >= 10 => {
            return whole.len() <= 12;
        }
        [whole] => (&whole[..whole.len().min(3)], &whole[whole.len().min(3)..], ""),
        [area, number] => (*area, *number, ""),
        [area, number, extension] => (*area, *number, *extension),
        _ => return false,
    };
    match area {
        "400" | "800" => (7..=8).contains(&(number.len() + extension.len())) || number.len() == 7,
        _ => {
            area.starts_with('0')
                && (3..=4).contains(&area.len())
                && (7..=8).contains(&number.len())
                && extension.len() <= 6
        }
    }
}
