use serde_json::{Value as Json, json};

use super::{retire, returning, revive};
use crate::{
    FormSpec, check,
    sample::{app, form},
};

fn thing(fields: Json) -> FormSpec {
    form("thing", fields, Json::Null)
}

fn with_rows(rows: Json) -> FormSpec {
    thing(json!([["items", "subform", {"fields": rows}], ["b", "text", {}]]))
}

fn row(key: &str, kind: &str, settings: Json) -> Json {
    json!({"key": key, "label": {"en": key}, "type": {"kind": kind, "settings": settings}})
}

fn codes(spec: &FormSpec) -> Vec<String> {
    check(spec, &app()).iter().map(|issue| format!("{} {}", issue.pointer, issue.code)).collect()
}

#[test]
fn keys_that_went_stay_retired() {
    let first = thing(json!([["a", "text", {}], ["b", "text", {}]]));
    let mut second = thing(json!([["b", "text", {}]]));
    retire(&first, &mut second);
    assert_eq!(second.retired, ["a"]);
    let mut third = thing(json!([["a", "int", {}]]));
    retire(&second, &mut third);
    assert_eq!(third.retired, ["a", "b"]);
    assert_eq!(codes(&third), ["/fields/0/key retired_key"]);
    assert_eq!(returning(&third), ["a"]);
    assert!(!revive(&mut third, "a", &first, &app()), "a number is no text");
    assert_eq!(third.retired, ["a", "b"]);
}

#[test]
fn a_field_comes_back_as_it_was() {
    let first = thing(json!([["a", "text", {}], ["b", "text", {}]]));
    let mut second = thing(json!([["b", "text", {}]]));
    retire(&first, &mut second);
    let mut third = thing(json!([["a", "textarea", {}], ["b", "text", {}]]));
    retire(&second, &mut third);
    assert!(revive(&mut third, "a", &first, &app()), "both are texts");
    assert_eq!(codes(&third), Vec::<String>::new());
    let mut fourth = thing(json!([["b", "text", {}]]));
    retire(&third, &mut fourth);
    assert_eq!(fourth.retired, ["a"], "it can go again");
}

#[test]
fn fields_of_rows_are_retired_one_by_one_and_with_their_subform() {
    let scale = |scale: u8| json!({"scale": scale});
    let first = with_rows(json!([row("price", "decimal", scale(2)), row("note", "text", json!({}))]));
    let mut second = with_rows(json!([row("note", "text", json!({}))]));
    retire(&first, &mut second);
    assert_eq!(second.retired, ["items.price"]);
    let mut finer = with_rows(json!([row("price", "decimal", scale(4)), row("note", "text", json!({}))]));
    retire(&second, &mut finer);
    assert_eq!(codes(&finer), ["/fields/0/type/settings/fields/0/key retired_key"]);
    assert!(!revive(&mut finer, "items.price", &first, &app()), "its values have two places");
    let mut same = first.clone();
    retire(&second, &mut same);
    assert!(revive(&mut same, "items.price", &first, &app()));

    let mut without = thing(json!([["b", "text", {}]]));
    retire(&first, &mut without);
    assert_eq!(without.retired, ["items"], "its rows go with it");
    let mut other = with_rows(json!([row("price", "decimal", scale(4))]));
    retire(&without, &mut other);
    assert!(!revive(&mut other, "items", &first, &app()), "a column of its rows is another");
    let mut back = with_rows(json!([row("price", "decimal", scale(2)), row("more", "text", json!({}))]));
    retire(&without, &mut back);
    assert!(revive(&mut back, "items", &first, &app()));
}

#[test]
fn a_field_of_rows_may_be_called_like_a_retired_field_of_the_form() {
    let first = thing(json!([["price", "text", {}], ["b", "text", {}]]));
    let mut second = with_rows(json!([row("price", "int", json!({}))]));
    retire(&first, &mut second);
    assert_eq!(codes(&second), Vec::<String>::new());
}
