use mortise_model::{Decimal, Value, round_half_up};

use super::{Function, number};
use crate::operators::{Answered, Failure, binary, too_large, whole};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        usage: "round(number, places?)",
        doc: "The number rounded to so many places (0), halves away from zero.",
        call: |arguments| rounded("round", arguments, round_half_up),
    },
    Function {
        usage: "floor(number, places?)",
        doc: "The number rounded down.",
        call: |arguments| rounded("floor", arguments, |number, places| shifted(number, places, |n| n.floor())),
    },
    Function {
        usage: "ceil(number, places?)",
        doc: "The number rounded up.",
        call: |arguments| rounded("ceil", arguments, |number, places| shifted(number, places, |n| n.ceil())),
    },
    Function {
        usage: "abs(number)",
        doc: "The number without its sign.",
        call: |arguments| Ok(number("abs", arguments, 0)?.map_or(Value::Null, |number| Value::Decimal(number.abs()))),
    },
    Function {
        usage: "sqrt(number)",
        doc: "The square root; blank of a negative number.",
        call: |arguments| Ok(number("sqrt", arguments, 0)?.and_then(root).map_or(Value::Null, Value::Decimal)),
    },
    Function {
        usage: "safe_div(dividend, divisor, otherwise?)",
        doc: "The quotient; where the divisor is zero or blank, `otherwise` (blank).",
        call: safe_div,
    },
    Function {
        usage: "clamp(number, least, most)",
        doc: "The number, but at least `least` and at most `most`; a blank bound does not bind.",
        call: clamp,
    },
    Function {
        usage: "int(value)",
        doc: "The whole part of a number, or of a text that is one; blank otherwise.",
        call: |arguments| Ok(parsed(&arguments[0]).map_or(Value::Null, |number| whole(number.trunc()))),
    },
    Function {
        usage: "number(value)",
        doc: "The number that a text is; blank where it is none.",
        call: |arguments| Ok(parsed(&arguments[0]).map_or(Value::Null, Value::Decimal)),
    },
];

fn rounded(name: &'static str, arguments: &[Value], round: fn(Decimal, u32) -> Decimal) -> Answered {
    let Some(given) = number(name, arguments, 0)? else { return Ok(Value::Null) };
    let places = number(name, arguments, 1)?.unwrap_or_default();
    let places = u32::try_from(places).ok().filter(|places| *places <= 20);
    let places = places.ok_or_else(|| Failure::new("places_not_possible").with("most", 20))?;
    Ok(Value::Decimal(round(given, places)))
}

/// Rounds at so many places by moving the point; a number too large to move has no such places and stays.
fn shifted(number: Decimal, places: u32, round: fn(Decimal) -> Decimal) -> Decimal {
    let factor = Decimal::from(10u64.pow(places.min(19)));
    number.checked_mul(factor).map_or(number, |moved| (round(moved) / factor).normalize())
}

/// By Newton's method, to the precision that a decimal has.
fn root(number: Decimal) -> Option<Decimal> {
    if number.is_sign_negative() && !number.is_zero() {
        return None;
    }
    if number.is_zero() {
        return Some(number);
    }
    let mut guess = if number > Decimal::ONE { number } else { Decimal::ONE };
    for _ in 0..200 {
        let next = guess.checked_add(number.checked_div(guess)?)?.checked_div(Decimal::TWO)?;
        if next >= guess {
            break;
        }
        guess = next;
    }
    Some(round_half_up(guess, 20).normalize())
}

fn safe_div(arguments: &[Value]) -> Answered {
    let (dividend, divisor) = (number("safe_div", arguments, 0)?, number("safe_div", arguments, 1)?);
    let otherwise = arguments.get(2).cloned().unwrap_or_default();
    match (dividend, divisor) {
        (_, None) => Ok(otherwise),
        (_, Some(divisor)) if divisor.is_zero() => Ok(otherwise),
        (None, Some(_)) => Ok(Value::Null),
        (Some(dividend), Some(divisor)) => {
            let quotient = dividend.checked_div(divisor).ok_or_else(too_large)?;
            Ok(Value::Decimal(quotient.normalize()))
        }
    }
}

fn clamp(arguments: &[Value]) -> Answered {
    let Some(given) = number("clamp", arguments, 0)? else { return Ok(Value::Null) };
    let (least, most) = (number("clamp", arguments, 1)?, number("clamp", arguments, 2)?);
    let raised = least.map_or(given, |least| given.max(least));
    Ok(Value::Decimal(most.map_or(raised, |most| raised.min(most))))
}

fn parsed(value: &Value) -> Option<Decimal> {
    match value {
        Value::Text(text) => text.trim().replace([',', '，'], "").parse().ok(),
        other => other.as_decimal(),
    }
}

/// The sum of numbers; blanks are skipped.
pub(crate) fn sum(values: &[Value]) -> Answered {
    let mut total = Decimal::ZERO;
    for value in values.iter().filter(|value| !value.is_blank()) {
        let more = binary("+", &Value::Decimal(total), value, &crate::engine::moment())?;
        total = more.as_decimal().ok_or_else(|| super::wrong_argument("sum", 0, value))?;
    }
    Ok(Value::Decimal(total))
}
