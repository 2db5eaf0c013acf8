use serde_json::json;

use super::*;
use crate::sample::sample;

#[test]
fn columns_go_to_the_fields_of_their_name_in_any_language() {
    let sample = sample();
    let names = ["TITLE", "年份", "Release_Date", "worldwide gross", "genre", "Genre", "Twice", "Stills", "IMDB"];
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let spec = propose(&names, sample.film(), |_| true, |key| sample.forms.get(key));
    let expected = json!([
        {"from": "TITLE", "to": "title"},
        {"from": "年份", "to": "year"},
        {"from": "Release_Date", "to": "released"},
        {"from": "worldwide gross", "to": "gross"},
        {"from": "genre", "to": "genre", "link_by": "name"},
    ]);
    assert_eq!(serde_json::to_value(&spec.columns).unwrap(), expected);
    assert_eq!(spec.match_fields, ["title", "year"].map(crate::sample::key));
    assert_eq!(spec.on_match, OnMatch::Update);
}

#[test]
fn what_is_closed_to_the_person_is_not_proposed() {
    let sample = sample();
    let names = ["title".to_owned(), "year".to_owned()];
    let spec = propose(&names, sample.film(), |key| *key != *"year", |key| sample.forms.get(key));
    assert_eq!(spec.columns.len(), 1);
    assert_eq!((spec.match_fields.len(), spec.on_match), (0, OnMatch::Create));
}
