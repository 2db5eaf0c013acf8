use mortise_model::I18n;
use serde_json::{Value as Json, json};

use super::{Change, Changes, Loss, diff};
use crate::{
    FormSpec,
    sample::{app, form, rows},
};

fn thing(fields: Json) -> FormSpec {
    form("thing", fields, Json::Null)
}

fn between(old: Json, new: Json) -> Changes {
    diff(&thing(old), &thing(new), &app())
}

#[test]
fn nothing_differs_from_itself() {
    for spec in app().values() {
        assert_eq!(diff(spec, spec, &app()), Changes::default());
    }
}

#[test]
fn fields_that_go_are_lost_and_new_ones_are_told() {
    let found = between(json!([["a", "text", {}], ["b", "button", {"button": "x"}]]), json!([["c", "text", {}]]));
    let label = I18n::new("", "a");
    assert_eq!(found.losses, [Loss::Field { field: "a".into(), label }], "a button holds nothing");
    assert_eq!(
        found.changes,
        [
            Change::FieldRemoved { field: "a".into(), label: I18n::new("", "a") },
            Change::FieldRemoved { field: "b".into(), label: I18n::new("", "b") },
            Change::FieldAdded { field: "c".into(), label: I18n::new("", "c") },
        ]
    );
}

#[test]
fn another_kind_loses_values_only_where_they_cannot_stay() {
    let lost = |old: Json, new: Json| !between(json!([old]), json!([new])).losses.is_empty();
    assert!(!lost(json!(["a", "text", {}]), json!(["a", "textarea", {}])));
    assert!(!lost(json!(["a", "int", {}]), json!(["a", "decimal", {}])));
    assert!(!lost(json!(["a", "decimal", {"scale": 2}]), json!(["a", "decimal", {"scale": 4}])));
    assert!(lost(json!(["a", "decimal", {"scale": 4}]), json!(["a", "decimal", {"scale": 2}])));
    assert!(lost(json!(["a", "text", {}]), json!(["a", "int", {}])));
    assert!(lost(json!(["a", "link", {"form": "party"}]), json!(["a", "link", {"form": "contract"}])));
    assert!(!lost(
        json!(["a", "link", {"form": "party"}]),
        json!(["a", "link", {"form": "party", "on_delete": "clear"}])
    ));
}

#[test]
fn a_lookup_changes_with_what_it_reads() {
    let old = json!([["p", "link", {"form": "party"}], ["x", "lookup", {"link": "p", "field": "name"}]]);
    let new = json!([["p", "link", {"form": "party"}], ["x", "lookup", {"link": "p", "field": "n_contracts"}]]);
    let label = I18n::new("", "x");
    assert_eq!(between(old, new).losses, [Loss::Storage { field: "x".into(), label }]);
}

#[test]
fn options_that_go_and_fields_of_rows_are_told() {
    let select = |keys: &[&str]| json!({"options": keys.iter().map(|key| json!({"key": key})).collect::<Vec<_>>()});
    let old = json!([
        ["s", "select", select(&["a", "b", "c"])],
        ["rows", "subform", rows(json!([["x", "int", {}], ["y", "int", {}]]))]
    ]);
    let new = json!([["s", "select", select(&["b"])], ["rows", "subform", rows(json!([["x", "int", {}]]))]]);
    let found = between(old, new);
    assert_eq!(
        found.losses,
        [
            Loss::Options { field: "s".into(), label: I18n::new("", "s"), options: vec!["a".into(), "c".into()] },
            Loss::Field { field: "rows.y".into(), label: I18n::new("", "y") },
        ]
    );
}

#[test]
fn other_parts_of_the_form_are_told_by_name() {
    let old = thing(json!([["a", "text", {}]]));
    let mut new = old.clone();
    new.title = "{a}".into();
    new.search = vec![new.fields[0].key.clone()];
    let part = |part: &str| Change::FormChanged { part: part.into() };
    assert_eq!(diff(&old, &new, &app()).changes, [part("title"), part("search")]);
}
