use mortise_model::{AppShape, Facts, Id, Path, Values};
use mortise_test_support::case_files;
use serde_json::{Value as Json, json};

use super::*;
use crate::{Scope, SystemValues, Viewer, sample};

fn filter(json: &Json) -> Filter {
    serde_json::from_value(json.clone()).unwrap()
}

#[test]
fn every_case_lets_its_records_through() {
    for file in case_files("filters") {
        let app = sample::app(&[("record", file.json["fields"].clone())]);
        let form = app.form("record").unwrap();
        for case in file.json["cases"].as_array().unwrap() {
            let asked = filter(&case["filter"]);
            let mut lets = Vec::new();
            for (name, json) in file.json["records"].as_object().unwrap() {
                let values = sample::values(form, json);
                if holds(&asked, &sample::scope(&app, form, &values, &Facts::new())).unwrap() {
                    lets.push(json!(name));
                }
            }
            assert_eq!(Json::Array(lets), case["lets"], "{}: {}", file.name, case["filter"]);
        }
    }
}

fn app() -> AppShape {
    sample::app(&[
        (
            "record",
            json!({"project": "link:project", "members": "users", "boss": "user", "kind": "text", "items": {"kind": "text", "qty": "int"}}),
        ),
        ("project", json!({"genre": "text", "genres": "links:genre", "members": "users"})),
        ("genre", json!({"name": "text"})),
        ("schedule", json!({"talent": "link:record", "kind": "text"})),
    ])
}

fn id(raw: i64) -> String {
    Id::from_raw(raw).to_string()
}

fn reach_to(form: &str, raw: i64, path: &str) -> Question {
    Question::Reach { form: sample::key(form), id: Id::from_raw(raw), path: Path::new(path) }
}

#[test]
fn paths_are_asked_for_and_then_compared() {
    let app = app();
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"project": id(1), "kind": "x"}));
    let asked = filter(&json!({"field": "project.genre", "op": "ne", "value": "剧情"}));
    let mut facts = Facts::new();
    let question = reach_to("project", 1, "genre");
    assert_eq!(holds(&asked, &sample::scope(&app, form, &values, &facts)), Err(Need(vec![question.clone()])));
    facts.insert(question.clone(), Answer::Value(Value::Text("剧情".to_owned())));
    assert_eq!(holds(&asked, &sample::scope(&app, form, &values, &facts)), Ok(false));
    let mut facts = Facts::new();
    facts.insert(question, Answer::Value(Value::Null));
    assert_eq!(holds(&asked, &sample::scope(&app, form, &values, &facts)), Ok(true));
    let no_project = Values::new();
    assert_eq!(holds(&asked, &sample::scope(&app, form, &no_project, &facts)), Ok(true));
}

#[test]
fn a_part_that_decides_spares_the_questions_of_the_others() {
    let app = app();
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"project": id(1), "kind": "x"}));
    let facts = Facts::new();
    let scope = sample::scope(&app, form, &values, &facts);
    let open = json!({"field": "project.genre", "op": "eq", "value": "a"});
    let (yes, no) =
        (json!({"field": "kind", "op": "eq", "value": "x"}), json!({"field": "kind", "op": "eq", "value": "y"}));
    assert_eq!(holds(&filter(&json!({"and": [open, no]})), &scope), Ok(false));
    assert_eq!(holds(&filter(&json!({"or": [open, yes]})), &scope), Ok(true));
    assert!(holds(&filter(&json!({"and": [open, yes]})), &scope).is_err());
}

#[test]
fn a_way_through_many_holds_when_one_end_does() {
    let app = app();
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"project": id(1), "items": [{"kind": "a", "qty": 1}, {"kind": "b"}]}));
    let mut facts = Facts::new();
    facts.insert(reach_to("project", 1, "genres"), Answer::Value(Value::Refs(vec![Id::from_raw(3), Id::from_raw(4)])));
    facts.insert(reach_to("genre", 3, "name"), Answer::Value(Value::Text("x".to_owned())));
    facts.insert(reach_to("genre", 4, "name"), Answer::Value(Value::Text("y".to_owned())));
    let scope = sample::scope(&app, form, &values, &facts);
    let is = |json: Json| holds(&filter(&json), &scope).unwrap();
    assert!(is(json!({"field": "project.genres.name", "op": "eq", "value": "y"})));
    assert!(!is(json!({"field": "project.genres.name", "op": "ne", "value": "y"})));
    assert!(is(json!({"field": "project.genres.name", "op": "in", "value": ["q", "x"]})));
    assert!(is(json!({"field": "items.kind", "op": "eq", "value": "b"})));
    assert!(!is(json!({"field": "items.kind", "op": "eq", "value": "c"})));
    assert!(is(json!({"field": "items.qty", "op": "gte", "value": 1})));
    assert!(is(json!({"field": "items.qty", "op": "not_empty"})));
    let empty = Values::new();
    let none = sample::scope(&app, form, &empty, &facts);
    assert!(holds(&filter(&json!({"field": "items.qty", "op": "is_empty"})), &none).unwrap());
    assert!(holds(&filter(&json!({"field": "items.kind", "op": "ne", "value": "b"})), &none).unwrap());
}

#[test]
fn variables_mean_the_viewer_or_nobody() {
    let app = app();
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"members": [id(2), id(3)], "boss": id(2)}));
    let facts = Facts::new();
    let depts = [Id::from_raw(8), Id::from_raw(9)];
    let system = SystemValues { dept: Some(Id::from_raw(9)), owner: None, ..SystemValues::default() };
    let nobody = Scope { system: Some(&system), ..sample::scope(&app, form, &values, &facts) };
    let me = Scope { me: Some(Viewer { user: Some(Id::from_raw(2)), dept: None, depts: &depts }), ..nobody };
    let is = |json: Json, scope: &Scope<'_>| holds(&filter(&json), scope).unwrap();
    assert!(is(json!({"field": "boss", "op": "eq", "value": {"var": "me"}}), &me));
    assert!(is(json!({"field": "members", "op": "has_any", "value": {"var": "me"}}), &me));
    assert!(is(json!({"field": "_dept", "op": "in", "value": {"var": "my_depts"}}), &me));
    assert!(!is(json!({"field": "_dept", "op": "eq", "value": {"var": "my_dept"}}), &me));
    assert!(!is(json!({"field": "_owner", "op": "eq", "value": {"var": "me"}}), &nobody), "nobody is not blank");
    assert!(is(json!({"field": "_owner", "op": "ne", "value": {"var": "me"}}), &nobody));
    assert!(!is(json!({"field": "_dept", "op": "in", "value": {"var": "my_depts"}}), &nobody));
    assert!(is(json!({"field": "_owner", "op": "is_empty"}), &nobody));
}

#[test]
fn exists_counts_the_records_that_point_here() {
    let app = app();
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"kind": "锁定"}));
    let asked = filter(&json!({"exists": {"form": "schedule", "via": "talent",
        "filter": {"field": "kind", "op": "eq", "value": {"record": "kind"}}}}));
    let mut facts = Facts::new();
    let Err(Need(questions)) = holds(&asked, &sample::scope(&app, form, &values, &facts)) else { panic!("unknown") };
    let [question @ Question::Related { filter: inner, .. }] = questions.as_slice() else { panic!("{questions:?}") };
    assert_eq!(
        serde_json::to_value(inner).unwrap(),
        json!({"and": [{"field": "talent", "op": "eq", "value": id(7)}, {"field": "kind", "op": "eq", "value": "锁定"}]})
    );
    facts.insert(question.clone(), Answer::Value(Value::Int(0)));
    assert_eq!(holds(&asked, &sample::scope(&app, form, &values, &facts)), Ok(false));
    facts.insert(question.clone(), Answer::Value(Value::Int(2)));
    assert_eq!(holds(&asked, &sample::scope(&app, form, &values, &facts)), Ok(true));
    let new = Scope { id: None, ..sample::scope(&app, form, &values, &facts) };
    assert_eq!(holds(&asked, &new), Ok(false));
}

#[test]
fn bind_writes_in_what_depends_on_here_and_now() {
    let app = app();
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"kind": "a", "boss": id(2)}));
    let mut facts = Facts::new();
    let asked = filter(&json!({"and": [
        {"field": "kind", "op": "eq", "value": {"record": "kind"}},
        {"field": "talent", "op": "ne", "value": {"record": "_id"}},
        {"field": "_owner", "op": "eq", "value": {"var": "me"}},
        {"field": "at", "op": "lt", "value": {"var": "today"}},
        {"field": "amount", "op": "gt", "value": {"param": "l1"}},
        {"field": "at", "op": "within", "value": {"this": "month"}},
        {"field": "a", "op": "eq", "value": {"field": "b"}},
        {"exists": {"form": "schedule", "via": "talent", "filter": {"and": [
            {"field": "kind", "op": "eq", "value": {"record": "kind"}},
            {"field": "kind", "op": "eq", "value": {"param": "l1"}}]}}}
    ]}));
    let scope = sample::scope(&app, form, &values, &facts);
    assert_eq!(bind(&asked, &scope), Err(Need(vec![Question::Param("l1".to_owned()); 2])));
    facts.insert(Question::Param("l1".to_owned()), Answer::Value(Value::Decimal("100".parse().unwrap())));
    let scope = Scope { id: None, ..sample::scope(&app, form, &values, &facts) };
    assert_eq!(
        serde_json::to_value(bind(&asked, &scope).unwrap()).unwrap(),
        json!({"and": [
            {"field": "kind", "op": "eq", "value": "a"},
            {"and": []},
            {"or": []},
            {"field": "at", "op": "lt", "value": "2026-06-01"},
            {"field": "amount", "op": "gt", "value": "100"},
            {"field": "at", "op": "within", "value": {"this": "month"}},
            {"field": "a", "op": "eq", "value": {"field": "b"}},
            {"exists": {"form": "schedule", "via": "talent", "filter": {"and": [
                {"field": "kind", "op": "eq", "value": {"record": "kind"}},
                {"field": "kind", "op": "eq", "value": "100"}]}}}
        ]})
    );
}

#[test]
fn check_names_what_is_wrong_and_where() {
    let app = app();
    let form = app.form("record").unwrap();
    let problems = |json: Json| -> Vec<(String, String)> {
        let issues = check_filter(&filter(&json), &app, form, None);
        issues.iter().map(|issue| (issue.code.clone(), issue.pointer.to_string())).collect()
    };
    let one = |code: &str, at: &str| vec![(code.to_owned(), at.to_owned())];
    assert!(problems(json!({"and": [
        {"field": "project.genres.name", "op": "contains", "value": "x"},
        {"field": "_owner", "op": "eq", "value": {"var": "me"}},
        {"field": "_created_at", "op": "within", "value": {"last_days": 7}},
        {"field": "members", "op": "has_any", "value": [id(1)]},
        {"exists": {"form": "schedule", "via": "talent", "filter": {"field": "kind", "op": "eq", "value": {"record": "kind"}}}}
    ]})).is_empty());
    assert_eq!(
        problems(json!({"and": [{"field": "knid", "op": "eq", "value": 1}]})),
        one("unknown_field", "/and/0/field")
    );
    assert_eq!(
        problems(json!({"not": {"field": "project.nothing", "op": "eq", "value": "1"}})),
        one("unknown_field", "/not/field")
    );
    assert_eq!(problems(json!({"field": "kind", "op": "eq", "value": 5})), one("value_does_not_fit", "/value"));
    assert_eq!(
        problems(json!({"field": "items.qty", "op": "in", "value": [1, "x"]})),
        one("value_does_not_fit", "/value")
    );
    assert_eq!(problems(json!({"field": "_owner", "op": "gt", "value": id(1)})), one("operator_not_possible", "/op"));
    assert_eq!(
        problems(json!({"field": "_created_at", "op": "within", "value": "soon"})),
        one("value_does_not_fit", "/value")
    );
    assert_eq!(
        problems(json!({"field": "kind", "op": "eq", "value": {"field": "kinds"}})),
        one("unknown_field", "/value")
    );
    assert_eq!(
        problems(json!({"field": "kind", "op": "eq", "value": {"record": "kind"}})),
        one("no_outer_record", "/value")
    );
    assert_eq!(problems(json!({"exists": {"form": "nothing", "via": "talent"}})), one("unknown_form", "/exists/form"));
    assert_eq!(problems(json!({"exists": {"form": "schedule", "via": "kind"}})), one("not_a_link", "/exists/via"));
    assert_eq!(
        problems(json!({"exists": {"form": "schedule", "via": "talent", "filter": {"field": "x", "op": "is_empty"}}})),
        one("unknown_field", "/exists/filter/field")
    );
}

#[test]
fn folding_ignores_case_in_any_script() {
    assert_eq!(fold("ABC"), "abc");
    assert_eq!(fold("ÄÖÜ ẞ"), "äöü ß");
    assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
    assert_eq!(fold("ПРИВЕТ"), "привет");
    assert_eq!(fold("ＡＢＣ"), "ａｂｃ");
    assert_eq!(fold("ıI"), "ıi");
    assert_eq!(fold("K"), "k");
    assert_eq!(fold("中文"), "中文");
}

#[test]
fn units_of_the_calendar_are_whole() {
    use mortise_model::{RelativeRange as Range, Unit};
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let days = |range, today: &str| {
        let (from, to) = days_of(range, day(today));
        format!("{from} {to}")
    };
    assert_eq!(days(Range::This(Unit::Week), "2026-06-07"), "2026-06-01 2026-06-07");
    assert_eq!(days(Range::Last(Unit::Week), "2026-06-01"), "2026-05-25 2026-05-31");
    assert_eq!(days(Range::Next(Unit::Week), "2026-06-01"), "2026-06-08 2026-06-14");
    assert_eq!(days(Range::This(Unit::Month), "2028-02-10"), "2028-02-01 2028-02-29");
    assert_eq!(days(Range::Last(Unit::Month), "2026-01-31"), "2025-12-01 2025-12-31");
    assert_eq!(days(Range::Next(Unit::Month), "2026-12-31"), "2027-01-01 2027-01-31");
    assert_eq!(days(Range::This(Unit::Quarter), "2026-05-31"), "2026-04-01 2026-06-30");
    assert_eq!(days(Range::Last(Unit::Quarter), "2026-02-01"), "2025-10-01 2025-12-31");
    assert_eq!(days(Range::Next(Unit::Year), "2026-02-01"), "2027-01-01 2027-12-31");
    assert_eq!(days(Range::Last(Unit::Day), "2026-03-01"), "2026-02-28 2026-02-28");
    assert_eq!(days(Range::NextDays(7), "2026-06-01"), "2026-06-01 2026-06-07");
    assert_eq!(days(Range::LastDays(0), "2026-06-01"), "2026-06-01 2026-06-01");
    assert_eq!(days(Range::LastDays(u32::MAX), "2026-06-01").split(' ').nth(1), Some("2026-06-01"));
}
