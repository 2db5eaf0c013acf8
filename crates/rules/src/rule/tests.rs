use serde_json::{Value as Json, json};

use super::*;
use crate::{read_rule, sample};

fn problems(more: Json) -> Vec<String> {
    let issues = check(&sample::document(more), &sample::app());
    issues.iter().map(|issue| format!("{} {}", issue.pointer, issue.code)).collect()
}

fn save() -> Json {
    json!({"kind": "save", "settings": {}})
}

fn after() -> Json {
    json!({"kind": "after", "settings": {}})
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place() {
    let found = problems(json!({
        "trigger": {"kind": "save", "settings": {"fields": ["amount", "amuont"], "was": {"field": "status", "op": "eq", "value": 5}}},
        "when": {"and": [{"field": "client.nmae", "op": "eq", "value": "x"}]},
        "expr": "amount > totl",
        "actions": [
            {"kind": "set", "settings": {"values": {"staus": {"value": "a"}, "qty": {"value": "many"}, "amount": {"expr": "amount +"}, "no": {"expr": "nr"}}}},
            {"kind": "warn", "settings": {"code": "Too Much", "message": {"zh-CN": "{no} {nn}", "en": "{n}"}, "field": "itmes.qty", "params": {"n": "qtty"}}},
            {"kind": "stop", "settings": {"code": "x", "message": {}}},
            {"kind": "create", "settings": {"form": "plan", "values": {"amuont": {"value": 1}}, "unless": {"field": "contract", "op": "eq", "value": {"record": "_idd"}}}},
            {"kind": "notify", "settings": {"to": [{"field": "owners"}, {"role": "legal"}], "template": {"en": "{client.name} {client.nmae}"}, "once_per": ["duee"]}}
        ]
    }));
    assert_eq!(
        found,
        [
            "/trigger/settings/fields/1 unknown_field",
            "/trigger/settings/was/value value_does_not_fit",
            "/when/and/0/field unknown_field",
            "/expr unknown_field",
            "/actions/0/settings/values/staus unknown_field",
            "/actions/0/settings/values/qty/value value_does_not_fit",
            "/actions/0/settings/values/amount/expr formula_syntax",
            "/actions/0/settings/values/no/expr unknown_field",
            "/actions/1/settings/code not_a_code",
            "/actions/1/settings/message/zh-CN unknown_field",
            "/actions/1/settings/field unknown_field",
            "/actions/1/settings/params/n unknown_field",
            "/actions/2/settings/message no_message",
            "/actions/3/kind action_not_possible",
            "/actions/3/settings/values/amuont unknown_field",
            "/actions/3/settings/unless/value unknown_field",
            "/actions/4/settings/template/en unknown_field",
            "/actions/4/settings/to/0/field unknown_field",
            "/actions/4/settings/once_per/0 unknown_field",
        ]
    );
}

#[test]
fn kinds_check_themselves() {
    let schedule = |settings: Json| {
        problems(json!({"trigger": {"kind": "schedule", "settings": settings},
        "actions": [{"kind": "set", "settings": {"values": {"status": {"value": "x"}}}}]}))
    };
    assert_eq!(schedule(json!({})), ["/trigger/settings/daily one_of_expected"]);
    assert_eq!(schedule(json!({"daily": "7:30"})), ["/trigger/settings/daily not_a_time"]);
    assert_eq!(
        schedule(json!({"weekly": {"weekday": 8, "at": "25:00"}})),
        ["/trigger/settings/weekly/at not_a_time", "/trigger/settings/weekly/weekday out_of_range"]
    );
    let update =
        |settings: Json| problems(json!({"trigger": after(), "actions": [{"kind": "update", "settings": settings}]}));
    assert_eq!(
        update(json!({"values": {"done": {"value": true}}})).first().unwrap(),
        "/actions/0/settings/form one_of_expected"
    );
    assert_eq!(update(json!({"link": "no", "values": {"x": {"value": 1}}})), ["/actions/0/settings/values not_a_link"]);
    assert_eq!(
        update(json!({"link": "client", "values": {"nmae": {"value": "x"}}})),
        ["/actions/0/settings/values/nmae unknown_field"]
    );
    assert_eq!(
        update(json!({"form": "paln", "filter": {"and": []}, "values": {"x": {"value": 1}}})),
        ["/actions/0/settings/form unknown_form"]
    );
    assert_eq!(
        update(json!({"form": "plan", "values": {"done": {"value": true}}})),
        ["/actions/0/settings/filter filter_with_form"]
    );
    assert_eq!(problems(json!({"trigger": save(), "actions": []})), ["/actions nothing_to_do"]);
    assert_eq!(
        problems(
            json!({"trigger": save(), "actions": [{"kind": "notify", "settings": {"to": [], "template": {"en": "x"}}}]})
        ),
        ["/actions/0/settings/to nobody_told"]
    );
    assert_eq!(problems(json!({"form": "nothing", "trigger": save(), "actions": []})), ["/form unknown_form"]);
}

#[test]
fn documents_are_read_strictly() {
    let read = |json: Json| -> Vec<String> {
        let issues = read_rule(&json).unwrap_err();
        issues.iter().map(|issue| format!("{} {}", issue.pointer, issue.code)).collect()
    };
    let document = json!({"version": 1, "key": "r", "name": {}, "form": "contract", "trigger": save(), "actions": []});
    let with = |name: &str, value: Json| {
        let mut changed = document.clone();
        changed[name] = value;
        changed
    };
    assert!(read_rule(&with("$schema", json!("../../../schemas/rule.schema.json"))).is_ok());
    assert_eq!(read(with("wen", json!({}))), ["/wen unknown_property"]);
    assert_eq!(read(with("version", json!(2))), ["/version unknown_document_version"]);
    assert_eq!(read(with("trigger", json!({"kind": "sometimes", "settings": {}}))), ["/trigger/kind unknown_option"]);
    assert_eq!(read(with("key", json!("R 1"))), ["/key malformed"]);
    assert_eq!(
        read(with("actions", json!([{"kind": "set", "settings": {"values": {"a": {"vale": 1}}}}]))),
        ["/actions/0/settings/values/a unknown_option"]
    );
}

#[test]
fn rules_run_by_order_and_then_by_key() {
    let rule = |key: &str, order: i32| {
        sample::rule(json!({"key": key, "order": order, "trigger": save(),
        "actions": [{"kind": "set", "settings": {"values": {"status": {"value": "x"}}}}]}))
    };
    let mut rules = vec![rule("b", 0), rule("c", -1), rule("a", 0), rule("d", 5)];
    Rule::sort(&mut rules);
    let keys: Vec<&str> = rules.iter().map(|rule| rule.spec().key.as_str()).collect();
    assert_eq!(keys, ["c", "a", "b", "d"]);
}
