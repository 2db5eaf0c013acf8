use mortise_model::{Answer, Facts, Need, Person, Question, Row, Value, Values};
use serde_json::{Value as Json, json};

use super::{Writer, normalise};
use crate::{
    PublishedForm,
    sample::{app, form, found, id, json_of, key, object, publish, values},
};

fn sent(form: &PublishedForm, json: Json, before: Option<&Values>, writer: Writer) -> (Values, Vec<String>) {
    let read = normalise(form, &object(json), before, writer, &Facts::new()).expect("nothing is asked");
    (read.values, found(&read.issues))
}

#[test]
fn every_problem_is_told_at_once_and_the_rest_is_read() {
    let form = publish("contract", &app());
    let json = json!({
        "name": " Stage  ", "nmae": 1, "amount": "5", "secret": "x", "no": "C-1", "signed": "2026-13-01", "status": "gone",
        "lines": [{"item": "Lamp", "qty": 0, "prise": 1}, 7, {"item": "Rope", "qty": 2}], "_version": 3,
    });
    let (values, issues) = sent(&form, json, None, Writer::Person);
    assert_eq!(json_of(&values, "name"), json!("Stage"));
    assert_eq!(values.len(), 1);
    assert_eq!(
        issues,
        [
            "/values/nmae unknown_field",
            "/values/_version unknown_field",
            "/values/no field_read_only",
            "/values/status unknown_option",
            "/values/lines/0/prise unknown_field",
            "/values/lines/0/qty too_small",
            "/values/lines/1 wrong_type",
            "/values/amount field_read_only",
            "/values/signed not_a_date",
            "/values/secret field_read_only",
        ]
    );
}

#[test]
fn the_product_writes_what_people_may_not_but_nothing_computed() {
    let form = publish("contract", &app());
    let (values, issues) =
        sent(&form, json!({"secret": "x", "no": "C-9", "amount": "5", "paid": "1"}), None, Writer::Product);
    assert_eq!(json_of(&values, "secret"), json!("x"));
    assert_eq!(json_of(&values, "no"), json!("C-9"));
    assert_eq!(issues, ["/values/amount field_read_only", "/values/paid field_read_only"]);
}

#[test]
fn rows_keep_what_is_not_named_and_may_send_back_what_is_computed() {
    let form = publish("contract", &app());
    let row = Row {
        id: Some(id(5)),
        values: Values::from_iter([
            (key("item"), Value::Text("Lamp".into())),
            (key("price"), Value::Decimal("2.00".parse().expect("a number"))),
        ]),
    };
    let before = Values::from_iter([(key("lines"), Value::Rows(vec![row]))]);
    let json = json!({"lines": [{"_id": id(5), "qty": 3, "sum": "6.00"}, {"_id": id(6), "item": "x"}, {"_id": "?", "item": "y"}]});
    let (_, issues) = sent(&form, json, Some(&before), Writer::Person);
    assert_eq!(issues, ["/values/lines/1/_id unknown_row", "/values/lines/2/_id not_an_id"]);
    let (values, issues) =
        sent(&form, json!({"lines": [{"_id": id(5), "qty": 3, "sum": "6.00"}]}), Some(&before), Writer::Person);
    assert_eq!(issues, Vec::<String>::new());
    assert_eq!(json_of(&values, "lines"), json!([{"_id": id(5), "item": "Lamp", "qty": 3, "price": "2.00"}]));
}

#[test]
fn a_retired_option_stays_where_it_is_and_cannot_be_chosen_anew() {
    let mut specs = app();
    let options = json!({"options": [{"key": "new"}, {"key": "old", "retired": true}]});
    let spec = form("thing", json!([["state", "select", options]]), Json::Null);
    specs.insert(spec.key.clone(), spec);
    let form = publish("thing", &specs);
    let before = Values::from_iter([(key("state"), Value::Text("old".into()))]);
    assert_eq!(sent(&form, json!({"state": "old"}), Some(&before), Writer::Person).1, Vec::<String>::new());
    let blank = Values::new();
    assert_eq!(sent(&form, json!({"state": "old"}), Some(&blank), Writer::Person).1, ["/values/state option_retired"]);
}

#[test]
fn people_may_be_written_by_name_and_are_asked_for() {
    let mut specs = app();
    let spec = form("thing", json!([["owner", "user", {}], ["team", "users", {}]]), Json::Null);
    specs.insert(spec.key.clone(), spec);
    let form = publish("thing", &specs);
    let json = object(json!({"owner": "lin", "team": ["lin", id(3), "zhou"]}));
    let mut facts = Facts::new();
    let Err(Need(questions)) = normalise(&form, &json, None, Writer::Person, &facts) else {
        panic!("somebody is asked for")
    };
    let by_name = |name: &str| Question::PersonByName(name.to_owned());
    assert_eq!(questions, [by_name("lin"), by_name("lin"), by_name("zhou")]);
    let lin = Person { id: id(1), username: "lin".into(), name: "Lin".into(), active: true, dept: None, manager: None };
    facts.insert(by_name("lin"), Answer::People(vec![lin]));
    facts.insert(by_name("zhou"), Answer::People(Vec::new()));
    let read = normalise(&form, &json, None, Writer::Person, &facts).expect("all is known");
    assert_eq!(json_of(&read.values, "owner"), json!(id(1)));
    assert_eq!(found(&read.issues), ["/values/team/2 unknown_user"]);
}

#[test]
fn null_is_blank_for_every_field() {
    let form = publish("contract", &app());
    let read = values(&form, json!({"name": null, "lines": [], "term": null}));
    assert!(read.values().all(Value::is_blank));
    assert_eq!(read.len(), 3);
}
