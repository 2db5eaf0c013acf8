use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};
use mortise_model::{FilterOp, Value};

use super::{compare, equal, fold, moments_of};
use crate::{Moment, Reached, convert::from_rows};

/// The right side of a comparison, ready to compare.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Right {
    /// One value.
    One(Value),
    /// Several, for `between`, `in`, `has_any` and their like; blanks among them count.
    Many(Vec<Value>),
    /// Days, for `within`.
    Days(NaiveDate, NaiveDate),
    /// Nothing that could be compared: no comparison holds, every negation does.
    Nothing,
}

/// Whether the comparison holds.
pub(crate) fn test(left: &Reached, op: FilterOp, right: &Right, moment: &Moment) -> bool {
    match op {
        FilterOp::IsEmpty => blank(left),
        FilterOp::NotEmpty => !blank(left),
        FilterOp::Ne => !test(left, FilterOp::Eq, right, moment),
        FilterOp::NotIn => !test(left, FilterOp::In, right, moment),
        FilterOp::NotContains => !test(left, FilterOp::Contains, right, moment),
        _ => positive(left, op, right, moment),
    }
}

fn positive(left: &Reached, op: FilterOp, right: &Right, moment: &Moment) -> bool {
    match right {
        Right::Nothing => false,
        Right::Days(from, to) => left.values.iter().any(|value| touches(value, (*from, *to), moment)),
        Right::One(value) => match op {
            FilterOp::In | FilterOp::HasAny | FilterOp::HasAll | FilterOp::Between => {
                several(left, op, &members(value), moment)
            }
            FilterOp::Eq if value.is_blank() => blank(left),
            _ => left.values.iter().any(|item| one(item, op, value, moment)),
        },
        Right::Many(values) => several(left, op, values, moment),
    }
}

fn blank(left: &Reached) -> bool {
    left.values.iter().all(Value::is_blank)
}

fn one(item: &Value, op: FilterOp, right: &Value, moment: &Moment) -> bool {
    if op == FilterOp::Eq {
        return equal(item, right, moment);
    }
    if item.is_blank() || right.is_blank() {
        return false;
    }
    let order = compare(item, right, moment);
    match op {
        FilterOp::Gt => order == Some(Ordering::Greater),
        FilterOp::Gte => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        FilterOp::Lt => order == Some(Ordering::Less),
        FilterOp::Lte => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        FilterOp::Contains => contains(item, right, moment),
        FilterOp::StartsWith => folded(item, right, |text, part| text.starts_with(part)),
        FilterOp::EndsWith => folded(item, right, |text, part| text.ends_with(part)),
        FilterOp::Overlaps => spans(item, right, moment, |a, b| a.0 <= b.1 && b.0 <= a.1),
        FilterOp::Covers => spans(item, right, moment, |a, b| a.0 <= b.0 && b.1 <= a.1),
        _ => false,
    }
}

fn several(left: &Reached, op: FilterOp, right: &[Value], moment: &Moment) -> bool {
    match op {
        FilterOp::Between => left.values.iter().any(|item| between(item, right, moment)),
        FilterOp::In | FilterOp::HasAny => {
            let mine = all_members(left);
            right.iter().any(|value| match value.is_blank() {
                true => op == FilterOp::In && blank(left),
                false => mine.iter().any(|member| equal(member, value, moment)),
            })
        }
        FilterOp::HasAll => {
            let mine = all_members(left);
            right.iter().all(|value| mine.iter().any(|member| equal(member, value, moment)))
        }
        FilterOp::Eq => {
            let mine = all_members(left);
            mine.len() == right.len()
                && right.iter().all(|value| mine.iter().any(|member| equal(member, value, moment)))
        }
        FilterOp::Contains => {
            right.iter().any(|value| left.values.iter().any(|item| one(item, FilterOp::Contains, value, moment)))
        }
        _ => false,
    }
}

fn between(item: &Value, ends: &[Value], moment: &Moment) -> bool {
    let [from, to] = ends else { return false };
    if item.is_blank() {
        return false;
    }
    let above = from.is_blank() || one(item, FilterOp::Gte, from, moment);
    above && (to.is_blank() || one(item, FilterOp::Lte, to, moment))
}

fn all_members(left: &Reached) -> Vec<Value> {
    left.values.iter().flat_map(members).collect()
}

/// The members of a list, or the value itself; none of a blank.
pub(crate) fn members(value: &Value) -> Vec<Value> {
    match value {
        _ if value.is_blank() => Vec::new(),
        Value::List(list) => list.iter().cloned().map(Value::Text).collect(),
        Value::Refs(ids) => ids.iter().copied().map(Value::Ref).collect(),
        Value::Rows(rows) if from_rows(rows).is_some() => from_rows(rows).unwrap_or_default(),
        Value::Json(serde_json::Value::Array(list)) => list.iter().map(super::literal::free_literal).collect(),
        other => vec![other.clone()],
    }
}

fn contains(item: &Value, part: &Value, moment: &Moment) -> bool {
    match item {
        Value::List(_) | Value::Refs(_) => members(item).iter().any(|member| equal(member, part, moment)),
        _ => contains_text(item, part),
    }
}

/// Whether a text occurs in another, case ignored.
pub(crate) fn contains_text(text: &Value, part: &Value) -> bool {
    folded(text, part, |text, part| text.contains(part))
}

fn folded(text: &Value, part: &Value, test: impl Fn(&str, &str) -> bool) -> bool {
    match (text.as_text(), part.as_text()) {
        (Some(text), Some(part)) => test(&fold(text), &fold(part)),
        _ => false,
    }
}

type Span = (DateTime<Utc>, DateTime<Utc>);

/// The first and last moment of a day, moment or range.
pub(crate) fn span(value: &Value, moment: &Moment) -> Option<Span> {
    match value {
        Value::Date(day) => Some(moments_of((*day, *day), moment)),
        Value::DateRange { start, end } => Some(moments_of((*start, *end), moment)),
        Value::Instant(at) => Some((*at, *at)),
        Value::InstantRange { start, end } => Some((*start, *end)),
        _ => None,
    }
}

fn spans(item: &Value, right: &Value, moment: &Moment, test: impl Fn(Span, Span) -> bool) -> bool {
    match (span(item, moment), span(right, moment)) {
        (Some(left), Some(right)) => test(left, right),
        _ => false,
    }
}

fn touches(value: &Value, days: (NaiveDate, NaiveDate), moment: &Moment) -> bool {
    let (from, to) = moments_of(days, moment);
    span(value, moment).is_some_and(|(start, end)| start <= to && from <= end)
}
