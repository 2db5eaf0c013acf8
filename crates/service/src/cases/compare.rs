use serde_json::{Map, Value as Json};

/// How values differ from those that are expected, one line for each field. What is not expected is not looked at.
pub(super) fn differences(expected: &Map<String, Json>, found: &Map<String, Json>) -> Vec<String> {
    let differs = |(name, wanted): (&String, &Json)| match found.get(name) {
        Some(value) if fits(wanted, &bare(value)) => None,
        Some(value) => Some(format!("{name}: expected {wanted}, found {}", bare(value))),
        None => Some(format!("{name}: expected {wanted}, but it is not shown")),
    };
    expected.iter().filter_map(differs).collect()
}

/// A value without the titles that readers get along with links.
pub(super) fn bare(value: &Json) -> Json {
    match value {
        Json::Object(object) => match object.get("id") {
            Some(id) if object.contains_key("title") => id.clone(),
            _ => Json::Object(object.iter().map(|(name, value)| (name.clone(), bare(value))).collect()),
        },
        Json::Array(all) => all.iter().map(bare).collect(),
        other => other.clone(),
    }
}

/// Whether a value is as expected; of rows and other objects only the named members are looked at.
fn fits(wanted: &Json, found: &Json) -> bool {
    match (wanted, found) {
        (Json::Object(wanted), Json::Object(found)) => {
            wanted.iter().all(|(name, wanted)| found.get(name).is_some_and(|found| fits(wanted, found)))
        }
        (Json::Array(wanted), Json::Array(found)) => {
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| fits(wanted, found))
        }
        (wanted, found) => wanted == found,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(expected: Json, found: Json) -> Vec<String> {
        differences(expected.as_object().expect("an object"), found.as_object().expect("an object"))
    }

    #[test]
    fn only_what_is_expected_is_looked_at() {
        assert!(told(json!({"a": "1"}), json!({"a": "1", "b": "2"})).is_empty());
        assert!(told(json!({"rows": [{"a": 1}]}), json!({"rows": [{"_id": "7", "a": 1, "b": 2}]})).is_empty());
        assert!(told(json!({"link": "7"}), json!({"link": {"id": "7", "title": "Ann"}})).is_empty());
    }

    #[test]
    fn a_difference_names_the_field_and_both_values() {
        assert_eq!(told(json!({"a": "1"}), json!({"a": "2"})), [r#"a: expected "1", found "2""#]);
        assert_eq!(told(json!({"a": "1"}), json!({})), [r#"a: expected "1", but it is not shown"#]);
        assert_eq!(told(json!({"a": [1]}), json!({"a": [1, 2]})), ["a: expected [1], found [1,2]"]);
        assert_eq!(told(json!({"a": null}), json!({"a": ""})), [r#"a: expected null, found """#]);
    }
}
