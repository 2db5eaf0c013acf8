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
    let sort = json!([{"field": "signed", "desc": true}]);
    assert_eq!(of(&[(filter, sort)]), [["genre", "signed", "_id", "amount"].map(Box::from)]);
}

#[test]
fn the_id_completes_an_order_that_goes_one_way() {
    let sale = || compare("genre", "eq", json!("sale"));
    let by = |desc: [bool; 2]| json!([{"field": "signed", "desc": desc[0]}, {"field": "amount", "desc": desc[1]}]);
    assert_eq!(of(&[(sale(), by([true, true]))]), [["genre", "signed", "amount", "_id"].map(Box::from)]);
    assert_eq!(of(&[(sale(), by([true, false]))]), [["genre", "signed"].map(Box::from)]);
    assert_eq!(of(&[(sale(), json!([]))]), [["genre", "_id"].map(Box::from)]);
    let dear = compare("amount", "gte", json!("5"));
    assert_eq!(of(&[(dear, json!([]))]), [["amount"].map(Box::from)], "its order is the table's own");
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
