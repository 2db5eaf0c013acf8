//! A small app for tests of records: projects, and contracts that refer to them.

use std::sync::Arc;

use indexmap::IndexMap;
use mortise_expr::Moment;
use mortise_model::{
    AppShape, FieldShape, FilterOp, FormShape, I18n, Id, IdSource, Key, Storage, Target, UniqueShape, Value, Values,
};
use mortise_store::records::NewRecord;

use crate::backends::{key, now};

pub(crate) const ALL_OPERATORS: &[FilterOp] = &[
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

pub(crate) fn field(name: &str, storage: Storage) -> FieldShape {
    FieldShape {
        key: key(name),
        label: I18n::same(name),
        storage,
        indexed: false,
        operators: ALL_OPERATORS,
        aggregates: &[],
        groupings: &[],
        rows: IndexMap::new(),
        currency_field: None,
    }
}

pub(crate) fn indexed(name: &str, storage: Storage) -> FieldShape {
    FieldShape { indexed: true, ..field(name, storage) }
}

pub(crate) fn subform(name: &str, rows: impl IntoIterator<Item = FieldShape>) -> FieldShape {
    FieldShape { rows: by_key(rows), ..field(name, Storage::Rows) }
}

pub(crate) fn form(name: &str, fields: impl IntoIterator<Item = FieldShape>) -> FormShape {
    FormShape {
        app: key("crm"),
        key: key(name),
        name: I18n::same(name),
        title: "{name}".to_owned(),
        search: vec![key("name")],
        fields: by_key(fields),
        unique_keys: Vec::new(),
        indexes: Vec::new(),
    }
}

pub(crate) fn app(forms: impl IntoIterator<Item = FormShape>) -> AppShape {
    AppShape { forms: forms.into_iter().map(|form| (form.key.clone(), Arc::new(form))).collect() }
}

pub(crate) fn unique(fields: &[&str]) -> UniqueShape {
    UniqueShape { fields: fields.iter().map(|name| key(name)).collect(), when: None, blank_equal: false }
}

fn by_key(fields: impl IntoIterator<Item = FieldShape>) -> IndexMap<Key, FieldShape> {
    fields.into_iter().map(|field| (field.key.clone(), field)).collect()
}

pub(crate) fn project() -> FormShape {
    form(
        "project",
        [
            indexed("name", Storage::Text),
            field("genre", Storage::Text),
            field("budget", Storage::Decimal { scale: 2 }),
            field("members", Storage::RefList(Target::User)),
        ],
    )
}

pub(crate) fn contract() -> FormShape {
    form(
        "contract",
        [
            indexed("no", Storage::Text),
            field("name", Storage::Text),
            indexed("amount", Storage::Decimal { scale: 2 }),
            field("rate", Storage::Decimal { scale: 4 }),
            field("count", Storage::Int),
            field("urgent", Storage::Bool),
            indexed("signed", Storage::Date),
            field("starts", Storage::Time),
            field("met", Storage::Instant),
            field("period", Storage::DateRange),
            field("shoot", Storage::InstantRange),
            field("tags", Storage::List),
            field("extra", Storage::Json),
            field("project", Storage::Ref(Target::Form(key("project")))),
            field("owner", Storage::Ref(Target::User)),
            field("others", Storage::RefList(Target::Form(key("project")))),
            subform(
                "items",
                [
                    field("what", Storage::Text),
                    field("price", Storage::Decimal { scale: 2 }),
                    field("people", Storage::RefList(Target::User)),
                ],
            ),
        ],
    )
}

pub(crate) fn values(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Values {
    entries.into_iter().map(|(name, value)| (key(name), value)).collect()
}

pub(crate) fn record(id: i64, values: Values) -> NewRecord {
    NewRecord {
        id: Id::from_raw(id),
        form_version: 1,
        at: now(),
        by: None,
        owner: None,
        dept: None,
        flow_state: None,
        values,
    }
}

pub(crate) fn ids() -> IdSource {
    IdSource::after(1_000_000)
}

pub(crate) fn moment() -> Moment {
    Moment { now: now(), zone: chrono::FixedOffset::east_opt(8 * 3600).expect("eight hours") }
}
