use serde_json::json;

use super::*;
use crate::sample::{moment, sample};

/// What a row of one cell means under a mapping of its column.
fn row(column: &Json, cell: Cell) -> RowValues {
    rows(&json!([column]), &["cell"], &[cell])
}

fn rows(columns: &Json, names: &[&str], cells: &[Cell]) -> RowValues {
    let sample = sample();
    let columns = sample.columns(&json!({"columns": columns}), names).unwrap_or_else(|issues| panic!("{issues:?}"));
    columns.read(sample.film(), &sample.app, cells, moment())
}

fn sent(column: &Json, cell: &str) -> Json {
    let row = row(column, Cell::text(cell));
    assert_eq!(row.issues, [], "{cell}");
    row.sent.into_iter().next().map(|(_, raw)| raw).expect("one value")
}

fn code(column: &Json, cell: &str) -> String {
    let row = row(column, Cell::text(cell));
    row.issues.first().unwrap_or_else(|| panic!("{:?}", row.sent)).issue.code.clone()
}

#[test]
fn cells_become_what_their_fields_are_sent() {
    assert_eq!(sent(&json!({"from": "cell", "to": "title"}), "1776"), json!("1776"));
    assert_eq!(sent(&json!({"from": "cell", "to": "year"}), " 1,972 "), json!(1972));
    assert_eq!(sent(&json!({"from": "cell", "to": "gross"}), "$1,234.50"), json!("1234.50"));
    assert_eq!(sent(&json!({"from": "cell", "to": "quality"}), "good"), json!("好"));
    assert_eq!(sent(&json!({"from": "cell", "to": "title"}), "  "), Json::Null);
}

#[test]
fn dates_are_read_by_their_pattern() {
    let by_pattern = json!({"from": "cell", "to": "released", "parse": {"date": "%b %d %Y"}});
    assert_eq!(sent(&by_pattern, "Jun 12 1998"), json!("1998-06-12"));
    assert_eq!(sent(&by_pattern, "jun 7 1998"), json!("1998-06-07"));
    assert_eq!(code(&by_pattern, "1998-06-12"), "date_unreadable");
    assert_eq!(code(&by_pattern, "Jun 31 1998"), "date_unreadable");
    let plain = json!({"from": "cell", "to": "released"});
    assert_eq!(sent(&plain, "1998年6月12日"), json!("1998-06-12"));
    let day = NaiveDate::from_ymd_opt(1998, 6, 12).unwrap();
    for column in [&by_pattern, &plain] {
        assert_eq!(row(column, Cell::Day(day)).sent["released"], json!("1998-06-12"));
    }
}

#[test]
fn a_year_in_the_future_is_a_slip_of_two_digits() {
    let columns = json!([
        {"from": "cell", "to": "released", "parse": {"date": "%b %d %Y"},
         "expr": "if year(value) > 2012 { add_months(value, -1200) } else { value }"},
        {"to": "year", "expr": "year(released)"},
        {"from": "cell", "to": "quality", "parse": {"date": "%b %d %Y"}, "expr": "if year(value) > 2012 { \"好\" } else { () }"},
    ]);
    let slip = rows(&columns, &["cell"], &[Cell::text("Dec 15 2039")]);
    assert_eq!(Json::Object(slip.sent), json!({"released": "1939-12-15", "year": 1939, "quality": "好"}));
    let right = rows(&columns, &["cell"], &[Cell::text("Jun 12 1998")]);
    assert_eq!(Json::Object(right.sent), json!({"released": "1998-06-12", "year": 1998, "quality": null}));
}

#[test]
fn a_dictionary_says_what_texts_stand_for() {
    let column = json!({"from": "cell", "to": "gross", "dictionary": {"0": "", "unknown": "", "many": "1000000"}});
    assert_eq!(sent(&column, "0"), Json::Null);
    assert_eq!(sent(&column, " many "), json!("1000000"));
    assert_eq!(sent(&column, "5"), json!("5"));
}

#[test]
fn text_that_was_misread_is_mended_where_that_is_possible() {
    let column =
        json!({"from": "cell", "to": "title", "parse": {"misread": {"was": "windows-1252", "as": "macintosh"}}});
    for (cell, mended) in [
        ("LÈon", "Léon"),
        ("DÈj‡ Vu", "Déjà Vu"),
        ("The Naked Gun 2Ω", "The Naked Gun 2½"),
        ("Ri¢hie Ri¢h", "Ri¢hie Ri¢h"),
        ("Alien³", "Alien³"),
        ("300", "300"),
    ] {
        assert_eq!(sent(&column, cell), json!(mended));
    }
}

#[test]
fn references_are_told_as_texts_to_look_for() {
    let one = row(&json!({"from": "cell", "to": "genre", "link_by": "spelt"}), Cell::text(" Drama "));
    assert_eq!(one.links, [(0, vec!["Drama".to_owned()])]);
    assert!(one.sent.is_empty());
    let several = row(&json!({"from": "cell", "to": "tagged"}), Cell::text("剧情、喜剧"));
    assert_eq!(several.links, [(0, vec!["剧情".to_owned(), "喜剧".to_owned()])]);
    let none = row(&json!({"from": "cell", "to": "genre"}), Cell::text(""));
    assert_eq!(Json::Object(none.sent), json!({"genre": null}));
}

#[test]
fn an_expression_that_fails_is_a_problem_of_its_cell() {
    assert_eq!(code(&json!({"from": "cell", "to": "year", "expr": "year(value)"}), "soon"), "expression_failed");
    let constant = rows(&json!([{"to": "title", "expr": "\"vega\""}]), &[], &[]);
    assert_eq!(Json::Object(constant.sent), json!({"title": "vega"}));
}
