use serde_json::{Value as Json, json};

use super::check;
use crate::sample::{app, form, found, rows, specs};

/// What is wrong with a form of these fields among the sample forms.
fn wrong(fields: Json, more: Json) -> Vec<String> {
    let mut all = app();
    let spec = form("thing", fields, more);
    all.insert(spec.key.clone(), spec.clone());
    found(&check(&spec, &all))
}

#[test]
fn the_sample_forms_are_right() {
    let all = app();
    for spec in all.values() {
        assert_eq!(found(&check(spec, &all)), Vec::<String>::new(), "{}", spec.key);
    }
}

#[test]
fn keys_are_told_that_are_double_reserved_or_retired() {
    let fields = json!([["a", "text", {}], ["a", "int", {}], ["match", "text", {}], ["old", "text", {}]]);
    assert_eq!(
        wrong(fields, json!({"retired": ["old"]})),
        ["/fields/1/key duplicate_key", "/fields/2/key reserved_key", "/fields/3/key retired_key"]
    );
}

#[test]
fn everything_that_names_a_field_must_name_one_that_is_there() {
    let more = json!({
        "title": "{no} {a}", "search": ["b", "n"], "owner_field": "a", "dept_field": "z",
        "unique_keys": [{"fields": ["a", "x"]}, {"fields": ["a", "a", "many"]}, {"fields": [], "when": {"field": "q", "op": "eq", "value": 1}}],
        "layout": [{"section": {"en": "S"}, "fields": [["a", "ghost"], ["a"]]}, {"tabs": [{"name": {"en": "T"}, "items": [{"columns": [[{"section": {"en": "S"}, "fields": [["nobody"]]}]]}]}]}],
        "views": [{"key": "v", "name": {"en": "V"}, "show": {"kind": "kanban", "settings": {"by": "stage", "card": ["a", "p.name", "p.nope"]}}, "filter": {"field": "u", "op": "eq", "value": 1}, "sort": [{"field": "s"}]},
            {"key": "v", "name": {"en": "V"}, "show": {"kind": "timeline", "settings": {"form": "payment", "row": "contract", "range": "nowhen"}}}],
        "buttons": [{"key": "go_on", "label": {"en": "B"}, "ask": ["a", "gone"], "available_when": {"field": "a", "op": "gt", "value": 1}}],
        "validations": [{"expr": "a > missing", "code": "x", "message": {}}],
    });
    let fields = json!([["a", "text", {}], ["n", "int", {}], ["p", "link", {"form": "party"}], ["many", "links", {"form": "party"}]]);
    assert_eq!(
        wrong(fields, more),
        [
            "/title unknown_field",
            "/owner_field wrong_kind",
            "/dept_field unknown_field",
            "/validations/0/expr unknown_field",
            "/search/0 unknown_field",
            "/search/1 search_not_possible",
            "/unique_keys/0/fields/1 unknown_field",
            "/unique_keys/1/fields/1 field_twice",
            "/unique_keys/1/fields/2 unique_not_possible",
            "/unique_keys/2/fields fields_missing",
            "/unique_keys/2/when/field unknown_field",
            "/layout/0/fields/0/1 unknown_field",
            "/layout/0/fields/1/0 field_twice",
            "/layout/1/tabs/0/items/0/columns/0/0/fields/0/0 unknown_field",
            "/views/1/key duplicate_key",
            "/views/0/filter/field unknown_field",
            "/views/0/show/settings/by unknown_field",
            "/views/0/show/settings/card/2 unknown_field",
            "/views/0/sort/0/field unknown_field",
            "/views/1/show/settings/range unknown_field",
            "/buttons/0/available_when/op operator_not_possible",
            "/buttons/0/ask/1 unknown_field",
        ]
    );
}

#[test]
fn settings_and_conditions_of_fields_are_checked() {
    let fields = json!([
        ["a", "text", {"pattern": "(", "max_length": 5000}],
        ["b", "select", {"options": [{"key": "x"}, {"key": "x"}, {"key": ""}], "transitions": [{"from": "x", "to": "y", "gate": {"required": ["nope"], "expr": "1 +"}}]}],
        ["c", "decimal", {"scale": 12, "min": "3", "max": "2"}],
        ["d", "money", {"currency": "XXX"}],
        ["e", "money", {"currency_field": "nope"}],
        ["f", "link", {"form": "nobody"}],
        ["g", "link", {"form": "party", "filter": {"field": "levle", "op": "eq", "value": "A"}, "columns": ["name", "nope"]}],
        ["h", "text", {}, {"visible_when": {"field": "c", "op": "contains", "value": "1"}, "required_when": {"field": "zz", "op": "is_empty"}}],
        ["i", "autonum", {"pattern": "{nope}-{000}"}],
        ["j", "autonum", {"pattern": "X"}],
        ["k", "files", {}, {"unique": true}],
        ["l", "button", {"button": "nope"}],
        ["m", "querylist", {"form": "payment", "via": "contract"}],
    ]);
    assert_eq!(
        wrong(fields, Json::Null),
        [
            "/fields/0/type/settings/max_length length_out_of_range",
            "/fields/0/type/settings/pattern pattern_malformed",
            "/fields/1/type/settings/options/1/key duplicate_option",
            "/fields/1/type/settings/options/2/key option_key_malformed",
            "/fields/1/type/settings/transitions/0/to unknown_option",
            "/fields/1/type/settings/transitions/0/gate/required/0 unknown_field",
            "/fields/1/type/settings/transitions/0/gate/expr formula_syntax",
            "/fields/2/type/settings/max limits_crossed",
            "/fields/2/type/settings/scale too_large",
            "/fields/3/type/settings/currency unknown_currency",
            "/fields/4/type/settings/currency_field unknown_field",
            "/fields/5/type/settings/form unknown_form",
            "/fields/6/type/settings/filter/field unknown_field",
            "/fields/6/type/settings/columns/1 unknown_field",
            "/fields/7/visible_when/op operator_not_possible",
            "/fields/7/required_when/field unknown_field",
            "/fields/8/type/settings/pattern unknown_field",
            "/fields/9/type/settings/pattern pattern_needs_one_number",
            "/fields/10/unique unique_not_possible",
            "/fields/11/type/settings/button unknown_button",
            "/fields/12/type/settings/via not_a_link",
        ]
    );
}

#[test]
fn defaults_must_be_values_of_their_field() {
    let fields = json!([
        ["a", "select", {"options": [{"key": "x"}]}, {"default": {"value": "y"}}],
        ["b", "int", {"max": 5}, {"default": {"value": 6}}],
        ["c", "date", {}, {"default": {"expr": "today() +"}}],
        ["d", "int", {}, {"formula": "b + 1", "default": {"value": 1}}],
        ["e", "user", {}, {"default": {"expr": "me()"}}],
        ["f", "user", {}, {"default": {"value": "lin.ceo"}}],
    ]);
    assert_eq!(
        wrong(fields, Json::Null),
        [
            "/fields/0/default/value unknown_option",
            "/fields/1/default/value too_large",
            "/fields/2/default/expr formula_syntax",
            "/fields/3/default default_of_computed",
            "/fields/5/default/value not_an_id",
        ]
    );
}

#[test]
fn what_computes_must_read_what_is_there_and_fit() {
    let fields = json!([
        ["a", "int", {}, {"formula": "b * 2"}],
        ["b", "int", {}, {"formula": "c.x + 1"}],
        ["p", "link", {"form": "party"}],
        ["c", "lookup", {"link": "q", "field": "name"}],
        ["d", "lookup", {"link": "p", "field": "nmae"}],
        ["e", "lookup", {"link": "a", "field": "name"}],
        ["f", "lookup", {"link": "p", "field": "boss.name"}],
        ["g", "rollup", {"form": "nobody", "via": "p", "aggregate": "count"}],
        ["h", "rollup", {"form": "payment", "via": "contract", "aggregate": "sum", "field": "on_day"}],
        ["i", "rollup", {"form": "payment", "via": "contract", "aggregate": "sum"}],
        ["j", "lookup", {"link": "p", "field": "name"}, {"formula": "1"}],
        ["k", "int", {}, {"formula": "if me() == () { 1 } else { 2 }"}],
        ["l", "button", {"button": "x"}, {"formula": "1"}],
        ["m", "money_cn", {"amount": "nope"}],
        ["n", "int", {}, {"formula": "count(related(\"party\", level == \"A\"))"}],
    ]);
    let all = wrong(fields, json!({"buttons": [{"key": "x", "label": {"en": "X"}}]}));
    let expected = [
        "/fields/13/type/settings/amount unknown_field",
        "/fields/1/formula unknown_field",
        "/fields/3/type/settings/link unknown_field",
        "/fields/4/type/settings/field unknown_field",
        "/fields/5/type/settings/link not_a_link",
        "/fields/7/type/settings/form unknown_form",
        "/fields/8/type/settings/via not_a_link",
        "/fields/8/type/settings/aggregate aggregate_not_possible",
        "/fields/9/type/settings/via not_a_link",
        "/fields/9/type/settings/aggregate field_missing",
        "/fields/10/formula computed_twice",
        "/fields/11/formula formula_reads_viewer",
        "/fields/12/formula formula_not_possible",
        "/fields/13/type/settings unknown_field",
    ];
    for issue in expected {
        assert!(all.contains(&issue.to_owned()), "{issue} is not among {all:#?}");
    }
}

#[test]
fn computed_fields_may_not_wait_for_themselves() {
    let fields = json!([
        ["a", "int", {}, {"formula": "b + 1"}],
        ["b", "int", {}, {"formula": "c + 1"}],
        ["c", "int", {}, {"formula": "a + 1"}],
        ["d", "int", {}, {"formula": "d"}],
        ["fine", "int", {}, {"formula": "1"}],
    ]);
    let cycle = |index: usize| format!("/fields/{index}/formula computed_cycle");
    assert_eq!(wrong(fields, Json::Null), [cycle(0), cycle(1), cycle(2), cycle(3)]);
}

#[test]
fn a_sum_of_rows_and_a_share_of_it_in_the_rows_is_no_cycle() {
    let lines = rows(json!([["n", "int", {}], ["share", "percent", {}, {"formula": "safe_div(n, total) * 100"}]]));
    let fields = json!([["lines", "subform", lines], ["total", "int", {}, {"formula": "sum(\"lines\", \"n\")"}]]);
    assert_eq!(wrong(fields, Json::Null), Vec::<String>::new());
}

#[test]
fn two_forms_may_not_compute_each_other() {
    let a = form(
        "alpha",
        json!([["b", "link", {"form": "beta"}], ["x", "lookup", {"link": "b", "field": "y"}], ["n", "int", {}]]),
        Json::Null,
    );
    let b = form(
        "beta",
        json!([["y", "rollup", {"form": "alpha", "via": "b", "aggregate": "sum", "field": "z"}]]),
        Json::Null,
    );
    let mut a = a;
    a.fields.push(form("alpha", json!([["z", "int", {}, {"formula": "n"}]]), Json::Null).fields.remove(0));
    let all = specs(vec![a.clone(), b.clone()]);
    assert_eq!(found(&check(&a, &all)), Vec::<String>::new());
    a.fields.last_mut().expect("four fields").formula = Some("x + 1".to_owned());
    let all = specs(vec![a.clone(), b.clone()]);
    assert_eq!(found(&check(&a, &all)), ["/fields/1 computed_cycle", "/fields/3 computed_cycle"]);
    assert_eq!(found(&check(&b, &all)), ["/fields/0 computed_cycle"]);
}

#[test]
fn a_tree_may_sum_up_its_branches() {
    let fields = json!([
        ["parent", "link", {"form": "thing"}],
        ["own", "int", {}],
        ["below", "rollup", {"form": "thing", "via": "parent", "aggregate": "sum", "field": "whole"}],
        ["whole", "int", {}, {"formula": "own + below"}],
    ]);
    assert_eq!(wrong(fields, Json::Null), Vec::<String>::new());
}

#[test]
fn rows_hold_no_rows_numbers_or_sums_of_other_records() {
    let inner = rows(json!([
        ["a", "subform", rows(json!([["x", "int", {}]]))],
        ["b", "autonum", {}],
        ["c", "rollup", {"form": "payment", "via": "contract", "aggregate": "count"}],
        ["d", "text", {}, {"unique": true}],
        ["e", "text", {}, {"visible_when": {"field": "outside", "op": "eq", "value": "1"}}],
    ]));
    let at = |index: usize, rest: &str| format!("/fields/0/type/settings/fields/{index}{rest}");
    assert_eq!(
        wrong(json!([["rows", "subform", inner], ["outside", "text", {}]]), Json::Null),
        [
            at(0, "/type/kind not_in_rows"),
            at(1, "/type/kind not_in_rows"),
            at(2, "/type/kind not_in_rows"),
            at(3, "/unique unique_not_possible"),
            at(2, "/type/settings/via not_a_link"),
        ]
    );
}
