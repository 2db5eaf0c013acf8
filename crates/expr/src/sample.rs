//! Forms and records for tests, from the plain words of case files.

use std::sync::Arc;

use chrono::{FixedOffset, TimeZone, Utc};
use mortise_model::{
    Aggregate, AppShape, Facts, FieldShape, FilterOp, FormShape, I18n, Id, Key, Row, Storage, Target, Value, Values,
};
use serde_json::{Map, Value as Json};

use crate::{Moment, Scope, literal};

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// 2026-06-01 09:00 in China, a Monday.
pub(crate) fn moment() -> Moment {
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 1, 0, 0).unwrap();
    Moment { now, zone: FixedOffset::east_opt(8 * 3600).unwrap() }
}

const ALL: &[FilterOp] = &[
    FilterOp::Eq,
    FilterOp::Ne,
    FilterOp::Gt,
    FilterOp::Gte,
    FilterOp::Lt,
    FilterOp::Lte,
    FilterOp::Between,
    FilterOp::In,
    FilterOp::NotIn,
    FilterOp::Contains,
    FilterOp::NotContains,
    FilterOp::StartsWith,
    FilterOp::EndsWith,
    FilterOp::IsEmpty,
    FilterOp::NotEmpty,
    FilterOp::HasAny,
    FilterOp::HasAll,
    FilterOp::Overlaps,
    FilterOp::Covers,
    FilterOp::Within,
];

/// `"decimal"`, `"link:form"`, `"links:form"`, `"user"`, or an object: the fields of a subform's rows.
fn field(name: &str, written: &Json) -> FieldShape {
    let (storage, rows) = match written {
        Json::Object(rows) => {
            (Storage::Rows, rows.iter().map(|(name, inner)| (key(name), field(name, inner))).collect())
        }
        word => (storage(word.as_str().unwrap()), Default::default()),
    };
    let numeric = matches!(storage, Storage::Decimal { .. } | Storage::Int);
    FieldShape {
        key: key(name),
        label: I18n::same(name),
        storage,
        indexed: false,
        operators: ALL,
        aggregates: if numeric { &[Aggregate::Sum, Aggregate::Avg, Aggregate::Max] } else { &[Aggregate::Max] },
        groupings: &[],
        rows,
        currency_field: None,
    }
}

fn storage(word: &str) -> Storage {
    match word.split_once(':').map_or((word, ""), |pair| pair) {
        ("text", _) => Storage::Text,
        ("int", _) => Storage::Int,
        ("decimal", _) => Storage::Decimal { scale: 2 },
        ("bool", _) => Storage::Bool,
        ("date", _) => Storage::Date,
        ("time", _) => Storage::Time,
        ("instant", _) => Storage::Instant,
        ("daterange", _) => Storage::DateRange,
        ("instantrange", _) => Storage::InstantRange,
        ("list", _) => Storage::List,
        ("json", _) => Storage::Json,
        ("user", _) => Storage::Ref(Target::User),
        ("users", _) => Storage::RefList(Target::User),
        ("dept", _) => Storage::Ref(Target::Dept),
        ("link", form) => Storage::Ref(Target::Form(key(form))),
        ("links", form) => Storage::RefList(Target::Form(key(form))),
        (other, _) => panic!("no storage is called `{other}`"),
    }
}

pub(crate) fn form(name: &str, fields: &Json) -> Arc<FormShape> {
    Arc::new(FormShape {
        app: key("demo"),
        key: key(name),
        name: I18n::same(name),
        title: String::new(),
        search: Vec::new(),
        fields: fields.as_object().unwrap().iter().map(|(name, written)| (key(name), field(name, written))).collect(),
        unique_keys: Vec::new(),
    })
}

pub(crate) fn app(forms: &[(&str, Json)]) -> AppShape {
    AppShape { forms: forms.iter().map(|(name, fields)| (key(name), form(name, fields))).collect() }
}

pub(crate) fn values(shape: &FormShape, json: &Json) -> Values {
    json.as_object().map(|object| read(&shape.fields, object)).unwrap_or_default()
}

fn read(fields: &indexmap::IndexMap<Key, FieldShape>, object: &Map<String, Json>) -> Values {
    object.iter().map(|(name, json)| (key(name), value(&fields[name.as_str()], json))).collect()
}

fn value(field: &FieldShape, json: &Json) -> Value {
    let one = |json: &Json| literal(&field.storage, json, &moment()).unwrap_or_else(|| panic!("{}: {json}", field.key));
    match (&field.storage, json) {
        (Storage::Rows, Json::Array(rows)) => {
            let row = |json: &Json| Row { id: None, values: read(&field.rows, json.as_object().unwrap()) };
            Value::Rows(rows.iter().map(row).collect())
        }
        (Storage::List, Json::Array(list)) => {
            Value::List(list.iter().map(|text| text.as_str().unwrap().to_owned()).collect())
        }
        (Storage::RefList(_), Json::Array(list)) => {
            Value::Refs(list.iter().flat_map(|id| one(id).refs().to_vec()).collect())
        }
        _ => one(json),
    }
}

pub(crate) fn scope<'a>(app: &'a AppShape, form: &'a FormShape, values: &'a Values, facts: &'a Facts) -> Scope<'a> {
    Scope { app, form, id: Some(Id::from_raw(7)), values, system: None, row: None, facts, moment: moment(), me: None }
}
