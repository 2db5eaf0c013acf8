use serde_json::{Value as Json, json};

use super::*;

fn shape(n_rows: usize, n_columns: usize, measures: &[&str]) -> PivotShape {
    PivotShape { n_rows, n_columns, measures: measures.iter().map(ToString::to_string).collect() }
}

fn codes(kind: &str, settings: Json, shape: &PivotShape) -> Vec<String> {
    let chart: ChartKind = serde_json::from_value(json!({"kind": kind, "settings": settings})).unwrap();
    chart.accepts(shape).iter().map(|issue| format!("{} {}", issue.code, issue.pointer)).collect()
}

/// Every kind: its default settings are written as they are read, it can draw something, and it refuses unknown settings.
#[test]
fn all_kinds_conform() {
    for name in ChartKindName::ALL {
        let document = json!({"kind": name, "settings": {}});
        let chart: ChartKind = serde_json::from_value(document.clone()).unwrap();
        assert_eq!((chart.name(), serde_json::to_value(&chart).unwrap()), (*name, document));
        let shapes = [shape(0, 0, &["n"]), shape(1, 0, &["n"]), shape(1, 1, &["n"]), shape(2, 1, &["n"])];
        assert!(shapes.iter().any(|shape| chart.accepts(shape).is_empty()), "{name:?} draws nothing");
        let misspelt = json!({"kind": name, "settings": {"colour_of_the_sky": 1}});
        assert!(serde_json::from_value::<ChartKind>(misspelt).is_err(), "{name:?}");
    }
}

#[test]
fn a_chart_says_what_it_cannot_draw() {
    let none: &[&str] = &[];
    assert_eq!(codes("bar", json!({"stacked": true}), &shape(1, 1, &["n"])), none);
    assert_eq!(
        codes("bar", json!({"measures": ["m"]}), &shape(0, 2, &["n"])),
        ["chart_needs_rows ", "chart_needs_columns ", "unknown_measure /measures/0"]
    );
    assert_eq!(codes("pie", json!({}), &shape(1, 0, &["n", "m"])), ["chart_needs_one_measure "]);
    assert_eq!(codes("pie", json!({"measure": "m"}), &shape(1, 0, &["n", "m"])), none);
    assert_eq!(
        codes("pie", json!({"measure": "x"}), &shape(1, 1, &["n"])),
        ["chart_needs_columns ", "unknown_measure /measure"]
    );
    assert_eq!(codes("line", json!({}), &shape(3, 0, &["n"])), ["chart_needs_rows "]);
    assert_eq!(codes("heat_map", json!({}), &shape(1, 0, &["n"])), ["chart_needs_columns "]);
    assert_eq!(codes("kpi", json!({"measures": ["n"]}), &shape(3, 3, &["n"])), none);
}
