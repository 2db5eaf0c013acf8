use mortise_access::{FieldRight, Level};
use serde_json::json;

use crate::{
    sample::{app, publish},
    schema,
};

fn rights(key: &str) -> FieldRight {
    FieldRight::Always(match key {
        "currency" => Level::View,
        "lines.price" => Level::None,
        _ => Level::Edit,
    })
}

#[test]
fn it_names_what_a_person_may_write_and_nothing_else() {
    let schema = publish("contract", &app()).record_schema(rights);
    let named: Vec<&String> = schema["properties"].as_object().expect("properties").keys().collect();
    assert_eq!(named, ["name", "status", "party", "lines", "signed", "term", "reason", "file"]);
    let row =
        schema.pointer("/properties/lines/anyOf/0/items/properties").and_then(|row| row.as_object()).expect("rows");
    assert_eq!(row.keys().collect::<Vec<_>>(), ["_id", "item", "party", "qty", "note"]);
    assert_eq!(schema["required"], json!(["name"]));
    assert_eq!(schema["properties"]["name"]["x-kind"], "text");
}

#[test]
fn it_is_a_schema_that_takes_good_values_and_refuses_others() {
    let schema = publish("contract", &app()).record_schema(rights);
    let validator = schema::compile(&schema).expect("it is a schema");
    assert!(validator.is_valid(&json!({"name": "Stage", "party": null, "lines": [{"item": "Lamp", "qty": 2}]})));
    for wrong in [
        json!({}),
        json!({"name": "Stage", "amount": "1"}),
        json!({"name": 1}),
        json!({"name": "x", "lines": [{"price": "1"}]}),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}
