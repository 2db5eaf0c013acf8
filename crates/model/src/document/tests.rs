use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::Filter;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Doc {
    name: String,
    #[serde(default)]
    parts: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Part {
    size: u32,
    when: Option<Filter>,
}

fn problem(json: Json) -> (String, String) {
    let issues = read_document::<Doc>(&json).unwrap_err();
    let issue = issues.iter().next().unwrap().clone();
    (issue.code, issue.pointer.to_string())
}

#[test]
fn a_wrong_property_is_named_with_its_pointer() {
    let told = |code: &str, at: &str| (code.to_owned(), at.to_owned());
    assert_eq!(problem(json!({"name": "a", "nmae": 1})), told("unknown_property", "/nmae"));
    assert_eq!(
        problem(json!({"name": "a", "parts": [{"size": 1, "siez": 2}]})),
        told("unknown_property", "/parts/0/siez")
    );
    assert_eq!(problem(json!({"name": "a", "parts": [{"when": null}]})), told("missing_property", "/parts/0/size"));
    assert_eq!(problem(json!({"name": "a", "parts": [{"size": "x"}]})), told("malformed", "/parts/0/size"));
    let filter = json!({"and": [{"field": "a", "op": "eqq"}]});
    assert_eq!(
        problem(json!({"name": "a", "parts": [{"size": 1, "when": filter}]})),
        told("unknown_option", "/parts/0/when/and/0/op")
    );
}

#[test]
fn all_wrong_properties_are_named_at_once() {
    let json = json!({"nmae": "a", "parts": [{"size": "x", "siez": 2}, {"size": 1, "wehn": 3}]});
    let issues = read_document::<Doc>(&json).unwrap_err();
    let told: Vec<String> = issues.iter().map(|issue| format!("{} {}", issue.code, issue.pointer)).collect();
    let all = ["unknown_property /nmae", "malformed /parts/0/size", "unknown_property /parts/0/siez"];
    assert_eq!(told, all);
}

#[test]
fn what_is_no_json_says_where() {
    let issues = parse_document::<Doc>("{\n \"name\": }").unwrap_err();
    let issue = issues.iter().next().unwrap();
    assert_eq!((issue.code.as_str(), issue.params["line"].as_u64()), ("not_json", Some(2)));
}
