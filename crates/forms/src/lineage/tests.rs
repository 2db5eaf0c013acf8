use serde_json::json;

use crate::sample::{app, form, publish, rows};

/// The guarded fields of a form as `field group condition`.
fn guards(key: &str, specs: &indexmap::IndexMap<mortise_model::Key, crate::FormSpec>) -> Vec<String> {
    let published = publish(key, specs);
    let line = |(path, group, when): (&str, &mortise_model::Key, Option<&mortise_model::Filter>)| match when {
        Some(when) => format!("{path} {group} {}", serde_json::to_string(when).expect("a filter can be written")),
        None => format!("{path} {group}"),
    };
    published.security_groups().map(line).collect()
}

#[test]
fn what_is_computed_is_guarded_like_what_it_reads() {
    let a = r#"{"field":"party.level","op":"eq","value":"A"}"#;
    let row = r#"{"field":"lines.party.level","op":"eq","value":"A"}"#;
    assert_eq!(
        guards("contract", &app()),
        [
            format!("phone private {a}"),
            format!("lines.phone private {row}"),
            "lines.share fee".to_owned(),
            "amount fee".to_owned(),
            "tax fee".to_owned(),
        ]
    );
    let other = r#"{"field":"level","op":"eq","value":"A"}"#;
    assert_eq!(
        guards("party", &app()),
        [format!("phone private {other}"), "total fee".to_owned(), "owed fee".to_owned()]
    );
}

#[test]
fn a_computed_field_that_names_its_own_groups_has_only_those() {
    let mut specs = app();
    let more = json!({"security_groups": [{"group": "fin"}]});
    let fields = json!([["p", "link", {"form": "party"}], ["phone", "lookup", {"link": "p", "field": "phone"}, more]]);
    let spec = form("thing", fields, serde_json::Value::Null);
    specs.insert(spec.key.clone(), spec);
    assert_eq!(guards("thing", &specs), ["phone fin"]);
}

#[test]
fn what_is_read_out_of_a_guarded_subform_is_guarded() {
    let mut specs = app();
    let lines = rows(json!([["n", "int", {}]]));
    let fields = json!([
        ["lines", "subform", lines, {"security_groups": [{"group": "fee"}]}],
        ["sum", "int", {}, {"formula": "sum(\"lines\", \"n\")"}],
    ]);
    let spec = form("thing", fields, serde_json::Value::Null);
    specs.insert(spec.key.clone(), spec);
    assert_eq!(guards("thing", &specs), ["lines fee", "sum fee"]);
}
