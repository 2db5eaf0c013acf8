use mortise_model::{
    Aggregate, Answer, Facts, Filter, FilterOp, Key, Need, Operand, Path, Question, Row, Value, Values,
};
use serde_json::{Value as Json, json};

use super::Purpose;
use crate::sample::{Try, app, app_shape, form, found, id, json_of, key, publish, values};

/// A contract that is about to be, with answers to what is asked.
fn contract(json: Json, known: &[(Question, Answer)]) -> super::Evaluated {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let mut facts = Facts::new();
    known.iter().for_each(|(question, answer)| facts.insert(question.clone(), answer.clone()));
    let of = values(&form, json);
    let run = Try { form: &form, app: &shape, id: None, before: None, purpose: Purpose::Fill };
    run.run(&of, &facts).unwrap_or_else(|need| panic!("{need:?}"))
}

fn reach(number: i64, path: &str, value: Value) -> (Question, Answer) {
    let question = Question::Reach { form: key("party"), id: id(number), path: Path::new(path) };
    (question, Answer::Value(value))
}

#[test]
fn defaults_and_computed_values_come_in_their_order() {
    let lines = json!([{"item": "Lamp", "qty": 3, "price": "10"}, {"item": "Rope", "price": "0.5"}]);
    let term = json!({"start": "2026-05-01", "end": "2026-06-30"});
    let done = contract(json!({"name": "Stage", "lines": lines, "term": term}), &[]);
    assert_eq!(found(&done.issues), Vec::<String>::new());
    assert_eq!(json_of(&done.values, "status"), json!("draft"));
    assert_eq!(json_of(&done.values, "signed"), json!("2026-06-01"));
    assert_eq!(json_of(&done.values, "amount"), json!("30.50"));
    assert_eq!(json_of(&done.values, "tax"), json!("1.83"));
    assert_eq!(json_of(&done.values, "days"), json!(61));
    assert_eq!(json_of(&done.values, "late"), json!(false));
    assert_eq!(json_of(&done.values, "paid"), json!("0.00"));
    assert_eq!(json_of(&done.values, "last_paid"), Json::Null);
    assert_eq!(
        json_of(&done.values, "lines"),
        json!([
            {"item": "Lamp", "phone": null, "qty": 3, "price": "10.00", "sum": "30.00", "share": "98.3607"},
            {"item": "Rope", "phone": null, "qty": 1, "price": "0.50", "sum": "0.50", "share": "1.6393"},
        ])
    );
    let order: Vec<&Key> = done.values.keys().collect();
    assert_eq!(order[..3], [&key("no"), &key("name"), &key("status")]);
}

#[test]
fn what_was_given_stands_before_a_default_even_when_it_is_blank() {
    let done = contract(json!({"name": "Stage", "signed": null}), &[]);
    assert_eq!(json_of(&done.values, "signed"), Json::Null);
    assert_eq!(json_of(&done.values, "days"), Json::Null);
}

#[test]
fn an_amount_has_the_places_of_the_currency_in_its_record() {
    let lines = json!([{"item": "Lamp", "qty": 1, "price": "10.5"}]);
    let done = contract(json!({"name": "Stage", "currency": "JPY", "lines": lines}), &[]);
    assert_eq!(json_of(&done.values, "amount"), json!("11.00"));
}

#[test]
fn what_is_written_may_not_have_more_places_than_its_currency() {
    let mut specs = app();
    let fields = json!([["currency", "select", {"options": [{"key": "JPY"}, {"key": "CNY"}]}], ["fee", "money", {"currency_field": "currency"}]]);
    let spec = form("thing", fields, Json::Null);
    specs.insert(spec.key.clone(), spec);
    let (form, shape) = (publish("thing", &specs), app_shape(&specs));
    let run = Try { form: &form, app: &shape, id: None, before: None, purpose: Purpose::Save };
    let wrong = |currency: &str| {
        let of = values(&form, json!({"currency": currency, "fee": "10.50"}));
        found(&run.run(&of, &Facts::new()).expect("nothing is asked").issues)
    };
    assert_eq!(wrong("CNY"), Vec::<String>::new());
    assert_eq!(wrong("JPY"), ["/values/fee too_many_places"]);
}

#[test]
fn all_questions_come_at_once() {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let lines = json!([{"item": "Lamp", "party": id(8)}, {"item": "Rope", "party": id(9)}]);
    let of = values(&form, json!({"name": "Stage", "party": id(7), "lines": lines}));
    let run = Try { form: &form, app: &shape, id: None, before: None, purpose: Purpose::Save };
    let Err(Need(questions)) = run.run(&of, &Facts::new()) else { panic!("links are asked for") };
    let expected = [
        reach(7, "phone", Value::Null),
        reach(7, "level", Value::Null),
        reach(8, "phone", Value::Null),
        reach(9, "phone", Value::Null),
    ];
    assert_eq!(questions.len(), 4, "{questions:?}");
    assert!(expected.iter().all(|(question, _)| questions.contains(question)), "{questions:?}");
}

#[test]
fn a_lookup_has_what_stands_behind_the_link() {
    let known = [reach(7, "phone", Value::Text("13812345678".into())), reach(7, "level", Value::Text("A".into()))];
    let done = contract(json!({"name": "Stage", "party": id(7)}), &known);
    assert_eq!(json_of(&done.values, "phone"), json!("13812345678"));
    assert_eq!(json_of(&done.values, "level_then"), json!("A"));
}

#[test]
fn a_frozen_lookup_stays_until_its_link_changes() {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let before = contract(
        json!({"name": "Stage", "party": id(7)}),
        &[reach(7, "phone", Value::Null), reach(7, "level", Value::Text("A".into()))],
    )
    .values;
    let mut facts = Facts::new();
    for (question, answer) in
        [reach(7, "phone", Value::Null), reach(8, "phone", Value::Null), reach(8, "level", Value::Text("B".into()))]
    {
        facts.insert(question, answer);
    }
    let run = Try { form: &form, app: &shape, id: None, before: Some(&before), purpose: Purpose::Fill };
    assert_eq!(json_of(&run.run(&before, &facts).expect("known").values, "level_then"), json!("A"));
    let mut moved = before.clone();
    moved.insert(key("party"), Value::Ref(id(8)));
    assert_eq!(json_of(&run.run(&moved, &facts).expect("known").values, "level_then"), json!("B"));
}

#[test]
fn sums_over_other_records_are_asked_with_the_link_and_the_filter() {
    let specs = app();
    let (form, shape) = (publish("party", &specs), app_shape(&specs));
    let of = values(&form, json!({"name": "Stage Ltd"}));
    let run = Try { form: &form, app: &shape, id: Some(id(7)), before: Some(&of), purpose: Purpose::Recompute };
    let Err(Need(questions)) = run.run(&of, &Facts::new()) else { panic!("two sums are asked for") };
    let link = Filter::compare("party", FilterOp::Eq, json!(id(7)));
    let live = Filter::compare("status", FilterOp::Ne, "draft");
    let related = |aggregate, field: Option<&str>, parts: &[&Filter]| Question::Related {
        form: key("contract"),
        filter: Filter::And(parts.iter().map(|part| (*part).clone()).collect()),
        aggregate,
        field: field.map(key),
        weight: None,
    };
    let count = related(Aggregate::Count, None, &[&link]);
    let sum = related(Aggregate::Sum, Some("amount"), &[&link, &live]);
    assert_eq!(questions, [count.clone(), sum.clone()]);
    let mut facts = Facts::new();
    facts.insert(count, Answer::Value(Value::Int(2)));
    facts.insert(sum, Answer::Value(Value::Decimal("12.5".parse().expect("a number"))));
    let done = run.run(&of, &facts).expect("all is known");
    assert_eq!(json_of(&done.values, "n_contracts"), json!(2));
    assert_eq!(json_of(&done.values, "total"), json!("12.50"));
    assert_eq!(json_of(&done.values, "owed"), json!("25.00"));
}

#[test]
fn the_last_in_an_order_and_sums_of_rows_are_taken_from_the_records() {
    let mut specs = app();
    let fields = json!([["of_rows", "rollup", {"form": "payment", "rows": "split", "via": "party", "aggregate": "sum", "field": "share"}],
        ["best", "rollup", {"form": "payment", "rows": "split", "via": "party", "aggregate": "max", "field": "share"}],
        ["mean", "rollup", {"form": "payment", "rows": "split", "via": "party", "aggregate": "avg", "field": "share", "scale": 3}]]);
    specs.get_mut("party").expect("a form").fields.extend(form("more", fields, Json::Null).fields);
    let (form, shape) = (publish("party", &specs), app_shape(&specs));
    let filter = Filter::And(vec![Filter::Compare {
        field: Path::new("split.party"),
        op: FilterOp::Eq,
        value: Operand::Json(json!(id(7))),
    }]);
    let row = |party: i64, share: &str| Row {
        id: None,
        values: Values::from_iter([
            (key("party"), Value::Ref(id(party))),
            (key("share"), Value::Decimal(share.parse().expect("a number"))),
        ]),
    };
    let records = vec![
        (id(1), Values::from_iter([(key("split"), Value::Rows(vec![row(7, "10.00"), row(8, "99.00")]))])),
        (id(2), Values::from_iter([(key("split"), Value::Rows(vec![row(7, "0.25")]))])),
    ];
    let mut facts = Facts::new();
    facts.insert(
        Question::Records { form: key("payment"), filter, fields: vec![key("split")] },
        Answer::Records(records),
    );
    let of = values(&form, json!({"name": "Stage Ltd"}));
    let run = Try { form: &form, app: &shape, id: Some(id(7)), before: Some(&of), purpose: Purpose::Recompute };
    let Err(Need(others)) = run.run(&of, &facts) else { panic!("the other sums are open") };
    others.into_iter().for_each(|question| facts.insert(question, Answer::Value(Value::Null)));
    let done = run.run(&of, &facts).expect("all is known");
    assert_eq!(json_of(&done.values, "of_rows"), json!("10.25"));
    assert_eq!(json_of(&done.values, "best"), json!("10.00"));
    assert_eq!(json_of(&done.values, "mean"), json!("5.125"));
}

#[test]
fn the_last_payment_is_the_one_of_the_latest_day() {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let of = values(&form, json!({"name": "Stage"}));
    let run = Try { form: &form, app: &shape, id: Some(id(3)), before: Some(&of), purpose: Purpose::Recompute };
    let payment = |number: i64, amount: &str, day: Option<&str>| {
        let day = day.map_or(Value::Null, |day| Value::Date(day.parse().expect("a day")));
        (
            id(number),
            Values::from_iter([
                (key("amount"), Value::Decimal(amount.parse().expect("a number"))),
                (key("on_day"), day),
            ]),
        )
    };
    let all =
        vec![payment(1, "1.00", Some("2026-05-01")), payment(2, "2.00", Some("2026-06-01")), payment(3, "3.00", None)];
    let mut facts = Facts::new();
    for _ in 0..3 {
        let Err(Need(questions)) = run.run(&of, &facts) else { break };
        for question in questions {
            let answer = match &question {
                Question::Records { .. } => Answer::Records(all.clone()),
                _ => Answer::Value(Value::Null),
            };
            facts.insert(question, answer);
        }
    }
    assert_eq!(json_of(&run.run(&of, &facts).expect("all is known").values, "last_paid"), json!("2.00"));
}

#[test]
fn states_follow_the_values_and_the_page() {
    let done = contract(json!({"name": "Stage", "status": "done", "lines": [{"item": "Lamp", "qty": 11}]}), &[]);
    assert!(done.states["reason"].visible && done.states["reason"].required);
    assert!(!done.states["term"].visible, "its section is not shown");
    assert!(done.states["amount"].read_only && done.states["no"].read_only && !done.states["name"].read_only);
    assert!(done.states["lines/0/note"].required);
    assert_eq!(done.states["status"].options, Some(vec!["done".to_owned()]));
    let draft = contract(json!({"name": "Stage", "lines": [{"item": "Lamp"}]}), &[]);
    assert!(!draft.states["reason"].visible && !draft.states["reason"].required);
    assert!(draft.states["term"].visible);
    assert_eq!(draft.states["status"].options, Some(vec!["draft".to_owned(), "live".to_owned()]));
    assert_eq!(found(&done.issues), ["/values/lines/0/note required", "/values/reason required"]);
}

#[test]
fn checks_of_fields_and_of_the_form_say_what_their_author_wrote() {
    let term = json!({"start": "2026-01-01", "end": "2026-01-31"});
    let lines = json!([{"item": "Lamp", "qty": 2, "price": "600000"}]);
    let done = contract(json!({"name": "Stage", "signed": "2026-02-01", "term": term, "lines": lines}), &[]);
    assert_eq!(found(&done.issues), ["/values/amount amount_large", "/values signed_late"]);
    assert!(done.issues.has_errors());
    let large = done.issues.iter().next().expect("a warning");
    assert_eq!(
        (large.severity, large.message.as_ref().map(|m| m.en.as_str())),
        (mortise_model::Severity::Warning, Some("Large."))
    );
}

#[test]
fn what_is_blank_is_not_checked_and_what_did_not_change_is_not_measured_again() {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let mut before = contract(json!({"name": "Stage"}), &[]).values;
    before.insert(key("name"), Value::Text("x".repeat(30)));
    let run = Try { form: &form, app: &shape, id: None, before: Some(&before), purpose: Purpose::Fill };
    assert_eq!(found(&run.run(&before, &Facts::new()).expect("nothing is asked").issues), Vec::<String>::new());
    let mut longer = before.clone();
    longer.insert(key("name"), Value::Text("y".repeat(30)));
    assert_eq!(found(&run.run(&longer, &Facts::new()).expect("nothing is asked").issues), ["/values/name too_long"]);
}

#[test]
fn a_sum_beyond_64_bits_is_out_of_range() {
    let lines = json!([{"item": "Lamp", "qty": 9_000_000, "price": "90000000000000", "note": "many"}]);
    let done = contract(json!({"name": "Stage", "lines": lines}), &[]);
    assert_eq!(found(&done.issues), ["/values/lines/0/sum out_of_range"]);
}

#[test]
fn links_must_be_among_what_may_be_chosen() {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let of = values(&form, json!({"name": "Stage", "lines": [{"item": "Lamp", "party": id(8)}]}));
    let run = Try { form: &form, app: &shape, id: None, before: None, purpose: Purpose::Save };
    let mut facts = Facts::new();
    let (question, answer) = reach(8, "phone", Value::Null);
    facts.insert(question, answer);
    let Err(Need(questions)) = run.run(&of, &facts) else { panic!("the choice is asked for") };
    let choice = Question::Records {
        form: key("party"),
        filter: Filter::And(vec![
            Filter::compare("_id", FilterOp::In, json!([id(8)])),
            Filter::compare("level", FilterOp::Eq, "A"),
        ]),
        fields: Vec::new(),
    };
    assert_eq!(questions, std::slice::from_ref(&choice));
    facts.insert(choice.clone(), Answer::Records(vec![(id(8), Values::new())]));
    assert_eq!(found(&run.run(&of, &facts).expect("known").issues), Vec::<String>::new());
    facts.insert(choice, Answer::Records(Vec::new()));
    assert_eq!(found(&run.run(&of, &facts).expect("known").issues), ["/values/lines/0/party no_such_choice"]);
}

#[test]
fn evaluating_again_changes_nothing() {
    let specs = app();
    let (form, shape) = (publish("contract", &specs), app_shape(&specs));
    let lines = json!([{"item": "Lamp", "qty": 3, "price": "33.33"}]);
    let once = contract(json!({"name": "Stage", "lines": lines}), &[]);
    let run = Try { form: &form, app: &shape, id: None, before: Some(&once.values), purpose: Purpose::Fill };
    let twice = run.run(&once.values, &Facts::new()).expect("nothing is asked");
    assert_eq!(twice.values, once.values);
}
