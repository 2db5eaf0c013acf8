use mortise_expr::Sight;
use mortise_model::{AppShape, Key};
use serde_json::{Value as Json, json};

use super::{ViewSight, ViewSpec, check_view, view_in_sight};
use crate::{
    FormSpec, PublishedForm,
    sample::{app, form, found},
};

/// A form with fields of all sorts that views can use.
fn thing() -> FormSpec {
    let stage = json!({"options": [{"key": "open"}, {"key": "done"}]});
    form(
        "thing",
        json!([
            ["no", "text", {}], ["stage", "select", stage], ["amount", "decimal", {}], ["boss", "user", {}],
            ["day", "date", {}], ["term", "daterange", {}], ["poster", "image", {}], ["fee", "decimal", {}],
            ["party", "link", {"form": "party"}], ["many", "links", {"form": "party"}],
        ]),
        Json::Null,
    )
}

fn shapes(spec: &FormSpec) -> AppShape {
    let mut all = app();
    all.insert(spec.key.clone(), spec.clone());
    let key = Key::new("app").expect("a key");
    let compiled = |spec: &FormSpec| PublishedForm::new(&key, 1, spec.clone(), &all).expect("a form").shape();
    AppShape { forms: all.iter().map(|(key, spec)| (key.clone(), compiled(spec))).collect() }
}

fn view(show: Json, more: Json) -> ViewSpec {
    let mut json = json!({"key": "v", "name": {"en": "V"}, "show": show});
    for (name, value) in more.as_object().into_iter().flatten() {
        json[name] = value.clone();
    }
    serde_json::from_value(json).expect("a view")
}

/// Sees all of `thing` but these fields, of which nothing can be asked and `masked` is written out masked.
fn in_sight(view: &ViewSpec, hidden: &[&str], masked: &[&str]) -> Option<(Json, u32)> {
    in_part(view, hidden, masked, &[])
}

/// The same, where some records hold the fields back that are `in_part` in sight.
fn in_part(view: &ViewSpec, hidden: &[&str], masked: &[&str], in_part: &[&str]) -> Option<(Json, u32)> {
    let (spec, any) = (thing(), |_: &str| true);
    let shown = |_: &str, field: &str| !hidden.contains(&field);
    let asked = |form: &str, field: &str| shown(form, field) && !masked.contains(&field);
    let summed = |form: &str, field: &str| asked(form, field) && !in_part.contains(&field);
    let sight = ViewSight {
        shown: Sight { form: &any, field: &shown },
        asked: Sight { form: &any, field: &asked },
        summed: Sight { form: &any, field: &summed },
    };
    let app = shapes(&spec);
    let (seen, held_back) = view_in_sight(view, (&app, app.form("thing")?), &sight)?;
    Some((serde_json::to_value(seen).expect("a document"), held_back))
}

fn wrong(show: Json, more: Json) -> Vec<String> {
    let spec = thing();
    let app = shapes(&spec);
    found(&check_view(&view(show, more), &spec, (&app, app.form("thing").expect("a form")), None))
}

#[test]
fn each_kind_tells_what_is_wrong_with_its_settings() {
    let cases = [
        (json!({"kind": "table", "settings": {"columns": ["no", "party.name", "_owner"]}}), vec![]),
        (
            json!({"kind": "table", "settings": {"columns": ["no", "gone", "no"],
                "widths": [{"field": "no", "width": 8}, {"field": "gone", "width": 100}],
                "figures": [{"field": "amount", "agg": "sum"}, {"field": "no", "agg": "sum"}],
                "colours": [{"when": {"field": "stage", "op": "gt", "value": 1}, "colour": "red"}]}}),
            vec![
                "/show/settings/columns/1 unknown_field",
                "/show/settings/widths/1/field unknown_field",
                "/show/settings/figures/1/agg aggregate_not_possible",
                "/show/settings/colours/0/when/op operator_not_possible",
                "/show/settings/columns/2 field_twice",
                "/show/settings/widths/0/width width_out_of_range",
            ],
        ),
        (json!({"kind": "kanban", "settings": {"by": "stage", "card": ["no"], "hidden": ["done"]}}), vec![]),
        (json!({"kind": "kanban", "settings": {"by": "boss"}}), vec![]),
        (
            json!({"kind": "kanban", "settings": {"by": "no", "colour": "amount"}}),
            vec!["/show/settings/by wrong_kind", "/show/settings/colour wrong_kind"],
        ),
        (
            json!({"kind": "kanban", "settings": {"by": "stage", "hidden": ["lost"]}}),
            vec!["/show/settings/hidden/0 unknown_option"],
        ),
        (json!({"kind": "calendar", "settings": {"date": "term", "colour": "stage"}}), vec![]),
        (json!({"kind": "calendar", "settings": {"date": "no"}}), vec!["/show/settings/date wrong_kind"]),
        (json!({"kind": "gallery", "settings": {"image": "poster", "card": ["no"]}}), vec![]),
        (json!({"kind": "gallery", "settings": {"image": "no"}}), vec!["/show/settings/image wrong_kind"]),
    ];
    for (show, expected) in cases {
        assert_eq!(wrong(show.clone(), Json::Null), expected, "{show}");
    }
}

#[test]
fn names_and_orders_are_checked() {
    let sort = json!([{"field": "amount"}, {"field": "many"}, {"field": "poster"}, {"field": "many.name"}]);
    let long = "x".repeat(61);
    assert_eq!(
        wrong(json!({"kind": "table", "settings": {}}), json!({"name": {"en": long}, "sort": sort})),
        ["/name too_long", "/sort/1/field not_sortable", "/sort/2/field not_sortable", "/sort/3/field not_sortable"]
    );
}

#[test]
fn what_is_out_of_sight_is_left_out_and_counted() {
    let filter = json!({"and": [
        {"field": "stage", "op": "eq", "value": "open"},
        {"or": [{"field": "fee", "op": "gt", "value": "1"}, {"field": "no", "op": "eq", "value": "a"}]},
    ]});
    let settings = json!({"columns": ["no", "fee", "amount"], "pinned": 0, "widths": [{"field": "fee", "width": 90}],
        "figures": [{"field": "fee", "agg": "sum"}, {"field": "amount", "agg": "sum"}],
        "colours": [{"when": {"field": "fee", "op": "gt", "value": "5"}, "colour": "red"}]});
    let saved = view(
        json!({"kind": "table", "settings": settings}),
        json!({"filter": filter, "sort": [{"field": "fee"}, {"field": "no"}]}),
    );
    let (seen, held_back) = in_sight(&saved, &["fee"], &[]).expect("a table");
    assert_eq!(held_back, 6);
    assert_eq!(seen["filter"], filter["and"][0]);
    assert_eq!(seen["sort"], json!([{"field": "no"}]));
    assert_eq!(
        seen["show"]["settings"],
        json!({"columns": ["no", "amount"], "pinned": 0, "figures": [{"field": "amount", "agg": "sum"}]})
    );
    // A masked value is written out masked; nothing can be asked of it.
    let (seen, held_back) = in_sight(&saved, &[], &["fee"]).expect("a table");
    assert_eq!((held_back, &seen["show"]["settings"]["columns"]), (4, &json!(["no", "fee", "amount"])));
}

#[test]
fn a_view_that_stands_on_a_hidden_field_is_not_there() {
    let board = view(json!({"kind": "kanban", "settings": {"by": "stage", "card": ["no"]}}), Json::Null);
    assert!(in_sight(&board, &["amount"], &[]).is_some());
    assert!(in_sight(&board, &["stage"], &[]).is_none());
    assert!(in_sight(&board, &[], &["stage"]).is_none());
}

#[test]
fn what_some_records_hold_back_is_listed_and_not_summed_up() {
    let settings = json!({"columns": ["amount"], "pinned": 0, "figures": [{"field": "amount", "agg": "sum"}]});
    let saved = view(json!({"kind": "table", "settings": settings}), json!({"sort": [{"field": "amount"}]}));
    let (seen, held_back) = in_part(&saved, &[], &[], &["amount"]).expect("a table");
    assert_eq!((held_back, &seen["sort"]), (1, &json!([{"field": "amount"}])));
    assert_eq!(seen["show"]["settings"], json!({"columns": ["amount"], "pinned": 0, "figures": []}));
    let board = view(json!({"kind": "kanban", "settings": {"by": "stage"}}), Json::Null);
    assert!(in_part(&board, &[], &[], &["stage"]).is_none());
}
