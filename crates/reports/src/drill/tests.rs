use serde_json::json;

use super::*;
use crate::{
    Viewing, plan,
    sample::{app, everything, spec},
};

fn filter(field: Json, key: Json) -> Json {
    let spec = spec(json!({"form": "sale", "rows": [field], "measures": [{"agg": "count"}]}));
    let plan = plan(&spec, &app(), &everything, Viewing::AdHoc).unwrap();
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    let found = drill(&plan, Cell { rows: &[key], columns: &[], measure: None }, zone).unwrap();
    assert_eq!(found.form, "sale");
    json!(found.filter)
}

fn between(field: &str, from: &str, to: &str) -> Json {
    json!({"field": field, "op": "between", "value": [from, to]})
}

#[test]
fn a_part_of_a_date_is_its_days() {
    let day = |group: &str, key: &str| filter(json!({"field": "day", "group": group}), json!(key));
    assert_eq!(day("year", "2026"), between("day", "2026-01-01", "2026-12-31"));
    assert_eq!(day("quarter", "2026-Q4"), between("day", "2026-10-01", "2026-12-31"));
    assert_eq!(day("month", "2028-02"), between("day", "2028-02-01", "2028-02-29"));
    assert_eq!(day("week", "2026-W53"), between("day", "2026-12-28", "2027-01-03"));
    assert_eq!(day("day", "2026-06-01"), between("day", "2026-06-01", "2026-06-01"));
    assert_eq!(
        filter(json!({"field": "_created_at", "group": "month"}), json!("2026-06")),
        between("_created_at", "2026-05-31T16:00:00Z", "2026-06-30T15:59:59.999Z")
    );
}

#[test]
fn other_groups_are_their_values() {
    assert_eq!(filter(json!({"field": "region"}), json!("x")), json!({"field": "region", "op": "eq", "value": "x"}));
    assert_eq!(filter(json!({"field": "region"}), Json::Null), json!({"field": "region", "op": "is_empty"}));
    let client = json!({"id": "0000000000001", "title": "A"});
    assert_eq!(
        filter(json!({"field": "client"}), client),
        json!({"field": "client", "op": "eq", "value": "0000000000001"})
    );
    let range = json!({"field": "amount", "group": {"by": "range", "edges": [0, 10]}});
    assert_eq!(filter(range.clone(), json!("..0")), json!({"field": "amount", "op": "lt", "value": "0"}));
    assert_eq!(
        filter(range, json!("0..10")),
        json!({"and": [{"field": "amount", "op": "gte", "value": "0"}, {"field": "amount", "op": "lt", "value": "10"}]})
    );
}

#[test]
fn the_filters_of_pivot_and_measure_hold_behind_a_cell_too() {
    let spec = spec(json!({"form": "sale", "rows": [{"field": "region"}], "columns": [{"field": "kind"}],
        "measures": [{"agg": "count"}, {"key": "x", "agg": "count", "filter": {"field": "qty", "op": "gt", "value": 1}}],
        "filter": {"field": "currency", "op": "eq", "value": "CNY"}}));
    let plan = plan(&spec, &app(), &everything, Viewing::AdHoc).unwrap();
    let zone = FixedOffset::east_opt(0).unwrap();
    let cell = Cell { rows: &[], columns: &[json!("k")], measure: Some(1) };
    let found = drill(&plan, cell, zone).unwrap();
    assert_eq!(
        json!(found.filter),
        json!({"and": [{"field": "currency", "op": "eq", "value": "CNY"}, {"field": "qty", "op": "gt", "value": 1}, {"field": "kind", "op": "eq", "value": "k"}]})
    );
    let keys = [json!("a"), json!("b")];
    for cell in [Cell { rows: &keys, columns: &[], measure: None }, Cell { rows: &[], columns: &[], measure: Some(9) }]
    {
        assert_eq!(drill(&plan, cell, zone).unwrap_err().code, "unknown_cell");
    }
}
