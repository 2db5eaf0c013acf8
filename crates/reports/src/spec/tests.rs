use serde_json::json;

use super::*;

#[test]
fn a_pivot_is_read_and_written_alike() {
    let json = json!({"form": "sale", "rows": [{"field": "day", "group": "month"}, {"field": "amount", "group": {"by": "range", "edges": ["0", "10.5"]}}],
        "columns": [], "measures": [{"key": "n", "agg": "count"}, {"key": "r", "expr": "n / 2"}],
        "sort": [{"measure": "n", "desc": true}], "limit": 3, "totals": {"rows": true, "columns": false, "grand": true}});
    assert_eq!(serde_json::to_value(read_pivot(&json).unwrap()).unwrap(), json);
}

#[test]
fn what_is_misspelt_has_a_pointer() {
    let told = |json: Json| {
        let issues = read_pivot(&json).unwrap_err();
        let issue = issues.iter().next().unwrap();
        format!("{} {}", issue.code, issue.pointer)
    };
    assert_eq!(told(json!({"form": "sale", "measurs": []})), "unknown_property /measurs");
    assert_eq!(told(json!({"rows": [{"field": "day", "group": "mont"}]})), "unknown_option /rows/0/group");
    assert_eq!(
        told(json!({"rows": [{"field": "day", "group": {"by": "range", "edges": [3, 2]}}]})),
        "malformed /rows/0/group"
    );
    assert_eq!(told(json!({"measures": [{"agg": "summ"}]})), "unknown_option /measures/0/agg");
}

#[test]
fn a_measure_without_a_key_is_called_after_its_field() {
    let key = |json: Json| serde_json::from_value::<MeasureSpec>(json).unwrap().key().map(|key| key.to_string());
    assert_eq!(key(json!({"agg": "count"})).as_deref(), Some("count"));
    assert_eq!(key(json!({"agg": "sum", "field": "project.budget"})).as_deref(), Some("project_budget_sum"));
    assert_eq!(key(json!({"agg": "count_distinct", "field": "_owner"})).as_deref(), Some("owner_count_distinct"));
    assert_eq!(key(json!({"expr": "a"})), None);
}
