use mortise_model::{Issue, Pointer, Storage, Value};

use super::numbers;

/// A computed value as `storage` holds it: numbers rounded to their places, the rest only where it fits.
pub(crate) fn into_storage(value: Value, storage: &Storage) -> Result<Value, Issue> {
    let wrong = || Issue::error(Pointer::root(), "computed_type").with("expected", name_of(storage));
    Ok(match (storage, value) {
        (_, Value::Null) => Value::Null,
        (Storage::Text, Value::Text(text)) => Value::Text(text),
        (Storage::Text, Value::Decimal(number)) => Value::Text(number.normalize().to_string()),
        (Storage::Text, value @ (Value::Int(_) | Value::Date(_) | Value::Time(_) | Value::Instant(_))) => {
            Value::Text(value.to_json().to_string().trim_matches('"').to_owned())
        }
        (Storage::Int, value) => Value::Int(numbers::whole(value.as_decimal().ok_or_else(wrong)?)?),
        (Storage::Decimal { scale }, value) => {
            Value::Decimal(numbers::rounded(value.as_decimal().ok_or_else(wrong)?, *scale)?)
        }
        (Storage::Bool, value @ Value::Bool(_))
        | (Storage::Date, value @ Value::Date(_))
        | (Storage::Time, value @ Value::Time(_))
        | (Storage::Instant, value @ Value::Instant(_))
        | (Storage::DateRange, value @ Value::DateRange { .. })
        | (Storage::InstantRange, value @ Value::InstantRange { .. })
        | (Storage::List, value @ Value::List(_))
        | (Storage::Ref(_), value @ Value::Ref(_))
        | (Storage::RefList(_), value @ Value::Refs(_))
        | (Storage::Rows, value @ Value::Rows(_)) => value,
        (Storage::List, Value::Text(text)) => Value::List(vec![text]),
        (Storage::List | Storage::RefList(_), Value::Json(json)) if json.as_array().is_some_and(Vec::is_empty) => {
            Value::Null
        }
        (Storage::RefList(_), Value::Ref(id)) => Value::Refs(vec![id]),
        (Storage::RefList(_), Value::List(list)) if list.is_empty() => Value::Null,
        (Storage::Ref(_), Value::Refs(ids)) if ids.len() == 1 => Value::Ref(ids[0]),
        (Storage::Json, value) => Value::Json(value.to_json()),
        _ => return Err(wrong()),
    })
}

fn name_of(storage: &Storage) -> &'static str {
    match storage {
        Storage::Text => "text",
        Storage::Int => "int",
        Storage::Decimal { .. } => "decimal",
        Storage::Bool => "bool",
        Storage::Date => "date",
        Storage::Time => "time",
        Storage::Instant => "datetime",
        Storage::DateRange | Storage::InstantRange => "daterange",
        Storage::List => "list",
        Storage::Json => "json",
        Storage::Ref(_) => "reference",
        Storage::RefList(_) => "references",
        Storage::Rows => "rows",
        Storage::None => "nothing",
    }
}
