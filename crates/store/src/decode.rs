//! How a value becomes columns and columns become a value. The only place that knows both.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use mortise_model::{FieldShape, Id, Storage, Value, from_scaled, to_scaled};
use sea_orm::{DbErr, QueryResult, Value as Bound};
use serde_json::Value as Json;

use crate::Error;

/// The bound values of a field's columns, as many as [`crate::names::columns`] names.
pub(crate) fn encode(field: &FieldShape, value: &Value, sqlite: bool) -> Result<Vec<Bound>, Error> {
    let wrong = || Error::OutOfRange { field: field.key.to_string() };
    if value.is_blank() {
        return Ok(blank(&field.storage, sqlite));
    }
    let bound = match (&field.storage, value) {
        (Storage::DateRange, Value::DateRange { start, end }) => {
            return Ok(vec![day(*start).ok_or_else(wrong)?.into(), day(*end).ok_or_else(wrong)?.into()]);
        }
        (Storage::InstantRange, Value::InstantRange { start, end }) => {
            return Ok(vec![start.timestamp_millis().into(), end.timestamp_millis().into()]);
        }
        (Storage::Rows | Storage::RefList(_) | Storage::None, _) => return Ok(Vec::new()),
        (storage, value) => scalar(storage, value, sqlite).ok_or_else(wrong)?,
    };
    Ok(vec![bound])
}

/// The bound value of a storage with one column; `None` where the value does not fit it.
pub(crate) fn scalar(storage: &Storage, value: &Value, sqlite: bool) -> Option<Bound> {
    Some(match (storage, value) {
        // PostgreSQL cannot hold the character 0 in a text.
        (Storage::Text, Value::Text(text)) if text.contains('\0') => return None,
        (Storage::Text, Value::Text(text)) => text.as_str().into(),
        (Storage::Int, number) => to_scaled(number.as_decimal()?, 0)?.into(),
        (Storage::Decimal { scale }, number) => to_scaled(number.as_decimal()?, *scale)?.into(),
        (Storage::Bool, Value::Bool(truth)) => (*truth).into(),
        (Storage::Date, Value::Date(date)) => day(*date)?.into(),
        (Storage::Time, Value::Time(time)) => time.format("%H:%M").to_string().into(),
        (Storage::Instant, Value::Instant(moment)) => moment.timestamp_millis().into(),
        (Storage::List, Value::List(list)) => document(Json::from(list.clone()), sqlite)?,
        (Storage::Json, Value::Json(json)) => document(json.clone(), sqlite)?,
        (Storage::Ref(_), Value::Ref(id)) => id.raw().into(),
        _ => return None,
    })
}

/// A day as it is stored; `None` where its year has not four digits, for it would sort wrongly.
pub(crate) fn day(date: NaiveDate) -> Option<String> {
    (0..=9999).contains(&date.year()).then(|| date.to_string())
}

/// Reads the value of a field from the columns that begin at `index`.
pub(crate) fn decode(row: &QueryResult, index: usize, storage: &Storage) -> Result<Value, Error> {
    let value = match storage {
        Storage::Text => get::<String>(row, index)?.map(Value::Text),
        Storage::Int => get::<i64>(row, index)?.map(Value::Int),
        Storage::Decimal { scale } => get::<i64>(row, index)?.map(|stored| Value::Decimal(from_scaled(stored, *scale))),
        Storage::Bool => get::<bool>(row, index)?.map(Value::Bool),
        Storage::Date => date(row, index)?.map(Value::Date),
        Storage::Time => match get::<String>(row, index)? {
            Some(text) => {
                Some(Value::Time(NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| unreadable("time", &text))?))
            }
            None => None,
        },
        Storage::Instant => moment(row, index)?.map(Value::Instant),
        Storage::DateRange => match (date(row, index)?, date(row, index + 1)?) {
            (Some(start), Some(end)) => Some(Value::DateRange { start, end }),
            _ => None,
        },
        Storage::InstantRange => match (moment(row, index)?, moment(row, index + 1)?) {
            (Some(start), Some(end)) => Some(Value::InstantRange { start, end }),
            _ => None,
        },
        Storage::List => match json(row, index)? {
            Some(json) => Some(Value::List(texts(json)?)),
            None => None,
        },
        Storage::Json => json(row, index)?.map(Value::Json),
        Storage::Ref(_) => get::<i64>(row, index)?.map(|raw| Value::Ref(Id::from_raw(raw))),
        Storage::RefList(_) | Storage::Rows | Storage::None => None,
    };
    Ok(value.unwrap_or_default())
}

/// A column of any type.
pub(crate) fn get<T: sea_orm::TryGetable>(row: &QueryResult, index: usize) -> Result<Option<T>, DbErr> {
    row.try_get_by_index::<Option<T>>(index)
}

/// An id, where there is one.
pub(crate) fn id(row: &QueryResult, index: usize) -> Result<Option<Id>, DbErr> {
    Ok(get::<i64>(row, index)?.map(Id::from_raw))
}

/// A moment, where there is one.
pub(crate) fn moment(row: &QueryResult, index: usize) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(ms) = get::<i64>(row, index)? else { return Ok(None) };
    DateTime::from_timestamp_millis(ms).map(Some).ok_or_else(|| unreadable("moment", &ms.to_string()))
}

fn blank(storage: &Storage, sqlite: bool) -> Vec<Bound> {
    let number = || Bound::BigInt(None);
    let text = || Bound::String(None);
    match storage {
        Storage::Text | Storage::Date | Storage::Time => vec![text()],
        Storage::DateRange => vec![text(), text()],
        Storage::InstantRange => vec![number(), number()],
        Storage::Bool => vec![Bound::Bool(None)],
        Storage::List | Storage::Json if sqlite => vec![text()],
        Storage::List | Storage::Json => vec![Bound::Json(None)],
        Storage::Int | Storage::Decimal { .. } | Storage::Instant | Storage::Ref(_) => vec![number()],
        Storage::Rows | Storage::RefList(_) | Storage::None => Vec::new(),
    }
}

fn document(json: Json, sqlite: bool) -> Option<Bound> {
    let text = json.to_string();
    if text.contains("\\u0000") {
        return None;
    }
    Some(if sqlite { text.into() } else { Bound::Json(Some(Box::new(json))) })
}

fn date(row: &QueryResult, index: usize) -> Result<Option<NaiveDate>, Error> {
    let Some(text) = get::<String>(row, index)? else { return Ok(None) };
    read_day(&text).map(Some).ok_or_else(|| unreadable("date", &text))
}

/// `2026-11-22`, without the costs of a general parser.
fn read_day(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(5..7)?, number(8..10)?)
}

fn json(row: &QueryResult, index: usize) -> Result<Option<Json>, Error> {
    if row.try_as_sqlite_row().is_some() {
        let Some(text) = get::<String>(row, index)? else { return Ok(None) };
        return serde_json::from_str(&text).map(Some).map_err(|error| unreadable("json", &error.to_string()));
    }
    Ok(get::<Json>(row, index)?)
}

fn texts(json: Json) -> Result<Vec<String>, Error> {
    serde_json::from_value(json).map_err(|error| unreadable("list", &error.to_string()))
}

fn unreadable(what: &'static str, detail: &str) -> Error {
    Error::Unreadable { what, detail: detail.to_owned() }
}

#[cfg(test)]
mod tests;
