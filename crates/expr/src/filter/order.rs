use std::cmp::Ordering;

use mortise_model::Value;

use crate::Moment;

/// The order of two values that are not blank; `None` where they have none.
///
/// Numbers by size, texts by code point, false before true, ranges by start and then end; a day and a moment by day.
pub fn compare(left: &Value, right: &Value, moment: &Moment) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.as_decimal(), right.as_decimal()) {
        return Some(left.cmp(&right));
    }
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        (Value::Instant(left), Value::Instant(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Instant(right)) => Some(left.cmp(&moment.day_of(*right))),
        (Value::Instant(left), Value::Date(right)) => Some(moment.day_of(*left).cmp(right)),
        (Value::DateRange { start, end }, Value::DateRange { start: other, end: last }) => {
            Some((start, end).cmp(&(other, last)))
        }
        (Value::InstantRange { start, end }, Value::InstantRange { start: other, end: last }) => {
            Some((start, end).cmp(&(other, last)))
        }
        _ => None,
    }
}

/// Whether two values are equal; blank equals blank, lists are equal by their members in any order.
pub fn equal(left: &Value, right: &Value, moment: &Moment) -> bool {
    match (left.is_blank(), right.is_blank()) {
        (true, true) => return true,
        (true, false) | (false, true) => return false,
        (false, false) => {}
    }
    if let Some(order) = compare(left, right, moment) {
        return order == Ordering::Equal;
    }
    match (left, right) {
        (Value::List(left), Value::List(right)) => same_members(left, right),
        (Value::List(list), Value::Text(text)) | (Value::Text(text), Value::List(list)) => {
            matches!(list.as_slice(), [only] if only == text)
        }
        (Value::Json(left), Value::Json(right)) => left == right,
        (Value::Rows(left), Value::Rows(right)) => left == right,
        _ => !left.refs().is_empty() && same_members(left.refs(), right.refs()),
    }
}

fn same_members<T: PartialEq>(left: &[T], right: &[T]) -> bool {
    left.len() == right.len() && left.iter().all(|member| right.contains(member))
}
