use std::sync::Arc;

use mortise_model::{Aggregate, AppShape, FieldShape, FilterOp, FormShape, I18n, Key, Storage, Target};
use serde_json::Value as Json;

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

/// The key with this text.
pub fn key(text: &str) -> Key {
    Key::new(text).expect("the sample is well formed")
}

fn field(name: &str, written: &Json) -> FieldShape {
    let (storage, rows) = match written {
        Json::Object(rows) => {
            (Storage::Rows, rows.iter().map(|(name, inner)| (key(name), field(name, inner))).collect())
        }
        word => (storage(word.as_str().expect("the sample is well formed")), Default::default()),
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
        ("role", _) => Storage::Ref(Target::Role),
        ("dept", _) => Storage::Ref(Target::Dept),
        ("link", form) => Storage::Ref(Target::Form(key(form))),
        ("links", form) => Storage::RefList(Target::Form(key(form))),
        (other, _) => panic!("no storage is called `{other}`"),
    }
}

/// A form of the app `demo` with these fields: `{"amount": "decimal", "client": "link:client"}`.
///
/// A word is `text int decimal bool date time instant daterange instantrange list json user users dept role`,
/// `link:form` or `links:form`; an object holds the fields of a subform's rows. Every field takes every comparison.
pub fn form(name: &str, fields: &Json) -> Arc<FormShape> {
    Arc::new(FormShape {
        app: key("demo"),
        key: key(name),
        name: I18n::same(name),
        title: String::new(),
        search: Vec::new(),
        fields: fields
            .as_object()
            .expect("the sample is well formed")
            .iter()
            .map(|(name, written)| (key(name), field(name, written)))
            .collect(),
        unique_keys: Vec::new(),
        indexes: Vec::new(),
    })
}

/// An app of these forms.
pub fn app(forms: &[(&str, Json)]) -> AppShape {
    AppShape { forms: forms.iter().map(|(name, fields)| (key(name), form(name, fields))).collect() }
}
