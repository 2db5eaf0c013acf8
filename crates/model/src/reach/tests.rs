use std::sync::Arc;

use indexmap::IndexMap;

use super::*;
use crate::{I18n, Key};

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn field(name: &str, storage: Storage, rows: Vec<FieldShape>) -> FieldShape {
    FieldShape {
        key: key(name),
        label: I18n::same(name),
        storage,
        indexed: false,
        operators: &[],
        aggregates: &[],
        groupings: &[],
        rows: rows.into_iter().map(|row| (row.key.clone(), row)).collect(),
        currency_field: None,
    }
}

fn form(name: &str, fields: Vec<FieldShape>) -> Arc<FormShape> {
    Arc::new(FormShape {
        app: key("demo"),
        key: key(name),
        name: I18n::same(name),
        title: String::new(),
        search: Vec::new(),
        fields: fields.into_iter().map(|field| (field.key.clone(), field)).collect(),
        unique_keys: Vec::new(),
        indexes: Vec::new(),
    })
}

fn app() -> AppShape {
    let forms = [
        form(
            "order",
            vec![
                field("client", Storage::Ref(Target::Form(key("client"))), vec![]),
                field("period", Storage::DateRange, vec![]),
                field("items", Storage::Rows, vec![field("price", Storage::Decimal { scale: 2 }, vec![])]),
            ],
        ),
        form(
            "client",
            vec![field("region", Storage::Text, vec![]), field("members", Storage::RefList(Target::User), vec![])],
        ),
    ];
    AppShape { forms: forms.into_iter().map(|form| (form.key.clone(), form)).collect::<IndexMap<_, _>>() }
}

fn names(path: &str) -> Option<(Vec<String>, Storage, Option<RangePart>)> {
    let app = app();
    let reach = app.reach(app.form("order").unwrap(), &Path::new(path))?;
    let names = reach.steps.iter().map(|step| format!("{}:{}", step.form.key, step.name)).collect();
    Some((names, reach.storage, reach.part))
}

#[test]
fn a_path_goes_through_links_rows_and_ranges() {
    let went = |steps: &[&str], storage, part| Some((steps.iter().map(|s| s.to_string()).collect(), storage, part));
    assert_eq!(names("client.region"), went(&["order:client", "client:region"], Storage::Text, None));
    assert_eq!(names("client._owner"), went(&["order:client", "client:_owner"], Storage::Ref(Target::User), None));
    assert_eq!(names("period.end"), went(&["order:period"], Storage::Date, Some(RangePart::End)));
    assert_eq!(names("items.price"), went(&["order:items.price"], Storage::Decimal { scale: 2 }, None));
    assert_eq!(
        names("client.members.dept.head"),
        went(&["order:client", "client:members"], Storage::Ref(Target::User), None)
    );
    assert_eq!(names("_owner.name"), went(&["order:_owner"], Storage::Text, None));
    assert_eq!(names("items"), went(&["order:items"], Storage::Rows, None));
}

#[test]
fn a_path_ends_where_nothing_goes_on() {
    for path in
        ["nothing", "client.nothing", "client.members.region", "period.middle", "period.start.day", "items.none"]
    {
        assert_eq!(names(path), None, "{path}");
    }
}
