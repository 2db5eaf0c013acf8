use mortise_model::Key;
use serde_json::json;

use super::scope_columns;
use crate::read_roles;

fn key(text: &str) -> Key {
    Key::new(text).expect("a key")
}

#[test]
fn an_index_is_told_the_columns_that_the_scopes_of_readers_ask_for() {
    let name = |text: &str| json!({"en": text});
    let me = json!({"var": "me"});
    let roles = read_roles(&json!({
        "version": 1,
        "scopes": [
            {"key": "few", "name": name("Few"), "filters": {
                "deal": {"and": [
                    {"or": [{"field": "member", "op": "eq", "value": me},
                        {"not": {"field": "project.lead", "op": "ne", "value": me}}]},
                    {"field": "price", "op": "gt", "value": {"field": "least"}},
                    {"field": "_id", "op": "not_empty"},
                    {"exists": {"form": "visit", "via": "deal", "filter": {"field": "guide", "op": "eq", "value": me}}}]},
                "*": {"field": "guide", "op": "eq", "value": me}}},
            {"key": "unused", "name": name("Unused"), "filters": {"*": {"field": "colour", "op": "eq", "value": "red"}}},
        ],
        "roles": [
            {"key": "chief", "name": name("Chief"), "forms": {"deal": {"read": "all", "update": "unused"}}},
            {"key": "member", "name": name("Member"), "forms": {"deal": {"read": "few"}, "visit": {"read": "few"}}},
            {"key": "seller", "name": name("Seller"), "forms": {"*": {"read": "dept_tree"}}},
        ],
    }))
    .expect("the sample is well formed");

    let of = |form: &str| scope_columns(&roles, &key(form)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(of("deal"), ["member", "project", "price", "least", "_owner", "_created_by"], "six at most");
    assert_eq!(of("visit"), ["guide", "_owner", "_created_by", "_dept"]);
    assert_eq!(of("other"), ["_owner", "_created_by", "_dept"]);
}

#[test]
fn who_sees_everything_needs_no_index() {
    let roles =
        json!({"version": 1, "roles": [{"key": "chief", "name": {"en": "Chief"}, "forms": {"*": {"read": "*"}}}]});
    assert!(scope_columns(&read_roles(&roles).expect("well formed"), &key("deal")).is_empty());
}
