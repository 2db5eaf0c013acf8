use mortise_expr::SystemValues;
use mortise_model::{Department, FilterOp, Id, Person, Severity};
use serde_json::json;

use super::*;
use crate::{FlowMove, Which, sample};

fn id(raw: i64) -> Id {
    Id::from_raw(raw)
}

/// Runs rules and answers `facts` to what they ask.
fn run_with(rules: &[Rule], event: &Event<'_>, values: &Values, facts: &mortise_model::Facts) -> Result<Outcome, Need> {
    let app = sample::app();
    let system = SystemValues { owner: Some(id(3)), dept: Some(id(30)), ..SystemValues::default() };
    let scope = sample::scope(&app, values, &system, facts);
    let before = before_save(rules, event, &scope)?;
    let after = after(rules, event, &scope)?;
    assert!(before.ran.is_empty() || after.ran.is_empty(), "a test looks at one phase");
    Ok(if before.ran.is_empty() && before.issues.is_empty() { after } else { before })
}

fn outcome(rules: &[Rule], event: &Event<'_>, values: &Values) -> Outcome {
    run_with(rules, event, values, &mortise_model::Facts::new()).unwrap()
}

fn json_of(values: &Values) -> Json {
    values.iter().map(|(key, value)| (key.to_string(), value.to_json())).collect::<Map<_, _>>().into()
}

fn setter(key: &str, more: Json) -> Rule {
    let mut document = json!({"key": key, "trigger": {"kind": "save", "settings": {}},
        "actions": [{"kind": "set", "settings": {"values": {"status": {"value": key}}}}]});
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    sample::rule(document)
}

#[test]
fn rules_see_what_those_before_them_have_set() {
    let double = |key: &str| {
        setter(
            key,
            json!({"actions": [
        {"kind": "set", "settings": {"values": {"amount": {"expr": "amount * 2"}, "qty": {"expr": "amount"}}}},
        {"kind": "set", "settings": {"values": {"no": {"expr": "no + qty"}}}}]}),
        )
    };
    let values = sample::values(json!({"amount": "1.5", "no": "n"}));
    let outcome = outcome(&[double("a"), double("b")], &Event::Create, &values);
    assert_eq!(json_of(&outcome.sets), json!({"amount": "6.0", "qty": "3.0", "no": "n1.53.0"}));
    assert_eq!(outcome.ran.len(), 2);
    assert_eq!(json_of(&values), json!({"amount": "1.5", "no": "n"}), "the caller's values stay");
}

#[test]
fn conditions_decide() {
    let rules = [
        setter("by_when", json!({"when": {"field": "amount", "op": "gt", "value": "100"}})),
        setter("by_expr", json!({"expr": "amount > 1000"})),
        setter("off", json!({"disabled": true})),
        setter(
            "other_form",
            json!({"form": "client", "actions": [{"kind": "set", "settings": {"values": {"name": {"value": "x"}}}}]}),
        ),
    ];
    let ran = |amount: &str| {
        let values = sample::values(json!({"amount": amount}));
        outcome(&rules, &Event::Create, &values).ran.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(ran("100"), Vec::<String>::new());
    assert_eq!(ran("101"), ["by_when"]);
    assert_eq!(ran("1001"), ["by_when", "by_expr"]);
}

#[test]
fn saves_are_told_apart() {
    let rules = [
        setter("any", json!({})),
        setter("create", json!({"trigger": {"kind": "save", "settings": {"on": ["create"]}}})),
        setter("amount", json!({"trigger": {"kind": "save", "settings": {"fields": ["amount"]}}})),
        setter(
            "was_new",
            json!({"trigger": {"kind": "save", "settings": {"was": {"field": "status", "op": "eq", "value": "new"}}}}),
        ),
    ];
    let ran = |event: &Event<'_>, values: Json| {
        outcome(&rules, event, &sample::values(values)).ran.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(ran(&Event::Create, json!({"no": "x"})), ["any", "create"]);
    assert_eq!(ran(&Event::Create, json!({"amount": "1"})), ["any", "create", "amount"]);
    let before = sample::values(json!({"amount": "1", "status": "new"}));
    assert_eq!(ran(&Event::Update { before: &before }, json!({"amount": "1", "status": "old"})), ["any", "was_new"]);
    assert_eq!(ran(&Event::Update { before: &before }, json!({"amount": "2"})), ["any", "amount", "was_new"]);
    assert_eq!(ran(&Event::Delete, json!({})), Vec::<String>::new());
}

#[test]
fn warnings_and_refusals_are_issues_with_the_rules_own_words() {
    let speak = |kind: &str| {
        json!({"kind": kind, "settings": {"code": "too_much", "field": "items.qty",
        "message": {"zh-CN": "{no} 超出 {over}"}, "params": {"over": "amount - 100"}}})
    };
    let rules = [setter("r", json!({"actions": [speak("warn"), speak("stop")]}))];
    let values = sample::values(json!({"amount": "150"}));
    let outcome = outcome(&rules, &Event::Create, &values);
    let [warning, error] = outcome.issues.iter().collect::<Vec<_>>()[..] else { panic!("{outcome:?}") };
    assert_eq!((warning.severity, error.severity), (Severity::Warning, Severity::Error));
    assert_eq!(warning.pointer.as_str(), "/values/items/qty");
    assert_eq!(
        (warning.code.as_str(), &warning.params["over"], &warning.params["rule"]),
        ("too_much", &json!("50"), &json!("r"))
    );
    assert_eq!(warning.message.as_ref().unwrap().zh_cn, "{no} 超出 {over}");
}

#[test]
fn a_rule_that_breaks_says_so_and_the_others_go_on() {
    let broken = setter("broken", json!({"expr": "no > 5"}));
    let values = sample::values(json!({"no": "x"}));
    let outcome = outcome(&[broken, setter("fine", json!({}))], &Event::Create, &values);
    let issues: Vec<(&str, &Json)> =
        outcome.issues.iter().map(|issue| (issue.code.as_str(), &issue.params["cause"])).collect();
    assert_eq!(issues, [("rule_failed", &json!("wrong_types"))]);
    assert_eq!(outcome.ran.iter().map(ToString::to_string).collect::<Vec<_>>(), ["fine"]);
}

fn after_rule(actions: Json) -> Rule {
    sample::rule(
        json!({"trigger": {"kind": "after", "settings": {"on": ["create", "update", "delete"]}}, "actions": actions}),
    )
}

#[test]
fn records_are_made_once() {
    let rule = after_rule(json!([{"kind": "create", "settings": {"form": "plan",
        "values": {"contract": {"expr": "_id"}, "amount": {"expr": "amount / 2"}, "due": {"value": "2026-07-01"}},
        "unless": {"field": "contract", "op": "eq", "value": {"record": "_id"}}}}]));
    let values = sample::values(json!({"amount": "10"}));
    let mut facts = mortise_model::Facts::new();
    let Err(Need(questions)) = run_with(std::slice::from_ref(&rule), &Event::Create, &values, &facts) else {
        panic!("open")
    };
    let [question] = questions.as_slice() else { panic!("{questions:?}") };
    assert!(matches!(question, Question::Related { form, filter, .. }
        if *form == *"plan" && *filter == Filter::compare("contract", FilterOp::Eq, id(7).to_string())));
    facts.insert(question.clone(), Answer::Value(Value::Int(0)));
    let outcome = run_with(std::slice::from_ref(&rule), &Event::Create, &values, &facts).unwrap();
    let [Effect::Create { form, values: made, .. }] = outcome.effects.as_slice() else { panic!("{outcome:?}") };
    assert_eq!(
        (form.as_str(), json_of(made)),
        ("plan", json!({"contract": id(7).to_string(), "amount": "5", "due": "2026-07-01"}))
    );
    facts.insert(question.clone(), Answer::Value(Value::Int(1)));
    assert!(run_with(&[rule], &Event::Create, &values, &facts).unwrap().effects.is_empty());
}

#[test]
fn other_records_are_changed_through_a_link_or_a_filter() {
    let rule = after_rule(json!([
        {"kind": "update", "settings": {"link": "client", "values": {"last_at": {"expr": "now()"}}}},
        {"kind": "update", "settings": {"form": "plan", "filter": {"field": "contract", "op": "eq", "value": {"record": "_id"}},
            "values": {"done": {"value": true}}}}]));
    let values = sample::values(json!({"client": id(5).to_string()}));
    let outcome = outcome(std::slice::from_ref(&rule), &Event::Delete, &values);
    let [Effect::Update { form, which, values: set, .. }, Effect::Update { which: other, .. }] =
        outcome.effects.as_slice()
    else {
        panic!("{outcome:?}")
    };
    assert_eq!((form.as_str(), which), ("client", &Which::Records(vec![id(5)])));
    assert_eq!(json_of(set), json!({"last_at": "2026-06-01T01:00:00Z"}));
    assert_eq!(other, &Which::Where(Filter::compare("contract", FilterOp::Eq, id(7).to_string())));
    let no_client = Values::new();
    let effects = self::outcome(&[rule], &Event::Delete, &no_client).effects;
    assert_eq!(effects.len(), 1, "without a client there is nothing to change there");
}

fn person(raw: i64, dept: Option<i64>, manager: Option<i64>, active: bool) -> Answer {
    Answer::Person(Some(Person {
        id: id(raw),
        username: format!("p{raw}"),
        name: format!("P{raw}"),
        active,
        dept: dept.map(id),
        manager: manager.map(id),
    }))
}

#[test]
fn notices_reach_active_people_once() {
    let rule = after_rule(json!([{"kind": "notify", "settings": {
        "to": [{"field": "owner"}, {"manager_of": "owner"}, {"head_of": "_dept"}, {"role": "legal"}, {"user": "p9"}],
        "title": {"en": "{no}"}, "template": {"en": "{client.name}: {n}"}, "params": {"n": "days(signed, today())"},
        "once_per": ["signed", "status"]}}]));
    let values = sample::values(json!({"owner": id(1).to_string(), "signed": "2026-05-31"}));
    let mut facts = mortise_model::Facts::new();
    let mut rounds = 0;
    let outcome = loop {
        match run_with(std::slice::from_ref(&rule), &Event::Create, &values, &facts) {
            Ok(outcome) => break outcome,
            Err(Need(questions)) => {
                for question in questions {
                    let answer = match &question {
                        Question::Person(who) if *who == id(1) => person(1, Some(10), None, true),
                        Question::Person(who) => person(who.raw(), None, None, who.raw() != 9),
                        Question::Dept(dept) => Answer::Dept(Some(Department {
                            id: *dept,
                            name: "d".to_owned(),
                            parent: None,
                            head: Some(id(if dept.raw() == 10 { 2 } else { 4 })),
                        })),
                        Question::PeopleWithRole(_) => {
                            let people = [person(2, None, None, true), person(5, None, None, true)];
                            Answer::People(
                                people
                                    .into_iter()
                                    .filter_map(|answer| match answer {
                                        Answer::Person(person) => person,
                                        _ => None,
                                    })
                                    .collect(),
                            )
                        }
                        Question::PersonByName(_) => match person(9, None, None, false) {
                            Answer::Person(person) => Answer::People(person.into_iter().collect()),
                            other => other,
                        },
                        other => panic!("{other:?}"),
                    };
                    facts.insert(question, answer);
                }
            }
        }
        rounds += 1;
        assert!(rounds < 20);
    };
    let [Effect::Notify { to, params, reads, once, .. }] = outcome.effects.as_slice() else { panic!("{outcome:?}") };
    assert_eq!(to, &[id(1), id(2), id(4), id(5)], "owner, head of the owner's department, head of the record's, role");
    assert_eq!(params["n"], json!("1"));
    let reads: Vec<String> = reads.iter().map(ToString::to_string).collect();
    assert_eq!(reads, ["signed", "client.name", "no"]);
    assert_eq!(once.as_deref(), Some("[\"2026-05-31\",null]"));
}

#[test]
fn other_events_reach_their_rules_alone() {
    let rule = |key: &str, kind: &str, settings: Json| {
        sample::rule(json!({"key": key, "trigger": {"kind": kind, "settings": settings},
        "actions": [{"kind": "set", "settings": {"values": {"status": {"value": key}}}}]}))
    };
    let rules = [
        rule("nightly", "schedule", json!({"daily": "07:30"})),
        rule("weekly", "schedule", json!({"weekly": {"weekday": 1, "at": "07:30"}})),
        rule("pressed", "button", json!({"button": "go_on"})),
        rule("ended", "flow", json!({"workflow": "f_ct", "states": ["approved"]})),
        rule("passed", "flow", json!({"node": "legal"})),
    ];
    let ran = |event: Event<'_>| {
        outcome(&rules, &event, &Values::new()).ran.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(ran(Event::Schedule { rule: "nightly" }), ["nightly"]);
    assert_eq!(ran(Event::Button { button: "go_on" }), ["pressed"]);
    assert_eq!(ran(Event::Button { button: "stop" }), Vec::<String>::new());
    let moved = |workflow, node, state| Event::Flow(FlowMove { workflow, node, state });
    assert_eq!(ran(moved("f_ct", None, "approved")), ["ended"]);
    assert_eq!(ran(moved("f_ct", None, "rejected")), Vec::<String>::new());
    assert_eq!(ran(moved("other", None, "approved")), Vec::<String>::new());
    assert_eq!(ran(moved("other", Some("legal"), "running")), ["passed"]);
    assert_eq!(ran(Event::Create), Vec::<String>::new());
}

#[test]
fn open_questions_of_all_rules_come_at_once() {
    let asks = |key: &str, path: &str| setter(key, json!({"when": {"field": path, "op": "eq", "value": "x"}}));
    let rules = [asks("a", "client.name"), setter("b", json!({"expr": "param(\"l1\") > 1"}))];
    let values = sample::values(json!({"client": id(5).to_string()}));
    let Err(Need(questions)) = run_with(&rules, &Event::Create, &values, &mortise_model::Facts::new()) else {
        panic!("open")
    };
    assert_eq!(questions.len(), 2, "{questions:?}");
}
