//! What the kinds that hold numbers share: reading, rounding, limits, writing.

use mortise_model::{Decimal, Issue, Issues, Pointer, Value, round_half_up, to_scaled};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value as Json, json};

use crate::Refused;

/// An exact number in settings, written as a string such as `"0.5"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(pub Decimal);

/// 2^53: below it every whole float is the whole number it looks like.
const EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

/// How an exact number is written.
pub(crate) const PATTERN: &str = r"^-?[0-9]+(\.[0-9]+)?$";

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Json::deserialize(deserializer)?;
        read(&raw).map(Self).map_err(|_| D::Error::custom("not an exact number such as \"0.5\""))
    }
}

impl JsonSchema for Exact {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "pattern": PATTERN})
    }
}

/// The number that was sent: a string without exponent, or a whole JSON number.
pub(crate) fn read(raw: &Json) -> Result<Decimal, Refused> {
    match raw {
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Ok(Decimal::from(whole)),
            None => Err(Refused::code("not_exact")),
        },
        Json::String(text) => parse(text).ok_or_else(|| Refused::code("not_a_number")),
        _ => Err(Refused::expected("decimal")),
    }
}

fn parse(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if plain(whole) && plain(places) { Decimal::from_str_exact(text).ok() } else { None }
}

/// The number that was sent, which may not have more places than `scale`.
pub(crate) fn read_exact(raw: &Json, scale: u32) -> Result<Value, Refused> {
    let number = read(raw)?;
    if number.normalize().scale() > scale {
        return Err(Issue::error(Pointer::root(), "too_many_places").with("places", scale).into());
    }
    Ok(Value::Decimal(rounded(number, scale)?))
}

/// The whole number that was sent as a JSON number.
pub(crate) fn read_whole(raw: &Json) -> Result<Value, Refused> {
    let Json::Number(number) = raw else { return Err(Refused::expected("int")) };
    if let Some(whole) = number.as_i64() {
        return Ok(Value::Int(whole));
    }
    match number.as_f64() {
        Some(float) if float.fract() != 0.0 => Err(Refused::code("not_whole")),
        // Up to here a float says exactly which whole number is meant, as in `1.0`.
        Some(float) if float.abs() < EXACT_FLOAT => Ok(Value::Int(float as i64)),
        _ => Err(Refused::code("out_of_range")),
    }
}

/// The number with exactly `scale` places, halves away from zero; `out_of_range` when 64 bits do not hold it.
pub(crate) fn rounded(number: Decimal, scale: u32) -> Result<Decimal, Issue> {
    to_scaled(number, scale).ok_or_else(|| Issue::error(Pointer::root(), "out_of_range"))?;
    let mut number = round_half_up(number, scale);
    number.rescale(scale);
    Ok(number)
}

/// The nearest whole number, halves away from zero.
pub(crate) fn whole(number: Decimal) -> Result<i64, Issue> {
    to_scaled(number, 0).ok_or_else(|| Issue::error(Pointer::root(), "out_of_range"))
}

/// `too_small` or `too_large` with the limit.
pub(crate) fn check(value: &Value, min: Option<Decimal>, max: Option<Decimal>) -> Option<Issue> {
    let number = value.as_decimal()?;
    if let Some(min) = min.filter(|min| number < *min) {
        return Some(Issue::error(Pointer::root(), "too_small").with("min", min.normalize().to_string()));
    }
    let max = max.filter(|max| number > *max)?;
    Some(Issue::error(Pointer::root(), "too_large").with("max", max.normalize().to_string()))
}

/// The schema of an exact number: `x-scale`, `x-minimum` and `x-maximum` say about the string what
/// `multipleOf`, `minimum` and `maximum` say about a number.
pub(crate) fn schema(scale: u32, min: Option<Decimal>, max: Option<Decimal>) -> Json {
    let mut schema = Map::from_iter([
        ("type".to_owned(), json!("string")),
        ("pattern".to_owned(), json!(PATTERN)),
        ("x-scale".to_owned(), json!(scale)),
    ]);
    if let Some(min) = min {
        schema.insert("x-minimum".to_owned(), json!(min.normalize().to_string()));
    }
    if let Some(max) = max {
        schema.insert("x-maximum".to_owned(), json!(max.normalize().to_string()));
    }
    Json::Object(schema)
}

/// The schema of a whole number.
pub(crate) fn whole_schema(min: Option<i64>, max: Option<i64>) -> Json {
    let mut schema = Map::from_iter([("type".to_owned(), json!("integer"))]);
    if let Some(min) = min {
        schema.insert("minimum".to_owned(), json!(min));
    }
    if let Some(max) = max {
        schema.insert("maximum".to_owned(), json!(max));
    }
    Json::Object(schema)
}

/// The number with its digits in threes.
pub(crate) fn grouped(number: &Decimal) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, places) = digits.split_once('.').map_or((digits, None), |(whole, places)| (whole, Some(places)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(places) = places {
        out.push('.');
        out.push_str(places);
    }
    out
}

/// The number in a spreadsheet cell, without the signs around it; the text itself where it is none.
pub(crate) fn from_text(text: &str) -> Json {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，' | '¥' | '￥' | '$' | '€' | '£' | '%' | '％' | '元'))
        .collect();
    Json::String(if parse(&kept).is_some() { kept } else { text.trim().to_owned() })
}

/// The whole number in a spreadsheet cell; the text itself where it is none.
pub(crate) fn whole_from_text(text: &str) -> Json {
    match from_text(text) {
        Json::String(digits) => match parse(&digits).map(|number| number.normalize()) {
            Some(number) if number.scale() == 0 => {
                i64::try_from(number).map_or(Json::String(digits), |number| json!(number))
            }
            _ => Json::String(digits),
        },
        other => other,
    }
}

/// A currency: its code, its places, its sign, its name.
pub(crate) struct Currency {
    pub(crate) code: &'static str,
    pub(crate) scale: u32,
    sign: &'static str,
}

const fn currency(code: &'static str, scale: u32, sign: &'static str) -> Currency {
    Currency { code, scale, sign }
}

/// The currencies that amounts can have, with the places of ISO 4217.
pub(crate) const CURRENCIES: &[Currency] = &[
    currency("CNY", 2, "¥"),
    currency("USD", 2, "US$"),
    currency("HKD", 2, "HK$"),
    currency("EUR", 2, "€"),
    currency("GBP", 2, "£"),
    currency("JPY", 0, "JP¥"),
    currency("KRW", 0, "₩"),
    currency("TWD", 2, "NT$"),
    currency("MOP", 2, "MOP$"),
    currency("SGD", 2, "S$"),
    currency("AUD", 2, "A$"),
    currency("NZD", 2, "NZ$"),
    currency("CAD", 2, "C$"),
    currency("CHF", 2, "CHF "),
    currency("SEK", 2, "SEK "),
    currency("NOK", 2, "NOK "),
    currency("DKK", 2, "DKK "),
    currency("PLN", 2, "PLN "),
    currency("CZK", 2, "CZK "),
    currency("HUF", 2, "HUF "),
    currency("RUB", 2, "₽"),
    currency("TRY", 2, "₺"),
    currency("ILS", 2, "₪"),
    currency("INR", 2, "₹"),
    currency("IDR", 2, "Rp"),
    currency("MYR", 2, "RM"),
    currency("THB", 2, "฿"),
    currency("PHP", 2, "₱"),
    currency("VND", 0, "₫"),
    currency("AED", 2, "AED "),
    currency("SAR", 2, "SAR "),
    currency("KWD", 3, "KWD "),
    currency("BHD", 3, "BHD "),
    currency("OMR", 3, "OMR "),
    currency("JOD", 3, "JOD "),
    currency("TND", 3, "TND "),
    currency("ZAR", 2, "R"),
    currency("BRL", 2, "R$"),
    currency("MXN", 2, "MX$"),
    currency("CLP", 0, "CLP "),
    currency("ISK", 0, "ISK "),
];

/// The currency with this code.
pub(crate) fn find_currency(code: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|known| known.code == code)
}

/// The most places that a currency has.
pub(crate) const MOST_CURRENCY_PLACES: u32 = 3;

/// An amount with the sign of its currency.
pub(crate) fn amount(number: &Decimal, code: Option<&str>) -> String {
    let known = code.and_then(find_currency);
    let mut number = *number;
    if let Some(known) = known {
        let places = number.normalize().scale().max(known.scale);
        number.rescale(places);
    }
    let text = grouped(&number);
    let sign = match (known, code) {
        (Some(known), _) => known.sign.to_owned(),
        (None, Some(code)) => format!("{code} "),
        (None, None) => String::new(),
    };
    match text.strip_prefix('-') {
        Some(digits) => format!("-{sign}{digits}"),
        None => format!("{sign}{text}"),
    }
}

/// `limits_crossed` where the smallest is larger than the largest.
pub(crate) fn check_limits(min: Option<Decimal>, max: Option<Decimal>) -> Issues {
    match (min, max) {
        (Some(min), Some(max)) if min > max => Issue::error(Pointer::root().at("max"), "limits_crossed").into(),
        _ => Issues::new(),
    }
}
