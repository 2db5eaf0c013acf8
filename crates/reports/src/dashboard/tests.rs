use serde_json::json;

use super::*;

#[test]
fn tiles_must_fit_and_show_what_exists() {
    let json = json!({"version": 1, "key": "d", "name": {"en": "D"}, "tiles": [
        {"width": 6, "content": {"kind": "report", "settings": {"report": "known"}}},
        {"width": 13, "content": {"kind": "report", "settings": {"report": "gone", "show": {"kind": "kpi", "settings": {}}}}},
        {"width": 6, "height": 0, "content": {"kind": "list", "settings": {"form": "gone", "limit": 5}}},
        {"width": 12, "content": {"kind": "tasks", "settings": {}}},
    ]});
    let dashboard = read_dashboard(&json).unwrap();
    let key = |text: &str| Key::new(text).unwrap();
    let issues = check_dashboard(&dashboard, &[key("known")], &[key("sale")]);
    let told: Vec<String> = issues.iter().map(|issue| format!("{} {}", issue.code, issue.pointer)).collect();
    assert_eq!(
        told,
        [
            "tile_too_wide /tiles/1/width",
            "unknown_report /tiles/1/content/settings/report",
            "tile_without_height /tiles/2/height",
            "unknown_form /tiles/2/content/settings/form",
        ]
    );
    assert_eq!(serde_json::to_value(&dashboard).unwrap(), json);
}
