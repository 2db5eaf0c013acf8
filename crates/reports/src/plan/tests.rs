use serde_json::{Value as Json, json};

use super::*;
use crate::sample::{app, clerk, everything, spec};

fn problems(json: Json, permit: &dyn Fn(&Key) -> Option<Permit>, viewing: Viewing) -> Vec<String> {
    match plan(&spec(json), &app(), permit, viewing) {
        Ok(plan) => vec![format!("fine, {} held back", plan.held_back)],
        Err(issues) => issues.iter().map(|issue| format!("{} {}", issue.code, issue.pointer)).collect(),
    }
}

fn wrong(json: Json) -> Vec<String> {
    problems(json, &everything, Viewing::AdHoc)
}

#[test]
fn measures_share_one_query_unless_they_count_values_one_by_one() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}], "columns": [{"field": "day", "group": "quarter"}],
        "measures": [
            {"agg": "count"}, {"agg": "sum", "field": "amount"}, {"agg": "avg", "field": "amount"},
            {"agg": "count_distinct", "field": "kind"}, {"key": "big", "agg": "count", "filter": {"field": "amount", "op": "gt", "value": "5"}},
            {"key": "mean", "expr": "amount_sum / count"}],
        "filter": {"field": "kind", "op": "eq", "value": "a"}});
    let plan = plan(&spec(json), &app(), &everything, Viewing::AdHoc).unwrap();
    let amount = || Path::new("amount");
    assert_eq!(plan.queries.len(), 3);
    assert_eq!(
        plan.queries[0].measures,
        [BaseMeasure::Count, BaseMeasure::Sum(amount()), BaseMeasure::CountOf(amount())]
    );
    let dims: Vec<String> = plan.queries[1].dims.iter().map(|dim| dim.path.to_string()).collect();
    assert_eq!(dims, ["region", "day", "kind"]);
    assert!(matches!(&plan.queries[2].filter, Some(Filter::And(parts)) if parts.len() == 2));
    let keys = plan.shape().measures;
    assert_eq!(keys, ["count", "amount_sum", "amount_avg", "kind_count_distinct", "big", "mean"]);
}

#[test]
fn a_path_goes_through_a_link() {
    let json = json!({"form": "sale", "rows": [{"field": "client.city"}], "measures": [{"agg": "count"}, {"agg": "max", "field": "client.rating"}]});
    let plan = plan(&spec(json), &app(), &everything, Viewing::AdHoc).unwrap();
    assert_eq!(plan.queries[0].dims[0].path.to_string(), "client.city");
    assert_eq!(plan.permits.keys().map(|key| key.as_str()).collect::<Vec<_>>(), ["sale", "client"]);
}

#[test]
fn what_does_not_exist_or_fit_is_pointed_at() {
    assert_eq!(wrong(json!({"form": "nothing", "measures": [{"agg": "count"}]})), ["unknown_form /form"]);
    assert_eq!(wrong(json!({"measures": [{"agg": "count"}]})), ["form_or_sources "]);
    assert_eq!(wrong(json!({"form": "sale"})), ["no_measure /measures"]);
    let json = json!({"form": "sale",
        "rows": [{"field": "nothing"}, {"field": "region", "group": "month"}, {"field": "items.part"}],
        "measures": [{"agg": "sum", "field": "region"}, {"agg": "sum"}, {"agg": "count"}, {"agg": "count"},
            {"key": "x", "expr": "count / nothing"}, {"key": "y", "expr": "count /"}, {"key": "z", "expr": "today()"}, {"key": "w"}],
        "filter": {"or": [{"field": "secret", "op": "eq", "value": "1"}]},
        "having": {"field": "nothing", "op": "gt", "value": "1"},
        "sort": [{"measure": "nothing"}, {"field": "kind"}, {}]});
    assert_eq!(
        wrong(json),
        [
            "unknown_field /rows/0/field",
            "grouping_does_not_fit /rows/1/group",
            "needs_subform /rows/2/field",
            "unknown_field /filter/or/0/field",
            "aggregate_does_not_fit /measures/0/agg",
            "missing_property /measures/1/field",
            "duplicate_measure /measures/3/key",
            "unknown_measure /measures/4/expr",
            "formula_syntax /measures/5/expr",
            "not_in_a_measure /measures/6/expr",
            "measure_without_aggregate /measures/7",
            "unknown_measure /having",
            "unknown_measure /sort/0/measure",
            "unknown_field /sort/1/field",
            "sort_by_one_thing /sort/2",
        ]
    );
}

#[test]
fn what_may_not_be_read_is_as_if_it_did_not_exist() {
    let hidden = json!({"form": "sale", "rows": [{"field": "fee"}], "measures": [{"agg": "max", "field": "fee"}, {"agg": "count"}]});
    let absent = json!({"form": "sale", "rows": [{"field": "gone"}], "measures": [{"agg": "max", "field": "gone"}, {"agg": "count"}]});
    let told = |json| match plan(&spec(json), &app(), &clerk, Viewing::AdHoc) {
        Ok(_) => panic!("it must be refused"),
        Err(issues) => serde_json::to_string(&issues).unwrap(),
    };
    assert_eq!(told(hidden).replace("fee", "gone"), told(absent));
    let form = json!({"form": "client", "measures": [{"agg": "count"}]});
    assert_eq!(problems(form, &clerk, Viewing::AdHoc), ["unknown_form /form"]);
    let through = json!({"form": "sale", "rows": [{"field": "client.city"}], "measures": [{"agg": "count"}]});
    assert_eq!(problems(through, &clerk, Viewing::AdHoc), ["unknown_field /rows/0/field"]);
    let filtered =
        json!({"form": "sale", "measures": [{"agg": "count"}], "filter": {"field": "fee", "op": "gt", "value": "5"}});
    assert_eq!(problems(filtered.clone(), &clerk, Viewing::AdHoc), ["unknown_field /filter/field"]);
    assert_eq!(
        problems(filtered, &clerk, Viewing::Saved),
        ["unknown_field /filter/field"],
        "it would tell what it compares"
    );
}

#[test]
fn a_saved_report_leaves_out_what_may_not_be_read_and_says_how_much() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}, {"field": "client.city"}],
        "measures": [{"agg": "sum", "field": "fee"}, {"agg": "count"}, {"key": "mean", "expr": "fee_sum / count"}],
        "having": {"field": "mean", "op": "gt", "value": "1"}, "sort": [{"measure": "fee_sum"}, {"field": "client.city"}]});
    let plan = plan(&spec(json), &app(), &clerk, Viewing::Saved).unwrap();
    assert_eq!((plan.held_back, plan.rows.len(), plan.shape().measures), (2, 1, vec!["count".to_owned()]));
    assert!(plan.having.is_none() && plan.sort.is_empty());
    let nothing = json!({"form": "sale", "measures": [{"agg": "sum", "field": "fee"}]});
    assert_eq!(problems(nothing, &clerk, Viewing::Saved), ["no_measure /measures"]);
}

#[test]
fn rows_of_a_subform_are_counted_when_it_is_the_source() {
    let json = json!({"sources": [{"name": "s", "form": "sale", "subform": "items"}],
        "rows": [{"field": "part"}, {"field": "region"}], "measures": [{"agg": "sum", "field": "price"}]});
    let plan = plan(&spec(json), &app(), &everything, Viewing::AdHoc).unwrap();
    let query = &plan.queries[0];
    let dims: Vec<String> = query.dims.iter().map(|dim| dim.path.to_string()).collect();
    assert_eq!(dims, ["items.part", "region"]);
    assert_eq!(
        (query.subform.as_deref(), &query.measures[0]),
        (Some("items"), &BaseMeasure::Sum(Path::new("items.price")))
    );
}

#[test]
fn several_sources_meet_behind_their_links() {
    let json = json!({"sources": [{"name": "s", "form": "sale", "via": "client"}, {"name": "c", "form": "client"}],
        "rows": [{"field": "city"}], "filter": {"field": "city", "op": "eq", "value": "x"},
        "measures": [{"key": "sales", "source": "s", "agg": "count"}, {"key": "clients", "source": "c", "agg": "count"}, {"agg": "count"}]});
    assert_eq!(wrong(json.clone()), ["unknown_source /measures/2/source"]);
    let mut json = json;
    json["measures"].as_array_mut().unwrap().pop();
    let plan = plan(&spec(json), &app(), &everything, Viewing::AdHoc).unwrap();
    let ways: Vec<String> = plan.queries.iter().map(|query| query.dims[0].path.to_string()).collect();
    assert_eq!(ways, ["client.city", "city"]);
    assert_eq!(plan.queries[0].filter, Some(Filter::compare("client.city", mortise_model::FilterOp::Eq, "x")));
}
