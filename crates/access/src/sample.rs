//! A small app for the tests of this crate: contracts of projects, and a tiny evaluator of filters.

use std::sync::Arc;

use mortise_model::{
    AppShape, FieldShape, Filter, FilterOp, FormShape, I18n, Id, Key, Operand, Storage, Target, Variable,
};
use serde_json::{Value as Json, json};

use crate::{FieldGroups, Membership, Policy, RolesSpec, Subject, read_roles};

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

pub(crate) fn keys(names: &[&str]) -> Vec<Key> {
    names.iter().map(|name| key(name)).collect()
}

fn field(name: &str, storage: Storage) -> FieldShape {
    FieldShape {
        key: key(name),
        label: I18n::same(name),
        storage,
        indexed: false,
        operators: &[],
        aggregates: &[],
        groupings: &[],
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
    let mut lines = field("items", Storage::Rows);
    lines.rows = [(key("price"), field("price", Storage::Decimal { scale: 2 }))].into();
    let contract = vec![
        field("project", Storage::Ref(Target::Form(key("project")))),
        field("kind", Storage::Text),
        field("amount", Storage::Decimal { scale: 2 }),
        field("note", Storage::Text),
        lines,
    ];
    let project = vec![field("members", Storage::RefList(Target::User)), field("title", Storage::Text)];
    AppShape { forms: [form("contract", contract), form("project", project)].into() }
}

pub(crate) fn groups() -> FieldGroups {
    let mut groups = FieldGroups::new();
    let fee = |when: Option<Json>| Membership {
        group: key("fee"),
        when: when.map(|when| serde_json::from_value(when).unwrap()),
    };
    groups.insert(key("contract"), "amount", fee(None));
    groups.insert(key("contract"), "note", fee(Some(json!({"field": "kind", "op": "eq", "value": "a"}))));
    groups
}

pub(crate) fn roles(json: Json) -> RolesSpec {
    read_roles(&json).unwrap()
}

pub(crate) fn policy(json: Json) -> Policy {
    Policy::compile(key("demo"), &app(), Arc::new(roles(json)), &groups())
}

pub(crate) fn person(user: i64, dept: Option<i64>, depts: &[i64]) -> Subject {
    Subject {
        user: Some(Id::from_raw(user)),
        dept: dept.map(Id::from_raw),
        depts: depts.iter().map(|dept| Id::from_raw(*dept)).collect(),
    }
}

/// A contract, as far as the filters of the tests look.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contract {
    pub(crate) owner: i64,
    pub(crate) creator: i64,
    pub(crate) dept: Option<i64>,
    pub(crate) kind: &'static str,
}

/// Whether a filter holds, for the few comparisons that the tests use.
pub(crate) fn holds(filter: &Filter, record: &Contract, subject: &Subject) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, record, subject)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, record, subject)),
        Filter::Not(part) => !holds(part, record, subject),
        Filter::Exists(_) => panic!("not used by these tests"),
        Filter::Compare { field, op, value } => {
            let left = match field.to_string().as_str() {
                "_owner" => json!(record.owner),
                "_created_by" => json!(record.creator),
                "_dept" => json!(record.dept),
                "kind" => json!(record.kind),
                other => panic!("`{other}` is not used by these tests"),
            };
            let right = match value {
                Operand::Json(json) => json.clone(),
                Operand::Var(Variable::Me) => json!(subject.user.map(Id::raw)),
                Operand::Var(Variable::MyDept) => json!(subject.dept.map(Id::raw)),
                Operand::Var(Variable::MyDepts) => json!(subject.depts.iter().map(|id| id.raw()).collect::<Vec<_>>()),
                other => panic!("{other:?} is not used by these tests"),
            };
            match op {
                FilterOp::Eq => left == right,
                FilterOp::Ne => left != right,
                FilterOp::In => right.as_array().is_some_and(|list| list.contains(&left)),
                other => panic!("{other:?} is not used by these tests"),
            }
        }
    }
}
