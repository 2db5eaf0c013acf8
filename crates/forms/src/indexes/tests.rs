use serde_json::{Value as Json, json};

use super::indexes;
use crate::FormSpec;

fn of(views: &[(Json, Json)]) -> Vec<Vec<Box<str>>> {
    let name = json!({"zh-CN": "名"});
    let field = |key: &str, kind: &str| json!({"key": key, "label": name, "type": {"kind": kind, "settings": {}}});
    let views: Vec<Json> = views
        .iter()
        .enumerate()
        .map(|(at, (filter, sort))| {
            let show = json!({"kind": "table", "settings": {"columns": []}});
            json!({"key": format!("v{at}"), "name": name, "show": show, "filter": filter, "sort": sort})
        })
        .collect();
    let form: FormSpec = serde_json::from_value(json!({
        "version": 1, "key": "deal", "name": name, "title": "{genre}",
        "fields": [field("genre", "text"), field("amount", "decimal"), field("signed", "date")], "views": views,
    }))
    .expect("the form is written rightly");
    indexes(&form)
}

fn compare(field: &str, op: &str, value: Json) -> Json {
    json!({"field": field, "op": op, "value": value})
}

#[test]
fn what_is_equal_stands_before_what_sorts_and_that_before_ranges() {
    let filter = json!({"and": [compare("amount", "gte", json!("5")), compare("genre", "eq", json!("sale"))]});
    let sort = json!([{"field": "signed", "desc": true}, {"field": "amount"}]);
    assert_eq!(of(&[(filter, sort)]), [["genre", "signed", "amount"].map(Box::from)]);
}

#[test]
fn what_an_index_cannot_answer_calls_for_none() {
    let either = json!({"or": [compare("genre", "eq", json!("a")), compare("amount", "eq", json!("1"))]});
    let part = compare("genre", "contains", json!("a"));
    assert!(of(&[(either, json!([])), (part, json!([])), (Json::Null, json!([]))]).is_empty());
}

#[test]
fn views_that_ask_alike_share_one_and_there_is_a_limit() {
    let by = |field: &str| (Json::Null, json!([{"field": field}]));
    assert_eq!(of(&[by("amount"), by("amount"), by("_updated_at")]).len(), 2);
    let many: Vec<_> = (0..20).map(|at| by(["amount", "genre", "signed"][at % 3])).collect();
    assert_eq!(of(&many).len(), 3);
}
