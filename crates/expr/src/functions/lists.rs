use std::cmp::Ordering;

use mortise_model::{Decimal, Value};

use super::{Function, number, numbers, wrong_argument};
use crate::{
    compare,
    engine::moment,
    filter::{equal, members},
    operators::{Answered, Failure, contained, mismatch, whole},
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        usage: "sum(value, …)",
        doc: "The sum of numbers or of a list of them; blanks are skipped.",
        call: |a| numbers::sum(&flat(a)),
    },
    Function {
        usage: "avg(value, …)",
        doc: "Their mean; blanks are skipped, blank where nothing is left.",
        call: |a| mean(&flat(a)),
    },
    Function {
        usage: "min(value, …)",
        doc: "The smallest number, text, day or moment; blanks are skipped.",
        call: |a| extreme(&flat(a), Ordering::Less),
    },
    Function { usage: "max(value, …)", doc: "The largest.", call: |a| extreme(&flat(a), Ordering::Greater) },
    Function {
        usage: "median(value, …)",
        doc: "The middle number; of an even count, the mean of the two in the middle.",
        call: |a| median(&flat(a)),
    },
    Function {
        usage: "count(value, …)",
        doc: "How many members, or values that are not blank.",
        call: |a| Ok(size(&flat(a))),
    },
    Function {
        usage: "count_distinct(value, …)",
        doc: "How many different ones.",
        call: |a| Ok(size(&distinct(&flat(a)))),
    },
    Function {
        usage: "first(list)",
        doc: "The first member.",
        call: |a| Ok(members(&a[0]).into_iter().next().unwrap_or_default()),
    },
    Function {
        usage: "last(list)",
        doc: "The last member.",
        call: |a| Ok(members(&a[0]).into_iter().next_back().unwrap_or_default()),
    },
    Function {
        usage: "at(list, place)",
        doc: "The member at a place, counted from 0, or from the end with a negative number.",
        call: at,
    },
    Function {
        usage: "contains(container, item)",
        doc: "Whether a list has the member, a text the part (case ignored), or a range the day; `item in container` means the same.",
        call: |a| Ok(Value::Bool(contained(&a[0], &a[1], &moment()))),
    },
    Function {
        usage: "has_any(list, wanted)",
        doc: "Whether a list has one of the wanted members.",
        call: |a| Ok(Value::Bool(members(&a[1]).iter().any(|wanted| contained_member(&a[0], wanted)))),
    },
    Function {
        usage: "has_all(list, wanted)",
        doc: "Whether a list has all wanted members.",
        call: |a| Ok(Value::Bool(members(&a[1]).iter().all(|wanted| contained_member(&a[0], wanted)))),
    },
];

/// All values, the members of lists among them, without blanks.
fn flat(arguments: &[Value]) -> Vec<Value> {
    arguments.iter().flat_map(members).collect()
}

fn size(values: &[Value]) -> Value {
    whole(values.len() as u64)
}

pub(crate) fn mean(values: &[Value]) -> Answered {
    if values.is_empty() {
        return Ok(Value::Null);
    }
    let total = numbers::sum(values)?.as_decimal().unwrap_or_default();
    Ok(Value::Decimal((total / Decimal::from(values.len() as u64)).normalize()))
}

/// The value that stands before (or behind) all others.
pub(crate) fn extreme(values: &[Value], wanted: Ordering) -> Answered {
    let mut best: Option<&Value> = None;
    for value in values {
        best = match best {
            None => Some(value),
            Some(before) => match compare(value, before, &moment()) {
                None => return Err(mismatch("<", value, before)),
                Some(order) => Some(if order == wanted { value } else { before }),
            },
        };
    }
    Ok(best.cloned().unwrap_or_default())
}

pub(crate) fn median(values: &[Value]) -> Answered {
    let numbers: Result<Vec<Decimal>, Failure> =
        values.iter().map(|value| value.as_decimal().ok_or_else(|| wrong_argument("median", 0, value))).collect();
    let mut numbers = numbers?;
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => Ok(Value::Null),
        odd if odd % 2 == 1 => Ok(Value::Decimal(numbers[middle])),
        _ => mean(&[Value::Decimal(numbers[middle - 1]), Value::Decimal(numbers[middle])]),
    }
}

pub(crate) fn distinct(values: &[Value]) -> Vec<Value> {
    let mut seen: Vec<Value> = Vec::new();
    for value in values {
        if !seen.iter().any(|before| equal(before, value, &moment())) {
            seen.push(value.clone());
        }
    }
    seen
}

fn at(arguments: &[Value]) -> Answered {
    let list = members(&arguments[0]);
    let Some(place) = number("at", arguments, 1)? else { return Ok(Value::Null) };
    let place = i64::try_from(place.trunc()).unwrap_or(i64::MAX);
    let place = if place < 0 { place.saturating_add(list.len() as i64) } else { place };
    Ok(usize::try_from(place).ok().and_then(|place| list.get(place).cloned()).unwrap_or_default())
}

fn contained_member(list: &Value, wanted: &Value) -> bool {
    members(list).iter().any(|member| equal(member, wanted, &moment()))
}
