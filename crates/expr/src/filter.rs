//! What a [`Filter`] means, in memory. The store answers the same filter in SQL with the same result.
//!
//! **The left side** is what stands at the end of the path. A path that leads through several records or rows
//! (`members.dept`, `items.kind`) stands for all values at its ends. A *list* is a field that holds several texts or
//! references itself. *Blank* is null, an empty text, an empty list.
//!
//! | operator | holds when |
//! |---|---|
//! | `eq` | the values are equal; blank equals blank; a list: it has the same members; through many: one end is equal, or the value is blank and no end has one |
//! | `gt gte lt lte` | the value is so ordered; false with a blank on either side; text by code point, false before true |
//! | `between` `[a, b]` | a ≤ value ≤ b; a null end is open; blank never |
//! | `in` | `eq` with one of them, a list: one of its members; `[]` nothing |
//! | `contains starts_with ends_with` | the text, both sides folded by [`fold`]; `contains` on a list: a member equals; blank never, and nothing contains a blank operand |
//! | `is_empty` | blank; through many: all ends are blank or there is none |
//! | `has_any` | one of the members is given; `[]` nothing |
//! | `has_all` | all that are given are members; `[]` everything |
//! | `overlaps` | the range shares a point with the given range or point, ends included |
//! | `covers` | the range contains all of the given range or point |
//! | `within` | the day, the day of the moment, or one day of the range lies in the given days |
//! | `ne not_in not_contains not_empty` | exactly where `eq in contains is_empty` does not hold, so blanks are included |
//!
//! A day counts as the whole day where the tenant is, from its first to its last millisecond; a day and a moment are
//! compared by day. `{"var": "me"}`, `my_dept` and `{"record": "_id"}` that stand for nobody or nothing make a
//! comparison fail (and its negation hold): they never mean blank. A literal that does not fit the field's storage
//! does likewise, but [`check_filter`] refuses it beforehand.
//! An empty `and` holds, an empty `or` does not. `exists` holds when at least one live record of the other form
//! refers to this one and fits; in a new record it does not.

mod bind;
mod check;
mod fold;
mod literal;
mod order;
mod range;
mod test;

use mortise_model::{Aggregate, Answer, Exists, Filter, FilterOp, Need, Operand, Path, Question, Storage, Value};

use crate::{Scope, reach};

pub use bind::bind;
pub use check::{Sight, check_filter, check_filter_in_sight, check_path};
pub use fold::fold;
pub(crate) use fold::fold_char;
pub use literal::{literal, written};
pub use range::{days_of, moments_of, within_days};

pub use order::{compare, equal};
pub(crate) use test::{Right, contains_text, members, span};

/// Whether the scope's record (or row) fits. Asks for all that it must know at once.
pub fn holds(filter: &Filter, scope: &Scope<'_>) -> Result<bool, Need> {
    match filter {
        Filter::And(parts) => all(parts, scope, true),
        Filter::Or(parts) => all(parts, scope, false),
        Filter::Not(part) => holds(part, scope).map(|truth| !truth),
        Filter::Exists(exists) => exists_one(exists, scope),
        Filter::Compare { field, op, value } => comparison(field, *op, value, scope),
    }
}

/// Whether all parts give `wanted` (for `and`); the negation for `or`. One part that decides makes the open
/// questions of the others moot.
fn all(parts: &[Filter], scope: &Scope<'_>, wanted: bool) -> Result<bool, Need> {
    let mut open = Vec::new();
    for part in parts {
        match holds(part, scope) {
            Ok(truth) if truth != wanted => return Ok(truth),
            Ok(_) => {}
            Err(Need(questions)) => open.extend(questions),
        }
    }
    if open.is_empty() { Ok(wanted) } else { Err(Need(open)) }
}

fn exists_one(exists: &Exists, scope: &Scope<'_>) -> Result<bool, Need> {
    let Some(id) = scope.id else { return Ok(false) };
    let via = scope.app.form(&exists.form).and_then(|form| form.fields.get(&exists.via));
    let op = match via.map(|via| &via.storage) {
        Some(Storage::RefList(_)) => FilterOp::HasAny,
        _ => FilterOp::Eq,
    };
    let mut parts = vec![Filter::compare(&exists.via, op, id.to_string())];
    if let Some(filter) = &exists.filter {
        parts.push(bind(filter, scope)?);
    }
    let question = Question::Related {
        form: exists.form.clone(),
        filter: Filter::And(parts),
        aggregate: Aggregate::Count,
        field: None,
        weight: None,
    };
    let count = scope.facts.value(question)?;
    Ok(count.as_decimal().is_some_and(|count| !count.is_zero()))
}

fn comparison(field: &Path, op: FilterOp, operand: &Operand, scope: &Scope<'_>) -> Result<bool, Need> {
    let left = reach(field, scope);
    let storage = left.as_ref().ok().and_then(|left| left.storage.clone());
    let right = bind::right(operand, op, storage.as_ref(), scope);
    match (left, right) {
        (Ok(left), Ok(right)) => Ok(test::test(&left, op, &right, &scope.moment)),
        (left, right) => {
            let open = [left.err(), right.err()].into_iter().flatten();
            Err(Need(open.flat_map(|need| need.0).collect()))
        }
    }
}

/// The value that a fact gives, blank where it gives none.
pub(crate) fn fact_value(answer: &Answer) -> Value {
    if let Answer::Value(value) = answer { value.clone() } else { Value::Null }
}

#[cfg(test)]
mod tests;
