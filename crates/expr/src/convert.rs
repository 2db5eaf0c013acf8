//! Between the product's values and those of the engine.
//!
//! Numbers are always exact decimals. What the engine has no type for travels as [`Held`].

use mortise_model::{Decimal, Key, Row, Value, Values};
use rhai::Dynamic;
use serde_json::{Number, Value as Json};

/// The only key of a row that stands for one value.
const SINGLE: &str = "value";

/// A value that the engine only hands on: dates, references, lists, ranges, rows.
#[derive(Debug, Clone)]
pub(crate) struct Held(pub(crate) Value);

/// The value as the engine sees it; every blank is `()`.
pub(crate) fn to_dynamic(value: Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Text(text) if text.is_empty() => Dynamic::UNIT,
        Value::Text(text) => text.into(),
        Value::Bool(truth) => truth.into(),
        Value::Int(number) => Decimal::from(number).into(),
        Value::Decimal(number) => number.into(),
        other => Dynamic::from(Held(other)),
    }
}

/// The value that the engine holds; what it could not have got from us is blank.
pub(crate) fn to_value(dynamic: &Dynamic) -> Value {
    if let Some(held) = dynamic.read_lock::<Held>() {
        return held.0.clone();
    }
    if let Ok(number) = dynamic.as_decimal() {
        return Value::Decimal(number);
    }
    if let Ok(truth) = dynamic.as_bool() {
        return Value::Bool(truth);
    }
    if let Ok(number) = dynamic.as_int() {
        return Value::Decimal(Decimal::from(number));
    }
    if let Ok(text) = dynamic.as_immutable_string_ref() {
        return Value::Text(text.to_string());
    }
    if let Ok(letter) = dynamic.as_char() {
        return Value::Text(letter.to_string());
    }
    match dynamic.as_array_ref() {
        Ok(array) => list(array.iter().map(to_value).collect()),
        Err(_) => Value::Null,
    }
}

/// A list of texts or references as such, anything else as a structure.
pub(crate) fn list(members: Vec<Value>) -> Value {
    if members.iter().all(|member| matches!(member, Value::Text(_))) {
        return Value::List(members.iter().filter_map(Value::as_text).map(str::to_owned).collect());
    }
    if members.iter().all(|member| matches!(member, Value::Ref(_))) {
        return Value::Refs(members.iter().flat_map(|member| member.refs().iter().copied()).collect());
    }
    Value::Json(Json::Array(members.iter().map(member_json).collect()))
}

/// Several values as rows of one value each, which keep their kinds on the way through the engine.
pub(crate) fn as_rows(values: impl IntoIterator<Item = Value>) -> Value {
    let key = Key::new(SINGLE).expect("a word of small letters is a key");
    let row = |value| Row { id: None, values: Values::from_iter([(key.clone(), value)]) };
    Value::Rows(values.into_iter().map(row).collect())
}

/// The values of what [`as_rows`] made.
pub(crate) fn from_rows(rows: &[Row]) -> Option<Vec<Value>> {
    rows.iter().map(|row| row.values.get(SINGLE).filter(|_| row.values.len() == 1).cloned()).collect()
}

/// A number stays a number here, so that it is found again as one.
fn member_json(member: &Value) -> Json {
    let number = member.as_decimal().and_then(|number| number.to_string().parse::<Number>().ok());
    number.map_or_else(|| member.to_json(), Json::Number)
}
