//! How keys and numbers are written.

use mortise_model::{AxisKey, Decimal, Id, Storage, Target, Value, round_half_up};
use serde_json::{Value as Json, json};

use super::{Term, Titles, target_of};
use crate::{DimGroup, PlannedDim, plan::Output};

/// The keys of a row or column.
pub(super) fn keys(dims: &[PlannedDim], keys: &[Term], titles: &Titles) -> Vec<AxisKey> {
    dims.iter().zip(keys).map(|(dim, term)| key(dim, term, titles)).collect()
}

fn key(dim: &PlannedDim, term: &Term, titles: &Titles) -> AxisKey {
    match (term, &dim.group) {
        (Term::Blank, _) => Json::Null,
        (Term::Number(index), DimGroup::Range(edges)) => json!(range(edges, *index)),
        (Term::Ref(id), _) => reference(target_of(&dim.storage), *id, titles),
        (Term::Bool(truth), _) => json!(truth),
        (Term::Number(number), _) if dim.storage == Storage::Int => whole(*number),
        (Term::Number(number), _) => match dim.storage {
            Storage::Decimal { scale } => json!(fixed(*number, scale)),
            _ => json!(number.to_string()),
        },
        (Term::Text(text), _) => json!(text),
        (Term::Moment(moment), _) => Value::Instant(*moment).to_json(),
    }
}

/// `..30`, `30..60`, `60..`: a range begins with its first number and ends before its second.
fn range(edges: &[Decimal], index: Decimal) -> String {
    let index = usize::try_from(index.trunc()).unwrap_or(0).min(edges.len());
    let from = index.checked_sub(1).map(|below| edges[below].normalize().to_string()).unwrap_or_default();
    let to = edges.get(index).map(|edge| edge.normalize().to_string()).unwrap_or_default();
    format!("{from}..{to}")
}

fn reference(target: Option<Target>, id: Id, titles: &Titles) -> Json {
    let title = target.and_then(|target| titles.get(&(target, id)));
    json!({"id": id, "title": title})
}

/// The number as it is compared and written.
pub(super) fn rounded(output: &Output, value: Value) -> Value {
    match (output, value) {
        (Output::Fixed(scale), Value::Decimal(number)) => Value::Decimal(round_half_up(number, *scale)),
        (Output::Between(_, most), Value::Decimal(number)) => Value::Decimal(round_half_up(number, *most)),
        (Output::Between(..) | Output::Fixed(_), Value::Int(number)) => Value::Decimal(number.into()),
        (Output::Between(..) | Output::Fixed(_), value) if value.as_decimal().is_none() => Value::Null,
        (_, value) => value,
    }
}

/// One cell.
pub(super) fn number(output: &Output, value: &Value, titles: &Titles) -> Json {
    if value.is_blank() {
        return Json::Null;
    }
    match (output, value.as_decimal()) {
        (Output::Count | Output::Int, Some(number)) => whole(number),
        (Output::Fixed(scale), Some(number)) => json!(fixed(number, *scale)),
        (Output::Between(least, _), Some(number)) => {
            let shortest = number.normalize();
            json!(fixed(shortest, shortest.scale().max(*least)))
        }
        (Output::Value(storage), _) => match value {
            Value::Ref(id) => reference(target_of(storage), *id, titles),
            other => other.to_json(),
        },
        (_, None) => value.to_json(),
    }
}

/// Text with exactly so many places.
fn fixed(number: Decimal, scale: u32) -> String {
    let mut number = round_half_up(number, scale);
    number.rescale(scale);
    number.to_string()
}

/// A JSON number; text where it would not be exact.
fn whole(number: Decimal) -> Json {
    i64::try_from(number.trunc()).map_or_else(|_| json!(number.trunc().to_string()), |number| json!(number))
}
