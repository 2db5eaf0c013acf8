//! The operators of the language, over [`Value`]: exact numbers, and blanks that stay blank.

use chrono::{Days, Duration, NaiveDate};
use mortise_model::{Decimal, Value};
use serde_json::{Map, Value as Json};

use crate::{
    Moment, compare,
    filter::{equal, members},
};

/// Why an expression has no value: a stable code and what its sentence names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) params: Map<String, Json>,
}

impl Failure {
    pub(crate) fn new(code: &'static str) -> Self {
        Self { code, params: Map::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

pub(crate) type Answered = Result<Value, Failure>;

/// `left op right` for the operators of arithmetic and comparison.
pub(crate) fn binary(op: &'static str, left: &Value, right: &Value, moment: &Moment) -> Answered {
    match op {
        "==" => Ok(Value::Bool(equal(left, right, moment))),
        "!=" => Ok(Value::Bool(!equal(left, right, moment))),
        "<" | "<=" | ">" | ">=" => ordered(op, left, right, moment),
        "+" => add(left, right),
        "-" => subtract(left, right),
        _ => arithmetic(op, left, right),
    }
}

fn ordered(op: &'static str, left: &Value, right: &Value, moment: &Moment) -> Answered {
    if left.is_blank() || right.is_blank() {
        return Ok(Value::Bool(false));
    }
    let order = compare(left, right, moment).ok_or_else(|| mismatch(op, left, right))?;
    Ok(Value::Bool(match op {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }))
}

fn add(left: &Value, right: &Value) -> Answered {
    match (left, right) {
        (Value::Text(_), _) | (_, Value::Text(_)) => Ok(Value::Text([text(left), text(right)].concat())),
        (left, right) if left.is_blank() || right.is_blank() => Ok(Value::Null),
        (Value::Date(day), days) | (days, Value::Date(day)) => {
            shifted(*day, days, 1).ok_or_else(|| mismatch("+", left, right))?
        }
        (Value::Instant(at), days) | (days, Value::Instant(at)) => {
            let days = days.as_decimal().ok_or_else(|| mismatch("+", left, right))?;
            Ok(Value::Instant(at.checked_add_signed(lasting(days)?).ok_or_else(too_large)?))
        }
        _ => arithmetic("+", left, right),
    }
}

fn subtract(left: &Value, right: &Value) -> Answered {
    match (left, right) {
        (left, right) if left.is_blank() || right.is_blank() => Ok(Value::Null),
        (Value::Date(later), Value::Date(earlier)) => Ok(whole((*later - *earlier).num_days())),
        (Value::Instant(later), Value::Instant(earlier)) => {
            let milliseconds = Decimal::from((*later - *earlier).num_milliseconds());
            Ok(Value::Decimal((milliseconds / Decimal::from(86_400_000)).normalize()))
        }
        (Value::Date(day), days) => shifted(*day, days, -1).ok_or_else(|| mismatch("-", left, right))?,
        (Value::Instant(at), days) => {
            let days = days.as_decimal().ok_or_else(|| mismatch("-", left, right))?;
            Ok(Value::Instant(at.checked_sub_signed(lasting(days)?).ok_or_else(too_large)?))
        }
        _ => arithmetic("-", left, right),
    }
}

/// A day so many days later (or earlier); `None` where the other side is no number.
fn shifted(day: NaiveDate, days: &Value, direction: i64) -> Option<Answered> {
    let days = days.as_decimal()?;
    Some(add_days(day, days, direction).map(Value::Date))
}

/// The day so many whole days away; parts of a day are dropped.
pub(crate) fn add_days(day: NaiveDate, days: Decimal, direction: i64) -> Result<NaiveDate, Failure> {
    let days = i64::try_from(days.trunc()).map_err(|_| too_large())? * direction;
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) };
    moved.filter(|day| (0..=9999).contains(&chrono::Datelike::year(day))).ok_or_else(too_large)
}

fn lasting(days: Decimal) -> Result<Duration, Failure> {
    let milliseconds = days.checked_mul(Decimal::from(86_400_000)).ok_or_else(too_large)?;
    let milliseconds = i64::try_from(milliseconds.trunc()).map_err(|_| too_large())?;
    Duration::try_milliseconds(milliseconds).ok_or_else(too_large)
}

fn arithmetic(op: &'static str, left: &Value, right: &Value) -> Answered {
    if left.is_blank() || right.is_blank() {
        return Ok(Value::Null);
    }
    let (Some(a), Some(b)) = (left.as_decimal(), right.as_decimal()) else {
        return Err(mismatch(op, left, right));
    };
    let result = match op {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "/" | "%" if b.is_zero() => return Ok(Value::Null),
        "/" => a.checked_div(b).map(|quotient| quotient.normalize()),
        "%" => a.checked_rem(b),
        "**" => return power(a, b),
        _ => return Err(Failure::new("unknown_operator").with("operator", op)),
    };
    result.map(Value::Decimal).ok_or_else(too_large)
}

/// A whole power, at most the hundredth; zero has no negative one.
fn power(base: Decimal, exponent: Decimal) -> Answered {
    let exponent = i64::try_from(exponent)
        .ok()
        .filter(|n| exponent.fract().is_zero() && n.abs() <= 100)
        .ok_or_else(|| Failure::new("exponent_not_possible").with("exponent", exponent.to_string()))?;
    let mut product = Decimal::ONE;
    for _ in 0..exponent.abs() {
        product = product.checked_mul(base).ok_or_else(too_large)?;
    }
    if exponent >= 0 {
        return Ok(Value::Decimal(product));
    }
    Ok(Decimal::ONE.checked_div(product).map_or(Value::Null, |result| Value::Decimal(result.normalize())))
}

/// `-value`.
pub(crate) fn negated(value: &Value) -> Answered {
    match value.as_decimal() {
        Some(number) => Ok(Value::Decimal(-number)),
        None if value.is_blank() => Ok(Value::Null),
        None => Err(mismatch("-", value, &Value::Null)),
    }
}

/// Whether a condition holds: blank does not.
pub(crate) fn truth(value: &Value) -> Result<bool, Failure> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        blank if blank.is_blank() => Ok(false),
        other => Err(Failure::new("not_a_condition").with("kind", kind(other))),
    }
}

/// Whether `item in container`: a member of a list, a part of a text, a day of a range.
pub(crate) fn contained(container: &Value, item: &Value, moment: &Moment) -> bool {
    if item.is_blank() {
        return false;
    }
    match container {
        Value::Text(_) => crate::filter::contains_text(container, item),
        Value::DateRange { .. } | Value::InstantRange { .. } => {
            let spans = (crate::filter::span(container, moment), crate::filter::span(item, moment));
            matches!(spans, (Some(outer), Some(inner)) if outer.0 <= inner.0 && inner.1 <= outer.1)
        }
        _ => members(container).iter().any(|member| equal(member, item, moment)),
    }
}

/// A value as a text: a number as it is written, a day in ISO form, a list with commas; blank is empty.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::List(list) => list.join(", "),
        other => match other.to_json() {
            Json::String(text) => text,
            json => json.to_string(),
        },
    }
}

/// The name of a value's kind, for a sentence about it.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "blank",
        Value::Bool(_) => "bool",
        Value::Int(_) | Value::Decimal(_) => "number",
        Value::Text(_) => "text",
        Value::Date(_) => "date",
        Value::Time(_) => "time",
        Value::Instant(_) => "datetime",
        Value::DateRange { .. } | Value::InstantRange { .. } => "range",
        Value::List(_) | Value::Refs(_) => "list",
        Value::Ref(_) => "reference",
        Value::Rows(_) => "rows",
        Value::Json(_) => "structure",
    }
}

pub(crate) fn mismatch(op: &str, left: &Value, right: &Value) -> Failure {
    Failure::new("wrong_types").with("operator", op).with("left", kind(left)).with("right", kind(right))
}

pub(crate) fn too_large() -> Failure {
    Failure::new("out_of_range")
}

pub(crate) fn whole(number: impl Into<Decimal>) -> Value {
    Value::Decimal(number.into())
}

#[cfg(test)]
mod tests;
