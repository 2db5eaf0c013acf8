use mortise_model::{Filter, Path, SortOrder};
use serde_json::{Value as Json, json};

use super::serves;
use crate::read_plan::Sort;

fn is_served(index: &[&str], filters: Json, sort: Option<&str>) -> bool {
    let index: Vec<Box<str>> = index.iter().map(|column| Box::from(*column)).collect();
    let filters: Vec<Filter> = serde_json::from_value(filters).expect("a filter");
    let sorts: Vec<Sort> =
        sort.map(|field| Sort { field: Path::new(field), order: SortOrder::Descending }).into_iter().collect();
    serves(&index, &filters, &sorts)
}

#[test]
fn an_index_serves_the_list_that_it_was_made_for() {
    let index = ["genre", "day", "price"];
    let genre = json!({"field": "genre", "op": "eq", "value": "sale"});
    let price = json!({"field": "price", "op": "gte", "value": 5});
    let place = json!({"field": "place", "op": "eq", "value": "here"});
    let both = json!([{"and": [genre, price]}]);
    assert!(is_served(&index, both.clone(), Some("day")));
    assert!(is_served(&index, both.clone(), None), "counting needs no order");
    assert!(!is_served(&index, both.clone(), Some("price")), "another order");
    assert!(!is_served(&index, both, Some("project.day")), "an order that lies elsewhere");
    assert!(!is_served(&index, json!([price]), Some("day")), "nothing is equal");
    assert!(!is_served(&index, json!([genre, place]), Some("day")), "a column that the index has not");
    assert!(!is_served(&index, json!([{"or": [genre, price]}]), Some("day")), "not all records meet it");
}
