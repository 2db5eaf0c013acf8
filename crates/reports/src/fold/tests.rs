use mortise_model::AppShape;
use serde_json::{Value as Json, json};

use super::*;
use crate::{
    Viewing, plan,
    sample::{Sale, app, everything, run, sale, spec},
};

mod brute;

fn table(json: Json, sales: &[Sale]) -> Result<PivotTable, Issues> {
    let app: AppShape = app();
    let plan = plan(&spec(json), &app, &everything, Viewing::AdHoc).unwrap();
    let answers = plan.queries.iter().map(|query| run(query, sales)).collect();
    fold(&plan, answers, &Titles::new())
}

fn lines(table: &PivotTable) -> Vec<String> {
    let kind = |kind: AxisKind| match kind {
        AxisKind::Group => "",
        AxisKind::Subtotal => "sub ",
        AxisKind::Grand => "all ",
    };
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("{}{}", kind(column.kind), json!(column.keys))).collect();
    let mut lines = vec![columns.join(" ")];
    for (row, cells) in table.rows.iter().zip(&table.cells) {
        lines.push(format!("{}{} = {}", kind(row.kind), json!(row.keys), json!(cells)));
    }
    lines
}

fn sales() -> Vec<Sale> {
    vec![
        sale(1, "north", "a", "2026-01-10", 1000),
        sale(2, "north", "a", "2026-05-10", 2000),
        sale(3, "north", "b", "2026-05-11", 50),
        sale(4, "south", "a", "", 3),
        Sale { region: None, cents: None, ..sale(5, "", "b", "2025-12-31", 0) },
    ]
}

#[test]
fn groups_come_before_their_totals_and_blank_comes_last() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}, {"field": "kind"}],
        "measures": [{"agg": "sum", "field": "amount"}, {"agg": "count"}],
        "totals": {"rows": true, "columns": true, "grand": true}});
    assert_eq!(
        lines(&table(json, &sales()).unwrap()),
        [
            "[]",
            r#"["north","a"] = ["30.00",2]"#,
            r#"["north","b"] = ["0.50",1]"#,
            r#"sub ["north"] = ["30.50",3]"#,
            r#"["south","a"] = ["0.03",1]"#,
            r#"sub ["south"] = ["0.03",1]"#,
            r#"[null,"b"] = [null,1]"#,
            r#"sub [null] = [null,1]"#,
            r#"all [] = ["30.53",5]"#,
        ]
    );
}

#[test]
fn dates_make_columns_and_empty_cells_are_null() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}], "columns": [{"field": "day", "group": "quarter"}],
        "measures": [{"agg": "avg", "field": "amount"}], "totals": {"grand": true}});
    assert_eq!(
        lines(&table(json, &sales()).unwrap()),
        [
            r#"["2025-Q4"] ["2026-Q1"] ["2026-Q2"] [null] all []"#,
            r#"["north"] = [null,"10.000000","10.250000",null,"10.166667"]"#,
            r#"["south"] = [null,null,null,"0.030000","0.030000"]"#,
            r#"[null] = [null,null,null,null,null]"#,
            r#"all [] = [null,"10.000000","10.250000","0.030000","7.632500"]"#,
        ]
    );
}

#[test]
fn weeks_are_iso_weeks_and_ranges_begin_with_their_first_number() {
    let by = |group: Json, field: &str| {
        let json = json!({"form": "sale", "rows": [{"field": field, "group": group}], "measures": [{"agg": "count"}]});
        lines(&table(json, &sales()).unwrap()).split_off(1)
    };
    assert_eq!(
        by(json!("week"), "day"),
        [
            r#"["2026-W01"] = [1]"#,
            r#"["2026-W02"] = [1]"#,
            r#"["2026-W19"] = [1]"#,
            r#"["2026-W20"] = [1]"#,
            "[null] = [1]"
        ]
    );
    let edges = json!({"by": "range", "edges": ["0.03", 10, "20"]});
    assert_eq!(
        by(edges, "amount"),
        [r#"["0.03..10"] = [2]"#, r#"["10..20"] = [1]"#, r#"["20.."] = [1]"#, "[null] = [1]"]
    );
}

#[test]
fn sort_having_and_limit_choose_rows_and_totals_follow() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}],
        "measures": [{"key": "n", "agg": "count"}, {"key": "kinds", "agg": "count_distinct", "field": "kind"}, {"agg": "median", "field": "amount"}],
        "having": {"field": "n", "op": "gt", "value": 0}, "sort": [{"measure": "amount_median", "desc": true}],
        "totals": {"grand": true}});
    assert_eq!(
        lines(&table(json.clone(), &sales()).unwrap())[1..],
        [
            r#"["north"] = [3,2,"10.00"]"#,
            r#"["south"] = [1,1,"0.03"]"#,
            "[null] = [1,1,null]",
            r#"all [] = [5,2,"5.25"]"#
        ]
    );
    let mut fewer = json.clone();
    fewer["limit"] = json!(1);
    assert_eq!(
        lines(&table(fewer, &sales()).unwrap())[1..],
        [r#"["north"] = [3,2,"10.00"]"#, r#"all [] = [3,2,"10.00"]"#]
    );
    let mut stricter = json;
    stricter["having"] = json!({"field": "n", "op": "lt", "value": 3});
    assert_eq!(
        lines(&table(stricter, &sales()).unwrap())[1..],
        [r#"["south"] = [1,1,"0.03"]"#, "[null] = [1,1,null]", r#"all [] = [2,2,"0.03"]"#]
    );
}

#[test]
fn a_ratio_is_one_of_sums_and_blank_over_zero() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}],
        "measures": [{"key": "s", "agg": "sum", "field": "amount"}, {"key": "n", "agg": "count", "field": "amount"},
            {"key": "mean", "expr": "s / n"}, {"key": "twice", "expr": "s * 2"}],
        "totals": {"grand": true}});
    assert_eq!(
        lines(&table(json, &sales()).unwrap())[1..],
        [
            r#"["north"] = ["30.50",3,"10.166667","61.00"]"#,
            r#"["south"] = ["0.03",1,"0.030000","0.06"]"#,
            r#"[null] = [null,0,null,null]"#,
            r#"all [] = ["30.53",4,"7.632500","61.06"]"#,
        ]
    );
}

#[test]
fn currencies_are_not_added_up() {
    let mut sales = sales();
    let sum = json!({"form": "sale", "rows": [{"field": "kind"}], "measures": [{"agg": "sum", "field": "fee"}], "totals": {"grand": true}});
    assert_eq!(
        lines(&table(sum.clone(), &sales).unwrap())[1..],
        [r#"["a"] = ["30.03"]"#, r#"["b"] = ["0.50"]"#, r#"all [] = ["30.53"]"#]
    );
    sales[1].currency = "USD";
    let issues = table(sum.clone(), &sales).unwrap_err();
    let issue = issues.iter().next().unwrap();
    assert_eq!((issue.code.as_str(), issue.pointer.as_str()), ("mixed_currency", "/measures/0"));
    let mut grouped = sum;
    grouped["columns"] = json!([{"field": "currency"}]);
    assert_eq!(
        lines(&table(grouped, &sales).unwrap()),
        [
            r#"["CNY"] ["USD"] all []"#,
            r#"["a"] = ["10.03","20.00",null]"#,
            r#"["b"] = ["0.50",null,"0.50"]"#,
            r#"all [] = ["10.53","20.00",null]"#
        ]
    );
}

#[test]
fn without_fields_there_is_one_cell_and_counts_of_nothing_are_zero() {
    let json = json!({"form": "sale", "measures": [{"agg": "count"}, {"agg": "count_distinct", "field": "kind"}, {"agg": "sum", "field": "amount"}],
        "totals": {"rows": true, "columns": true, "grand": true}});
    assert_eq!(lines(&table(json.clone(), &[]).unwrap()), ["[]", "[] = [0,0,null]"]);
    assert_eq!(lines(&table(json, &sales()).unwrap()), ["[]", r#"[] = [5,2,"30.53"]"#]);
    let grouped = json!({"form": "sale", "rows": [{"field": "kind"}], "measures": [{"agg": "count"}]});
    assert_eq!(table(grouped, &[]).unwrap().rows, []);
}

#[test]
fn first_and_last_follow_the_order_of_records() {
    let json = json!({"form": "sale", "rows": [{"field": "region"}], "totals": {"grand": true},
        "measures": [{"agg": "first", "field": "amount"}, {"agg": "last", "field": "kind"}, {"agg": "min", "field": "amount"}, {"agg": "max", "field": "qty"}]});
    assert_eq!(
        lines(&table(json, &sales()).unwrap())[1..],
        [
            r#"["north"] = ["10.00","b","0.50",20]"#,
            r#"["south"] = ["0.03","a","0.03",0]"#,
            r#"[null] = [null,"b",null,null]"#,
            r#"all [] = ["10.00","b","0.03",20]"#,
        ]
    );
}

#[test]
fn records_in_keys_get_their_titles_and_are_sorted_by_them() {
    let json = json!({"form": "sale", "rows": [{"field": "client"}], "measures": [{"agg": "count"}]});
    let plan = plan(&spec(json), &app(), &everything, Viewing::AdHoc).unwrap();
    let row = |id: i64| GroupRow { keys: vec![Value::Ref(Id::from_raw(id))], values: vec![Value::Int(1)] };
    let answers = vec![vec![row(1), row(2), GroupRow { keys: vec![Value::Null], values: vec![Value::Int(3)] }]];
    let target = Target::Form(crate::sample::key("client"));
    let asked = references(&plan, &answers);
    assert_eq!(asked, [(target.clone(), Id::from_raw(1)), (target.clone(), Id::from_raw(2))]);
    let titles = Titles::from([
        ((target.clone(), Id::from_raw(1)), "Zoe".to_owned()),
        ((target, Id::from_raw(2)), "Ann".to_owned()),
    ]);
    let table = fold(&plan, answers, &titles).unwrap();
    let shown: Vec<&Json> = table.rows.iter().map(|row| &row.keys[0]).collect();
    assert_eq!(shown[0]["title"], "Ann");
    assert_eq!(shown[1], &json!({"id": Id::from_raw(1), "title": "Zoe"}));
    assert_eq!(shown[2], &Json::Null);
}
