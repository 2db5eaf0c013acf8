//! A small app for the tests of this crate, and a store that answers queries from a list.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, NaiveDate};
use mortise_access::{Act, FieldGroups, Permit, Policy, RolesSpec, Subject};
use mortise_model::{
    Aggregate, AppShape, Decimal, FieldShape, FormShape, Grouping, I18n, Id, Key, Storage, Target, Value,
};
use serde_json::{Value as Json, json};

use crate::{BaseMeasure, Dim, DimGroup, GroupQuery, GroupRow, PivotSpec, read_pivot};

const ALL: &[Aggregate] = &[
    Aggregate::Count,
    Aggregate::CountDistinct,
    Aggregate::Sum,
    Aggregate::Avg,
    Aggregate::Min,
    Aggregate::Max,
    Aggregate::Median,
    Aggregate::First,
    Aggregate::Last,
];
const COUNTS: &[Aggregate] = &[Aggregate::Count, Aggregate::CountDistinct, Aggregate::First, Aggregate::Last];
const DATES: &[Grouping] =
    &[Grouping::Exact, Grouping::Year, Grouping::Quarter, Grouping::Month, Grouping::Week, Grouping::Day];

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn field(name: &str, storage: Storage) -> FieldShape {
    let (aggregates, groupings): (&[Aggregate], &[Grouping]) = match storage {
        Storage::Decimal { .. } | Storage::Int => (ALL, &[Grouping::Exact, Grouping::Range]),
        Storage::Date => (COUNTS, DATES),
        _ => (COUNTS, &[Grouping::Exact]),
    };
    FieldShape {
        key: key(name),
        label: I18n::same(name),
        storage,
        indexed: false,
        operators: &[mortise_model::FilterOp::Eq, mortise_model::FilterOp::Gt],
        aggregates,
        groupings,
        rows: Default::default(),
        currency_field: None,
    }
}

fn form(name: &str, fields: Vec<FieldShape>) -> (Key, Arc<FormShape>) {
    let shape = FormShape {
        app: key("demo"),
        key: key(name),
        name: I18n::same(name),
        title: String::new(),
        search: Vec::new(),
        fields: fields.into_iter().map(|field| (field.key.clone(), field)).collect(),
        unique_keys: Vec::new(),
        indexes: Vec::new(),
    };
    (key(name), Arc::new(shape))
}

pub(crate) fn app() -> AppShape {
    let money = Storage::Decimal { scale: 2 };
    let mut fee = field("fee", money.clone());
    fee.currency_field = Some(key("currency"));
    let mut items = field("items", Storage::Rows);
    items.rows = [(key("price"), field("price", money.clone())), (key("part"), field("part", Storage::Text))].into();
    let sale = vec![
        field("region", Storage::Text),
        field("kind", Storage::Text),
        field("day", Storage::Date),
        field("amount", money),
        fee,
        field("currency", Storage::Text),
        field("qty", Storage::Int),
        field("client", Storage::Ref(Target::Form(key("client")))),
        items,
    ];
    let client = vec![field("city", Storage::Text), field("rating", Storage::Int)];
    AppShape { forms: [form("sale", sale), form("client", client)].into() }
}

/// A sale, as the test store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sale {
    pub(crate) id: i64,
    pub(crate) region: Option<&'static str>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) day: Option<NaiveDate>,
    pub(crate) cents: Option<i64>,
    pub(crate) currency: &'static str,
}

pub(crate) fn sale(id: i64, region: &'static str, kind: &'static str, day: &str, cents: i64) -> Sale {
    let day = (!day.is_empty()).then(|| day.parse().unwrap());
    Sale { id, region: Some(region), kind: Some(kind), day, cents: Some(cents), currency: "CNY" }
}

impl Sale {
    pub(crate) fn value(&self, path: &str) -> Value {
        let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
        match path {
            "region" => text(self.region),
            "kind" => text(self.kind),
            "currency" => text(Some(self.currency)),
            "day" => self.day.map_or(Value::Null, Value::Date),
            "amount" | "fee" => self.cents.map_or(Value::Null, |cents| Value::Decimal(Decimal::new(cents, 2))),
            "qty" => self.cents.map_or(Value::Null, |cents| Value::Int(cents / 100)),
            other => panic!("`{other}` is not kept by this store"),
        }
    }

    pub(crate) fn key(&self, dim: &Dim) -> Value {
        let value = self.value(&dim.path.to_string());
        match (&value, &dim.group) {
            (Value::Null, _) | (_, DimGroup::Exact) => value,
            (Value::Date(day), group) => {
                let week = day.iso_week();
                Value::Text(match group {
                    DimGroup::Year => day.format("%Y").to_string(),
                    DimGroup::Quarter => format!("{}-Q{}", day.year(), day.month0() / 3 + 1),
                    DimGroup::Month => day.format("%Y-%m").to_string(),
                    DimGroup::Week => format!("{}-W{:02}", week.year(), week.week()),
                    _ => day.to_string(),
                })
            }
            (value, DimGroup::Range(edges)) => {
                let number = value.as_decimal().unwrap();
                Value::Int(edges.iter().filter(|edge| **edge <= number).count() as i64)
            }
            other => panic!("{other:?} is not grouped by this store"),
        }
    }
}

/// Answers a query as the store would, without its filter.
pub(crate) fn run(query: &GroupQuery, sales: &[Sale]) -> Vec<GroupRow> {
    let mut groups: BTreeMap<String, (Vec<Value>, Vec<&Sale>)> = BTreeMap::new();
    if query.dims.is_empty() {
        groups.insert(String::new(), (Vec::new(), Vec::new()));
    }
    for sale in sales {
        let keys: Vec<Value> = query.dims.iter().map(|dim| sale.key(dim)).collect();
        groups.entry(format!("{keys:?}")).or_insert((keys, Vec::new())).1.push(sale);
    }
    let answer = |(keys, sales): (Vec<Value>, Vec<&Sale>)| {
        let values = query.measures.iter().map(|measure| sum_up(measure, &sales)).collect();
        GroupRow { keys, values }
    };
    groups.into_values().map(answer).collect()
}

fn sum_up(measure: &BaseMeasure, sales: &[&Sale]) -> Value {
    let numbers = |path: &mortise_model::Path| -> Vec<Decimal> {
        sales.iter().filter_map(|sale| sale.value(&path.to_string()).as_decimal()).collect()
    };
    let decimal = |number: Option<Decimal>| number.map_or(Value::Null, Value::Decimal);
    let id = |id: Option<i64>| id.map_or(Value::Null, |id| Value::Ref(Id::from_raw(id)));
    match measure {
        BaseMeasure::Count => Value::Int(sales.len() as i64),
        BaseMeasure::CountOf(path) => {
            Value::Int(sales.iter().filter(|sale| !sale.value(&path.to_string()).is_blank()).count() as i64)
        }
        BaseMeasure::Sum(path) => decimal(numbers(path).into_iter().reduce(|a, b| a + b)),
        BaseMeasure::Min(path) => decimal(numbers(path).into_iter().min()),
        BaseMeasure::Max(path) => decimal(numbers(path).into_iter().max()),
        BaseMeasure::FirstId => id(sales.iter().map(|sale| sale.id).min()),
        BaseMeasure::LastId => id(sales.iter().map(|sale| sale.id).max()),
    }
}

pub(crate) fn spec(json: Json) -> PivotSpec {
    read_pivot(&json).unwrap()
}

pub(crate) fn everything(form: &Key) -> Option<Permit> {
    Some(Permit::system(form.clone(), Act::Read))
}

/// Reads all sales but not their fee, and no client.
pub(crate) fn clerk(form: &Key) -> Option<Permit> {
    let roles: RolesSpec = mortise_access::read_roles(&json!({
        "version": 1,
        "groups": [{"key": "pay", "name": {"en": "Pay"}}],
        "roles": [{"key": "clerk", "name": {"en": "Clerk"}, "forms": {"sale": {"read": "*"}},
            "groups": [{"group": "pay", "level": "mask"}]}],
    }))
    .unwrap();
    let mut groups = FieldGroups::new();
    groups.insert(key("sale"), "fee", mortise_access::Membership { group: key("pay"), when: None });
    let policy = Policy::compile(key("demo"), &app(), Arc::new(roles), &groups);
    let me = Subject { user: Some(Id::from_raw(1)), ..Subject::default() };
    policy.permit(&me, &[key("clerk")], form, Act::Read)
}
