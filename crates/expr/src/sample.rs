//! Forms and records for tests, from the plain words of case files.

use chrono::{FixedOffset, TimeZone, Utc};
use mortise_model::{AppShape, Facts, FieldShape, FormShape, Id, Key, Row, Storage, Value, Values};
pub(crate) use mortise_test_support::{app, key};
use serde_json::{Map, Value as Json};

use crate::{Moment, Scope, written};

/// 2026-06-01 09:00 in China, a Monday.
pub(crate) fn moment() -> Moment {
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 1, 0, 0).unwrap();
    Moment { now, zone: FixedOffset::east_opt(8 * 3600).unwrap() }
}

pub(crate) fn values(shape: &FormShape, json: &Json) -> Values {
    json.as_object().map(|object| read(&shape.fields, object)).unwrap_or_default()
}

fn read(fields: &indexmap::IndexMap<Key, FieldShape>, object: &Map<String, Json>) -> Values {
    object.iter().map(|(name, json)| (key(name), value(&fields[name.as_str()], json))).collect()
}

fn value(field: &FieldShape, json: &Json) -> Value {
    match (&field.storage, json) {
        (Storage::Rows, Json::Array(rows)) => {
            let row = |json: &Json| Row { id: None, values: read(&field.rows, json.as_object().unwrap()) };
            Value::Rows(rows.iter().map(row).collect())
        }
        _ => written(&field.storage, json, &moment()).unwrap_or_else(|| panic!("{}: {json}", field.key)),
    }
}

pub(crate) fn scope<'a>(app: &'a AppShape, form: &'a FormShape, values: &'a Values, facts: &'a Facts) -> Scope<'a> {
    Scope { app, form, id: Some(Id::from_raw(7)), values, system: None, row: None, facts, moment: moment(), me: None }
}
