use super::*;

fn rows(text: &str) -> Vec<Vec<String>> {
    let table = read(text.as_bytes(), &ReadOptions::default(), &Limits::default()).expect("it is a table");
    let cells = |row: &crate::TableRow| row.cells.iter().map(|cell| cell.shown().into_owned()).collect();
    table.rows.iter().map(cells).collect()
}

#[test]
fn quotes_hold_commas_quotes_and_line_ends() {
    let text = "a,b\r\n\"Steal, The \"\"Canadian\"\" one\",\"x\r\ny\"\r\n";
    assert_eq!(rows(text), [["Steal, The \"Canadian\" one", "x\r\ny"]]);
}

#[test]
fn titles_that_look_like_numbers_stay_what_they_are() {
    assert_eq!(rows("title,n\n1776,007\n21,1e3\n"), [["1776", "007"], ["21", "1e3"]]);
}

#[test]
fn other_signs_between_values_are_found() {
    for delimiter in [';', '\t', '|'] {
        let text = format!("a{delimiter}\"b, c\"\n1{delimiter}2,5\n");
        assert_eq!(rows(&text), [["1", "2,5"]], "{delimiter:?}");
    }
    assert_eq!(rows("only one column\nx\n"), [["x"]]);
}

#[test]
fn an_apostrophe_that_guards_a_formula_is_taken_off() {
    assert_eq!(rows("a\n'=1+1\n'-x\n'tis\n-5\n'-5\n"), [["=1+1"], ["-x"], ["'tis"], ["-5"], ["-5"]]);
}
