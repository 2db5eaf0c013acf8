use serde_json::{Value as Json, json};

use crate::{read_mapping, sample::sample};

fn problems(mapping: &Json) -> Vec<(String, String)> {
    let found = sample().columns(mapping, &["a", "b"]).expect_err("it is refused");
    found.iter().map(|issue| (issue.pointer.to_string(), issue.code.clone())).collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn every_problem_of_a_mapping_is_told_at_once() {
    let mapping = json!({"columns": [
        {"from": "a", "to": "title"},
        {"from": "c", "to": "title"},
        {"to": "year"},
        {"from": "b", "to": "nothing"},
        {"from": "b", "to": "stills"},
        {"from": "b", "to": "released", "parse": {"date": "%Q"}},
        {"from": "b", "to": "gross", "expr": "budget + value"},
        {"from": "b", "to": "genre", "link_by": "heat"},
        {"from": "b", "to": "quality", "link_by": "name", "expr": "("},
    ], "match": ["title", "tagged"], "on_match": "update"});
    let expected = told(&[
        ("/columns/1/to", "field_twice"),
        ("/columns/1/from", "unknown_column"),
        ("/columns/2/from", "column_needed"),
        ("/columns/3/to", "unknown_field"),
        ("/columns/4/to", "not_importable"),
        ("/columns/5/parse/date", "date_pattern"),
        ("/columns/6/expr", "not_in_a_mapping"),
        ("/columns/7/link_by", "link_by_unknown"),
        ("/columns/8/link_by", "link_expected"),
        ("/columns/8/expr", "formula_syntax"),
        ("/match/1", "match_not_mapped"),
    ]);
    assert_eq!(problems(&mapping), expected);
}

#[test]
fn a_mapping_needs_columns_and_what_to_match_by() {
    assert_eq!(
        problems(&json!({"columns": [], "on_match": "skip"})),
        told(&[("/columns", "no_columns"), ("/match", "match_missing")])
    );
    let lists = json!({"columns": [{"from": "a", "to": "tagged"}], "match": ["tagged"]});
    assert_eq!(problems(&lists), told(&[("/match/0", "match_not_possible")]));
}

#[test]
fn a_misspelt_property_is_told_with_its_place() {
    let refused = |json: Json| {
        let issues = read_mapping(&json).expect_err("it is refused");
        issues.iter().map(|issue| (issue.pointer.to_string(), issue.code.clone())).collect::<Vec<_>>()
    };
    let found = refused(json!({"columns": [{"from": "a", "too": "title"}]}));
    assert_eq!(found, told(&[("/columns/0/too", "unknown_property"), ("/columns/0/to", "missing_property")]));
    assert_eq!(refused(json!({"columns": [], "on_match": "merge"})), told(&[("/on_match", "unknown_option")]));
    assert_eq!(refused(json!({"version": 2, "columns": []})), told(&[("/version", "unknown_document_version")]));
    assert_eq!(refused(json!({})), told(&[("/columns", "missing_property")]));
}
