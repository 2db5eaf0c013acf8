use chrono::NaiveDate;
use mortise_model::Value;
use serde_json::json;

use super::NumberPattern;
use crate::sample::{app, key, publish};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day")
}

#[test]
fn the_count_stands_where_the_pattern_says_and_the_rest_names_the_sequence() {
    let specs = app();
    let fields = &specs["contract"].fields;
    let values =
        [(key("status"), Value::Text("live".into())), (key("name"), Value::Text("灯光".into()))].into_iter().collect();
    let cases = [
        ("C-{status_code}-{YYYYMM}-{000}", "C-L-202606-#", "C-L-202606-007"),
        ("{YY}{MM}{DD}/{0}/{status}", "260601/#/live", "260601/7/live"),
        ("{YYYYMMDD}{0000}", "20260601#", "202606010007"),
        ("{name}-{00}", "灯光-#", "灯光-07"),
        ("{nobody}-{00}", "-#", "-07"),
    ];
    for (pattern, sequence, number) in cases {
        let plan = NumberPattern::parse(pattern).expect("a pattern").plan(fields, &values, day());
        assert_eq!((plan.sequence.as_str(), plan.number(7).as_str()), (sequence, number), "{pattern}");
    }
}

#[test]
fn a_long_count_is_not_cut() {
    let plan = NumberPattern::parse("X{00}").expect("a pattern").plan(&[], &Default::default(), day());
    assert_eq!(plan.number(12_345), "X12345");
}

#[test]
fn an_option_without_a_code_gives_its_key() {
    let specs = app();
    let values = [(key("status"), Value::Text("draft".into()))].into_iter().collect();
    let plan =
        NumberPattern::parse("{status_code}{0}").expect("a pattern").plan(&specs["contract"].fields, &values, day());
    assert_eq!(plan.number(1), "draft1");
}

#[test]
fn patterns_without_one_number_or_with_loose_braces_are_refused() {
    let cases = [
        ("HT", "pattern_needs_one_number"),
        ("{0}{0}", "pattern_needs_one_number"),
        ("{0", "pattern_malformed"),
        ("0}{0}", "pattern_malformed"),
        ("{}{0}", "pattern_malformed"),
        ("{No}{0}", "pattern_malformed"),
    ];
    for (pattern, code) in cases {
        assert_eq!(NumberPattern::parse(pattern), Err(code), "{pattern}");
    }
    assert_eq!(
        NumberPattern::parse("{a}{b_code}{0}").map(|p| json!(p.fields().collect::<Vec<_>>())),
        Ok(json!(["a", "b_code"]))
    );
}

#[test]
fn a_record_is_numbered_once() {
    let form = publish("contract", &app());
    let mut values = [(key("status"), Value::Text("live".into()))].into_iter().collect();
    let due = form.numbers_due(&values, day());
    assert_eq!(
        due.iter().map(|(key, plan)| (key.as_str(), plan.number(3))).collect::<Vec<_>>(),
        [("no", "C-L-202606-003".to_owned())]
    );
    values.insert(key("no"), Value::Text("C-L-202606-003".into()));
    assert_eq!(form.numbers_due(&values, day()), []);
}
