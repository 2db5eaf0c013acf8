use std::cmp::Ordering;

use mortise_model::Decimal;
use serde_json::{Value as Json, json};

use super::{Helper, blank, numbers::exact, values::truthy};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        usage: "eq a b",
        options: &[],
        doc: "Whether two values are equal; numbers by size, also written as texts; blank equals blank.",
        work: |a, _| Ok(json!(equal(&a[0], &a[1]))),
    },
    Helper { usage: "ne a b", options: &[], doc: "Whether they differ.", work: |a, _| Ok(json!(!equal(&a[0], &a[1]))) },
    Helper {
        usage: "gt a b",
        options: &[],
        doc: "Whether the first is greater; never with a blank.",
        work: |a, _| Ok(json!(order(&a[0], &a[1]) == Some(Ordering::Greater))),
    },
    Helper {
        usage: "gte a b",
        options: &[],
        doc: "Whether the first is greater or equal.",
        work: |a, _| Ok(json!(order(&a[0], &a[1]).is_some_and(Ordering::is_ge))),
    },
    Helper {
        usage: "lt a b",
        options: &[],
        doc: "Whether the first is less.",
        work: |a, _| Ok(json!(order(&a[0], &a[1]) == Some(Ordering::Less))),
    },
    Helper {
        usage: "lte a b",
        options: &[],
        doc: "Whether the first is less or equal.",
        work: |a, _| Ok(json!(order(&a[0], &a[1]).is_some_and(Ordering::is_le))),
    },
    Helper {
        usage: "and a …",
        options: &[],
        doc: "Whether all hold: not false, not blank, not zero.",
        work: |a, _| Ok(json!(a.iter().all(truthy))),
    },
    Helper {
        usage: "or a …",
        options: &[],
        doc: "Whether one of them holds.",
        work: |a, _| Ok(json!(a.iter().any(truthy))),
    },
    Helper { usage: "not a", options: &[], doc: "Whether it does not hold.", work: |a, _| Ok(json!(!truthy(&a[0]))) },
    Helper {
        usage: "in value list",
        options: &[],
        doc: "Whether a list has the value.",
        work: |a, _| Ok(json!(a[1].as_array().is_some_and(|list| list.iter().any(|member| equal(&a[0], member))))),
    },
];

fn numbers(one: &Json, other: &Json) -> Option<(Decimal, Decimal)> {
    let number = |value: &Json| exact("eq", value).ok().flatten();
    number(one).zip(number(other))
}

fn equal(one: &Json, other: &Json) -> bool {
    if blank(one) || blank(other) {
        return blank(one) && blank(other);
    }
    numbers(one, other).map_or_else(|| one == other, |(one, other)| one == other)
}

fn order(one: &Json, other: &Json) -> Option<Ordering> {
    if blank(one) || blank(other) {
        return None;
    }
    match numbers(one, other) {
        Some((one, other)) => Some(one.cmp(&other)),
        None => Some(one.as_str()?.cmp(other.as_str()?)),
    }
}
