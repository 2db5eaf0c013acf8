use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use mortise_model::{Decimal, Id, Storage, Value};
use serde_json::Value as Json;

use crate::Moment;

/// The value that a literal in a filter means for a field with this storage; `None` where it does not fit.
///
/// Null is blank everywhere. Numbers may be written as numbers or texts. A day may be written where a moment is
/// compared: it stays a [`Value::Date`], and the comparison is by day (`lte` includes the whole day). A day written
/// for a range is that whole day. A reference is its id, or an object with it. For a list or several references this
/// reads one member; operators that take several read each on its own.
pub fn literal(storage: &Storage, json: &Json, moment: &Moment) -> Option<Value> {
    if json.is_null() {
        return Some(Value::Null);
    }
    match storage {
        Storage::Text | Storage::List => json.as_str().map(|text| Value::Text(text.to_owned())),
        Storage::Int => {
            number(json).map(|n| i64::try_from(n).ok().filter(|_| n.is_integer()).map_or(Value::Decimal(n), Value::Int))
        }
        Storage::Decimal { .. } => number(json).map(Value::Decimal),
        Storage::Bool => json.as_bool().map(Value::Bool),
        Storage::Date => day(json).map(Value::Date),
        Storage::Time => NaiveTime::parse_from_str(json.as_str()?, "%H:%M").ok().map(Value::Time),
        Storage::Instant => at(json).map(Value::Instant).or_else(|| day(json).map(Value::Date)),
        Storage::DateRange => {
            let (start, end) = ends(json, day)?;
            Some(Value::DateRange { start, end })
        }
        Storage::InstantRange => {
            let start = at(json.get("start").unwrap_or(json));
            let end = at(json.get("end").unwrap_or(json));
            if let (Some(start), Some(end)) = (start, end) {
                return Some(Value::InstantRange { start, end });
            }
            let (start, end) = ends(json, day)?;
            Some(Value::InstantRange { start: moment.start_of(start), end: moment.end_of(end) })
        }
        Storage::Ref(_) | Storage::RefList(_) => reference(json),
        Storage::Json => {
            Some(json.as_str().map_or_else(|| Value::Json(json.clone()), |text| Value::Text(text.to_owned())))
        }
        Storage::Rows | Storage::None => None,
    }
}

/// The value that a definition writes for a field with this storage, whole and ready to be stored; `None` where it does
/// not fit. Lists are read member by member; a day written for a moment is its first moment.
pub fn written(storage: &Storage, json: &Json, moment: &Moment) -> Option<Value> {
    let members =
        |list: &[Json]| list.iter().map(|member| literal(storage, member, moment)).collect::<Option<Vec<_>>>();
    match (storage, json) {
        (Storage::List, Json::Array(list)) => {
            Some(Value::List(members(list)?.iter().filter_map(Value::as_text).map(str::to_owned).collect()))
        }
        (Storage::List, Json::String(text)) => Some(Value::List(vec![text.clone()])),
        (Storage::RefList(_), Json::Array(list)) => {
            Some(Value::Refs(members(list)?.iter().flat_map(|value| value.refs().iter().copied()).collect()))
        }
        (Storage::RefList(_), Json::String(_) | Json::Object(_)) => {
            Some(Value::Refs(literal(storage, json, moment)?.refs().to_vec()))
        }
        (Storage::Instant, _) => match literal(storage, json, moment)? {
            Value::Date(day) => Some(Value::Instant(moment.start_of(day))),
            other => Some(other),
        },
        (Storage::Json, _) => Some(if json.is_null() { Value::Null } else { Value::Json(json.clone()) }),
        (Storage::Rows, Json::Null) => Some(Value::Null),
        _ => literal(storage, json, moment),
    }
}

/// The value that a literal means where nothing is known of the field.
pub(crate) fn free_literal(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(_) => number(json).map_or_else(|| Value::Json(json.clone()), Value::Decimal),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(_) | Json::Object(_) => Value::Json(json.clone()),
    }
}

/// The exact number that is written, as a number or as a text.
fn number(json: &Json) -> Option<Decimal> {
    let text = match json {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

fn day(json: &Json) -> Option<NaiveDate> {
    json.as_str()?.parse().ok()
}

fn at(json: &Json) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(json.as_str()?).ok().map(|at| at.with_timezone(&Utc))
}

fn ends<T>(json: &Json, read: impl Fn(&Json) -> Option<T>) -> Option<(T, T)> {
    Some((read(json.get("start").unwrap_or(json))?, read(json.get("end").unwrap_or(json))?))
}

fn reference(json: &Json) -> Option<Value> {
    let text = json.as_str().or_else(|| json.get("id")?.as_str())?;
    text.parse::<Id>().ok().map(Value::Ref)
}
