use mortise_model::Filter;
use serde_json::json;

use super::*;
use crate::sample::{Contract, holds, person};

fn opens(filter: serde_json::Value, subject: &Subject, record: &Contract) -> bool {
    let filter: Filter = serde_json::from_value(filter).unwrap();
    holds(&bind(&filter, subject, Unknown::Misses), record, subject)
}

#[test]
fn what_the_subject_lacks_opens_nothing_in_any_position() {
    let nobody = person(1, None, &[]);
    let record = Contract { owner: 2, creator: 2, dept: None, kind: "a" };
    let in_my_dept = json!({"field": "_dept", "op": "eq", "value": {"var": "my_dept"}});
    let not_my_dept = json!({"field": "_dept", "op": "ne", "value": {"var": "my_dept"}});
    let none_of_mine = json!({"not": {"field": "_dept", "op": "in", "value": {"var": "my_depts"}}});
    for filter in [in_my_dept.clone(), not_my_dept, none_of_mine, json!({"not": in_my_dept})] {
        assert!(!opens(filter.clone(), &nobody, &record), "{filter}");
        assert!(!opens(json!({"not": {"not": filter}}), &nobody, &record), "{filter}");
    }
}

#[test]
fn the_rest_of_a_filter_still_opens() {
    let nobody = person(2, None, &[]);
    let record = Contract { owner: 2, creator: 2, dept: None, kind: "a" };
    let either = json!({"or": [
        {"field": "_dept", "op": "eq", "value": {"var": "my_dept"}},
        {"field": "_owner", "op": "eq", "value": {"var": "me"}},
    ]});
    assert!(opens(either, &nobody, &record));
}
