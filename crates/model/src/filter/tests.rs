use serde_json::json;

use super::*;

fn there_and_back(json: Json) {
    let filter: Filter = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&filter).unwrap(), json);
}

#[test]
fn all_forms_are_read_and_written_alike() {
    there_and_back(json!({"and": [
        {"field": "amount", "op": "gt", "value": "100000"},
        {"or": [{"field": "project.genre", "op": "in", "value": ["剧情"]}, {"field": "note", "op": "is_empty"}]},
        {"not": {"field": "_owner", "op": "eq", "value": {"var": "me"}}},
        {"exists": {"form": "schedule", "via": "talent", "filter": {"field": "kind", "op": "ne", "value": {"record": "kind"}}}},
        {"field": "sign_date", "op": "within", "value": {"last_days": 7}},
        {"field": "amount", "op": "gt", "value": {"param": "flow.l1"}},
    ]}));
}

#[test]
fn a_misspelt_member_is_named() {
    let error = serde_json::from_value::<Filter>(json!({"and": [{"feild": "a", "op": "eq"}]})).unwrap_err();
    assert!(error.to_string().contains("feild"), "{error}");
}

#[test]
fn a_group_takes_no_comparison() {
    assert!(serde_json::from_value::<Filter>(json!({"and": [], "field": "a", "op": "eq"})).is_err());
    assert!(serde_json::from_value::<Filter>(json!({"field": "a"})).is_err());
    assert!(serde_json::from_value::<Filter>(json!({"field": "a; drop", "op": "eq"})).is_err());
}
