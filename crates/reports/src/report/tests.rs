use serde_json::json;

use super::*;
use crate::sample::app;

fn report(pivot: Json, show: Json, format: Json) -> Vec<String> {
    let json = json!({"version": 1, "key": "r", "name": {"en": "R"}, "pivot": pivot, "show": show, "format": format});
    let report = read_report(&json).unwrap();
    check_report(&report, &app()).iter().map(|issue| format!("{} {}", issue.code, issue.pointer)).collect()
}

#[test]
fn a_report_is_checked_as_a_whole() {
    let pivot = json!({"form": "sale", "rows": [{"field": "region"}], "measures": [{"key": "n", "agg": "count"}]});
    let bar = json!({"kind": "bar", "settings": {}});
    assert_eq!(report(pivot.clone(), bar.clone(), json!({"n": "integer"})), Vec::<String>::new());
    let wide = json!({"kind": "heat_map", "settings": {"measure": "m"}});
    assert_eq!(
        report(pivot, wide, json!({"m": "money"})),
        ["chart_needs_columns /show/settings", "unknown_measure /show/settings/measure", "unknown_measure /format/m"]
    );
    let broken = json!({"form": "sale", "rows": [{"field": "gone"}], "measures": [{"agg": "count"}]});
    assert_eq!(report(broken, bar, json!({})), ["unknown_field /pivot/rows/0/field"]);
}

#[test]
fn a_misspelt_setting_of_a_chart_has_a_pointer() {
    let json = json!({"version": 1, "key": "r", "name": {}, "pivot": {"form": "sale"}, "show": {"kind": "bar", "settings": {"staked": true}}});
    let issues = read_report(&json).unwrap_err();
    let issue = issues.iter().next().unwrap();
    assert_eq!((issue.code.as_str(), issue.pointer.as_str()), ("unknown_property", "/show/settings/staked"));
}
