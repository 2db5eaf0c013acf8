use mortise_model::{Facts, Id, Person, Values};
use mortise_test_support::case_files;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Viewer, sample};

fn scope_of<'a>(app: &'a AppShape, values: &'a Values, facts: &'a Facts) -> Scope<'a> {
    sample::scope(app, app.form("record").unwrap(), values, facts)
}

#[test]
fn every_case_has_its_value() {
    for file in case_files("expressions") {
        let app = sample::app(&[("record", file.json["fields"].clone())]);
        let values = sample::values(app.form("record").unwrap(), &file.json["values"]);
        let facts = Facts::new();
        for case in file.json["cases"].as_array().unwrap() {
            let source = case["expr"].as_str().unwrap();
            let formula = Formula::compile(source).unwrap_or_else(|issue| panic!("{}: {source}: {issue:?}", file.name));
            let value = formula.eval(&scope_of(&app, &values, &facts));
            let value = value.unwrap_or_else(|error| panic!("{}: {source}: {error:?}", file.name));
            assert_eq!(value.to_json(), case["is"], "{}: {source}", file.name);
        }
    }
}

fn refused(source: &str) -> String {
    match Formula::compile(source) {
        Err(issue) => issue.code,
        Ok(_) => panic!("`{source}` compiles"),
    }
}

#[test]
fn what_a_formula_may_not_do_is_refused() {
    for source in [
        "let x = 1",
        "x = 1",
        "x += 1",
        "loop { }",
        "while true { }",
        "for i in 0..3 { i }",
        "fn f() { 1 }",
        "|x| x + 1",
        "#{ a: 1 }",
        "import \"x\"",
        "{ 1; 2 }",
        "if a { let b = 1; b }",
        "a; b",
        "1 +",
        "eval(\"1\")",
        "this",
        "",
    ] {
        assert_eq!(refused(source), "formula_syntax", "{source}");
    }
    assert_eq!(refused("1..3"), "unknown_function");
    assert_eq!(refused("1 << 3"), "unknown_function");
    assert_eq!(refused("sleep(5)"), "unknown_function");
    assert_eq!(refused("timestamp()"), "unknown_function");
    assert_eq!(refused("name.to_chars()"), "unknown_function");
    assert_eq!(refused("round()"), "wrong_number_of_arguments");
    assert_eq!(refused("param(name)"), "literal_expected");
    assert_eq!(refused("sum(related(name), \"a\")"), "literal_expected");
    assert_eq!(refused("related(\"a\").sum(b)"), "literal_expected");
    assert_eq!(refused("related(\"a\", b + 1).count()"), "condition_not_possible");
    assert_eq!(refused("related(\"a\", b == c + 1).count()"), "condition_not_possible");
    assert_eq!(refused(&"1+".repeat(10_000)), "formula_too_long");
}

#[test]
fn an_issue_tells_line_and_column() {
    let issue = Formula::compile("1 +\n  foo(2)").unwrap_err();
    assert_eq!((issue.params["line"].as_u64(), issue.params["column"].as_u64()), (Some(2), Some(3)));
}

#[test]
fn deep_sources_are_refused_and_harm_nothing() {
    let long_chain = vec!["1"; 4_000].join("+");
    let deep = [
        ["(".repeat(3_000), ")".repeat(3_000)].concat(),
        "[".repeat(3_000),
        "-".repeat(8_000) + "1",
        "!".repeat(8_000) + "a",
        ["if a {".repeat(500), "1".to_owned(), "}".repeat(500)].concat(),
        "a.b".repeat(3_000),
        "a??".repeat(3_000) + "a",
        ["abs(".repeat(1_000), "1".to_owned(), ")".repeat(1_000)].concat(),
        long_chain,
    ];
    for source in deep {
        let app = sample::app(&[("record", json!({"a": "bool"}))]);
        if let Ok(formula) = Formula::compile(&source) {
            let _ = formula.eval(&scope_of(&app, &Values::new(), &Facts::new()));
        }
    }
}

#[test]
fn failures_have_codes() {
    let app = sample::app(&[("record", json!({"name": "text", "day": "date", "qty": "int"}))]);
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"name": "x", "day": "2026-06-01", "qty": 2}));
    let failed = |source: &str| match Formula::compile(source).unwrap().eval(&scope_of(&app, &values, &Facts::new())) {
        Err(ExprError::Failed { code, .. }) => code,
        other => panic!("`{source}`: {other:?}"),
    };
    assert_eq!(failed("name * 2"), "wrong_types");
    assert_eq!(failed("day < qty"), "wrong_types");
    assert_eq!(failed("if qty { 1 } else { 2 }"), "not_a_condition");
    assert_eq!(failed("qty && true"), "not_a_condition");
    assert_eq!(failed("year(qty)"), "wrong_argument");
    assert_eq!(failed("79228162514264337593543950335 * 10"), "out_of_range");
    assert_eq!(failed("9999999999999999999999 ** 50"), "out_of_range");
    assert_eq!(failed("2 ** 0.5"), "exponent_not_possible");
    assert_eq!(failed("add_days(day, 99999999)"), "out_of_range");
    assert_eq!(failed("round(1, 99)"), "places_not_possible");
    assert_eq!(failed("replace(pad_start(name, 20000, \"x\"), \"x\", \"yy\")"), "too_much_data");
    assert_eq!(failed("workdays(day, add_years(day, 100))"), "calendar_too_long");
}

fn deal_app() -> AppShape {
    sample::app(&[
        (
            "record",
            json!({"project": "link:project", "sponsors": "links:org", "boss": "user", "limit": "decimal",
            "items": {"product": "link:product", "qty": "int"}, "place": "json"}),
        ),
        (
            "project",
            json!({"producer": "user", "org": "link:org", "period": "daterange", "members": "users", "title": "text"}),
        ),
        ("org", json!({"region": "text", "name": "text"})),
        ("product", json!({"price": "decimal"})),
        (
            "payment",
            json!({"deal": "link:record", "amount": "decimal", "weight": "int", "status": "text", "term": "daterange"}),
        ),
    ])
}

fn id(raw: i64) -> String {
    Id::from_raw(raw).to_string()
}

#[test]
fn reads_come_out_of_the_tree() {
    let formula = Formula::compile(
        "sum(\"items\", \"qty\", product == record.boss) + project.org.region.len() + days(today(), project.period.end) \
         + param(\"flow.l1\") + related(\"payment\", deal == record._id && status in [\"paid\"] && amount > param(\"x\")).sum(\"amount\") \
         + if boss == me() { limit } else { 0 }",
    )
    .unwrap();
    let reads = formula.reads();
    let paths: Vec<String> = reads.paths.iter().map(ToString::to_string).collect();
    assert_eq!(
        paths,
        ["items.qty", "items.product", "boss", "project.org.region", "project.period.end", "_id", "limit"]
    );
    assert_eq!(reads.params, ["flow.l1", "x"]);
    assert!(reads.time && reads.viewer);
    assert_eq!(reads.related.len(), 1);
    assert_eq!(
        serde_json::to_value(&reads.related[0].filter).unwrap(),
        json!({"and": [
            {"field": "deal", "op": "eq", "value": {"record": "_id"}},
            {"field": "status", "op": "in", "value": ["paid"]},
            {"field": "amount", "op": "gt", "value": {"param": "x"}}]})
    );
}

#[test]
fn conditions_become_filters() {
    let filter = |condition: &str| {
        let formula = Formula::compile(&format!("related(\"payment\", {condition}).count()")).unwrap();
        serde_json::to_value(&formula.reads().related[0].filter).unwrap()
    };
    assert_eq!(filter("5 < amount"), json!({"field": "amount", "op": "gt", "value": "5"}));
    assert_eq!(filter("amount == -1.50"), json!({"field": "amount", "op": "eq", "value": "-1.50"}));
    assert_eq!(filter("amount == ()"), json!({"field": "amount", "op": "is_empty"}));
    assert_eq!(filter("status != ()"), json!({"field": "status", "op": "not_empty"}));
    assert_eq!(
        filter("!(status == 'a' || paid)"),
        json!({"not": {"or": [
        {"field": "status", "op": "eq", "value": "a"}, {"field": "paid", "op": "eq", "value": true}]}})
    );
    assert_eq!(filter("\"x\" in tags"), json!({"field": "tags", "op": "contains", "value": "x"}));
    assert_eq!(
        filter("deal.boss == record.boss"),
        json!({"field": "deal.boss", "op": "eq", "value": {"record": "boss"}})
    );
    assert_eq!(filter("status.contains(\"x\")"), json!({"field": "status", "op": "contains", "value": "x"}));
    assert_eq!(
        filter("within(at, \"this_month\")"),
        json!({"field": "at", "op": "within", "value": {"this": "month"}})
    );
    assert_eq!(filter("within(at, last_days(7))"), json!({"field": "at", "op": "within", "value": {"last_days": 7}}));
    assert_eq!(filter("within(at, \"today\")"), json!({"field": "at", "op": "within", "value": "today"}));
    assert_eq!(filter("between(amount, 1, 2)"), json!({"field": "amount", "op": "between", "value": ["1", "2"]}));
    assert_eq!(filter("amount > limit"), json!({"field": "amount", "op": "gt", "value": {"field": "limit"}}));
    assert_eq!(
        filter("_owner == me() && at < now()"),
        json!({"and": [
        {"field": "_owner", "op": "eq", "value": {"var": "me"}}, {"field": "at", "op": "lt", "value": {"var": "now"}}]})
    );
    let json = r#"related("payment", `{"field": "status", "op": "eq", "value": "paid"}`).count()"#;
    let formula = Formula::compile(json).unwrap();
    assert_eq!(formula.reads().related[0].filter, Filter::compare("status", mortise_model::FilterOp::Eq, "paid"));
}

#[test]
fn all_open_questions_come_at_once() {
    let app = deal_app();
    let values = sample::values(
        app.form("record").unwrap(),
        &json!({"project": id(1), "boss": id(2), "sponsors": [id(3), id(4)]}),
    );
    let formula = Formula::compile(
        "project.org.region + project.producer.name + boss.dept + sponsors.name + param(\"l1\") + project.org.region \
         + related(\"payment\", deal == record._id).sum(\"amount\")",
    )
    .unwrap();
    let Err(ExprError::Need(Need(questions))) = formula.eval(&scope_of(&app, &values, &Facts::new())) else {
        panic!("nothing is known");
    };
    let reach = |form: &str, raw: i64, path: &str| Question::Reach {
        form: sample::key(form),
        id: Id::from_raw(raw),
        path: Path::new(path),
    };
    let related = Question::Related {
        form: sample::key("payment"),
        filter: Filter::compare("deal", mortise_model::FilterOp::Eq, id(7)),
        aggregate: Aggregate::Sum,
        field: Some(sample::key("amount")),
        weight: None,
    };
    assert_eq!(
        questions,
        [
            reach("project", 1, "org.region"),
            reach("project", 1, "producer"),
            Question::Person(Id::from_raw(2)),
            reach("org", 3, "name"),
            reach("org", 4, "name"),
            Question::Param("l1".to_owned()),
            related,
        ]
    );
}

#[test]
fn paths_end_where_the_facts_lead() {
    let app = deal_app();
    let values = sample::values(
        app.form("record").unwrap(),
        &json!({"project": id(1), "boss": id(2), "sponsors": [id(3), id(4)],
        "items": [{"product": id(5), "qty": 2}, {"product": id(6), "qty": 1}], "place": {"city": "上海", "floor": 3}}),
    );
    let mut facts = Facts::new();
    let mut reach = |form: &str, raw: i64, path: &str, value: Value| {
        let question = Question::Reach { form: sample::key(form), id: Id::from_raw(raw), path: Path::new(path) };
        facts.insert(question, Answer::Value(value));
    };
    reach("project", 1, "producer", Value::Ref(Id::from_raw(2)));
    reach("project", 1, "members", Value::Refs(vec![Id::from_raw(2)]));
    reach("project", 1, "period", Value::DateRange { start: sample::moment().today(), end: sample::moment().today() });
    reach("org", 3, "name", Value::Text("甲".to_owned()));
    reach("org", 4, "name", Value::Text("乙".to_owned()));
    reach("product", 5, "price", Value::Decimal("1.50".parse().unwrap()));
    reach("product", 6, "price", Value::Decimal("4".parse().unwrap()));
    let person = Person {
        id: Id::from_raw(2),
        username: "lin".to_owned(),
        name: "林".to_owned(),
        active: true,
        dept: Some(Id::from_raw(9)),
        manager: None,
    };
    facts.insert(Question::Person(Id::from_raw(2)), Answer::Person(Some(person)));
    let is = |source: &str| Formula::compile(source).unwrap().eval(&scope_of(&app, &values, &facts)).unwrap().to_json();
    assert_eq!(is("project.producer == boss"), json!(true));
    assert_eq!(is("boss in project.members"), json!(true));
    assert_eq!(is("project.producer.name"), json!("林"));
    assert_eq!(is("boss.manager.name"), json!(null));
    assert_eq!(is("project.period.end"), json!("2026-06-01"));
    assert_eq!(is("join(sponsors.name, \"+\")"), json!("甲+乙"));
    assert_eq!(is("sum(\"items\", \"product.price\")"), json!("5.50"));
    assert_eq!(is("place.city + place.floor"), json!("上海3"));
    assert_eq!(is("place.nothing ?? 1"), json!("1"));
    assert_eq!(is("nothing ?? 1"), json!("1"));
}

#[test]
fn sums_over_related_records_use_the_answers() {
    let app = deal_app();
    let values = sample::values(app.form("record").unwrap(), &json!({"limit": "5"}));
    let mut facts = Facts::new();
    let filter = Filter::compare("deal", mortise_model::FilterOp::Eq, id(7));
    let form = sample::key("payment");
    let ask = |aggregate, field: Option<&str>| Question::Related {
        form: form.clone(),
        filter: filter.clone(),
        aggregate,
        field: field.map(sample::key),
        weight: None,
    };
    facts.insert(ask(Aggregate::Sum, Some("amount")), Answer::Value(Value::Null));
    facts.insert(ask(Aggregate::Count, None), Answer::Value(Value::Int(3)));
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
    let term =
        |start, end| Values::from_iter([(sample::key("term"), Value::DateRange { start: day(start), end: day(end) })]);
    let records = vec![(Id::from_raw(1), term(4, 9)), (Id::from_raw(2), term(1, 2))];
    facts.insert(
        Question::Records { form: form.clone(), filter: filter.clone(), fields: vec![sample::key("term")] },
        Answer::Records(records),
    );
    let is = |source: &str| Formula::compile(source).unwrap().eval(&scope_of(&app, &values, &facts)).unwrap().to_json();
    assert_eq!(is("limit - related(\"payment\", deal == record._id).sum(\"amount\")"), json!("5"));
    assert_eq!(is("count(related(\"payment\", deal == record._id)) + 1"), json!("4"));
    assert_eq!(is("related(\"payment\", deal == record._id).first_gap(\"term\", today())"), json!("2026-06-03"));
    assert_eq!(is("related(\"payment\", deal == record._id).first_gap(\"term\", today(), 2)"), json!("2026-06-10"));
}

#[test]
fn workdays_are_asked_of_the_calendar() {
    let app = sample::app(&[("record", json!({"a": "text"}))]);
    let values = Values::new();
    let formula = Formula::compile("add_workdays(today(), 2)").unwrap();
    let mut facts = Facts::new();
    let mut rounds = 0;
    let value = loop {
        match formula.eval(&scope_of(&app, &values, &facts)) {
            Ok(value) => break value,
            Err(ExprError::Need(Need(questions))) => {
                for question in questions {
                    // Only the 5th and the 8th are worked here.
                    let Question::Workday(day) = question else { panic!("{question:?}") };
                    let worked = day.to_string() == "2026-06-05" || day.to_string() == "2026-06-08";
                    facts.insert(question, Answer::Value(Value::Bool(worked)));
                }
            }
            Err(failed) => panic!("{failed:?}"),
        }
        rounds += 1;
        assert!(rounds < 10);
    };
    assert_eq!(value.to_json(), json!("2026-06-08"));
}

#[test]
fn the_viewer_is_known() {
    let app = sample::app(&[("record", json!({"boss": "user"}))]);
    let values = sample::values(app.form("record").unwrap(), &json!({"boss": id(2)}));
    let facts = Facts::new();
    let formula = Formula::compile("boss == me()").unwrap();
    let anonymous = scope_of(&app, &values, &facts);
    assert!(!formula.holds(&anonymous).unwrap());
    let me = Viewer { user: Some(Id::from_raw(2)), ..Viewer::default() };
    assert!(formula.holds(&Scope { me: Some(me), ..anonymous }).unwrap());
}

#[test]
fn a_row_sees_its_own_fields_first() {
    let app = sample::app(&[(
        "record",
        json!({"rate": "decimal", "qty": "int", "items": {"qty": "int", "price": "decimal"}}),
    )]);
    let form = app.form("record").unwrap();
    let values =
        sample::values(form, &json!({"rate": "0.5", "qty": 100, "items": [{"qty": 2, "price": "3"}, {"price": "3"}]}));
    let Some(Value::Rows(rows)) = values.get("items") else { panic!("rows") };
    let facts = Facts::new();
    let formula = Formula::compile("qty * price * rate").unwrap();
    let amount =
        |row: usize| formula.eval(&scope_of(&app, &values, &facts).in_row("items", &rows[row].values)).unwrap();
    assert_eq!(amount(0).to_json(), json!("3.0"));
    assert_eq!(amount(1).to_json(), json!(null));
    assert!(formula.check(&app, form, Some("items")).is_empty());
    assert_eq!(codes(&formula.check(&app, form, None)), ["unknown_field"]);
}

fn codes(issues: &Issues) -> Vec<&str> {
    issues.iter().map(|issue| issue.code.as_str()).collect()
}

#[test]
fn check_finds_what_does_not_exist() {
    let app = deal_app();
    let form = app.form("record").unwrap();
    let check = |source: &str| {
        let issues = Formula::compile(source).unwrap().check(&app, form, None);
        issues.iter().map(|issue| issue.code.clone()).collect::<Vec<_>>()
    };
    assert!(check("project.org.region + project.producer.dept.head.name + place.city + _owner.name").is_empty());
    assert!(check("related(\"payment\", deal == record._id).weighted_avg(\"amount\", \"weight\")").is_empty());
    assert_eq!(check("projekt.title"), ["unknown_field"]);
    assert_eq!(check("project.titel"), ["unknown_field"]);
    assert_eq!(check("boss.salary"), ["unknown_field"]);
    assert_eq!(check("sum(\"items\", \"price\")"), ["unknown_field"]);
    assert_eq!(check("related(\"paymant\").count()"), ["unknown_form"]);
    assert_eq!(check("related(\"payment\", dael == 1).count()"), ["unknown_field"]);
    assert_eq!(check("related(\"payment\", deal == record.nothing).count()"), ["unknown_field", "unknown_field"]);
    assert_eq!(check("related(\"payment\", amount == \"much\").count()"), ["value_does_not_fit"]);
    assert_eq!(check("related(\"payment\").sum(\"status\")"), ["aggregate_not_possible"]);
}

proptest! {
    #[test]
    fn no_source_breaks_the_compiler(source in "[ -~一-龥]{0,60}") {
        let app = sample::app(&[("record", json!({"a": "int"}))]);
        if let Ok(formula) = Formula::compile(&source) {
            let _ = formula.eval(&scope_of(&app, &Values::new(), &Facts::new()));
        }
    }

    #[test]
    fn sums_are_exact(numbers in prop::collection::vec(-1_000_000i64..1_000_000, 1..20)) {
        let source = numbers.iter().map(|n| format!("({}.{:02})", n / 100, (n % 100).abs())).collect::<Vec<_>>().join("+");
        let app = sample::app(&[("record", json!({"a": "int"}))]);
        let total: mortise_model::Decimal = numbers
            .iter()
            .map(|n| format!("{}.{:02}", n / 100, (n % 100).abs()).parse::<mortise_model::Decimal>().unwrap())
            .sum();
        let value = Formula::compile(&source).unwrap().eval(&scope_of(&app, &Values::new(), &Facts::new())).unwrap();
        prop_assert_eq!(value.as_decimal(), Some(total));
    }
}
