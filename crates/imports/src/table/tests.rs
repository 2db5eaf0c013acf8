use super::*;

fn read(text: &str) -> Table {
    read_table(text.as_bytes(), &ReadOptions::default(), &Limits::default()).expect("it is a table")
}

fn refused(bytes: &[u8], options: &ReadOptions<'_>, limits: &Limits) -> Issue {
    read_table(bytes, options, limits).expect_err("it is refused")
}

fn shown(table: &Table) -> Vec<(u32, Vec<String>)> {
    let cells = |row: &TableRow| row.cells.iter().map(|cell| cell.shown().into_owned()).collect();
    table.rows.iter().map(|row| (row.number, cells(row))).collect()
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let table = read("name,note\n\nA,\"two\nlines\"\nB,one\n,\n\nC,last");
    let numbers: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 4, 7]);
    assert_eq!(table.rows[0].cells[1], Cell::text("two\nlines"));
}

#[test]
fn columns_without_a_name_have_their_letters_and_none_comes_twice() {
    let table = read("name,,name, Release   Date \nA,B,C,D,E\n");
    assert_eq!(table.columns, ["name", "B", "name (2)", "Release Date", "E"]);
    assert_eq!(letters(25), "Z");
    assert_eq!(letters(26), "AA");
    assert_eq!(letters(701), "ZZ");
    assert_eq!(letters(702), "AAA");
}

#[test]
fn short_rows_are_filled_up_with_blanks() {
    assert_eq!(shown(&read("a,b,c\n1\n")), [(2, vec!["1".to_owned(), String::new(), String::new()])]);
}

#[test]
fn the_header_may_stand_further_down() {
    let options = ReadOptions { header_row: Some(3), ..ReadOptions::default() };
    let text = "A report\nof many films\ntitle,year\n1776,1972\n";
    let table = read_table(text.as_bytes(), &options, &Limits::default()).expect("it is a table");
    assert_eq!(table.columns, ["title", "year"]);
    assert_eq!(shown(&table), [(4, vec!["1776".to_owned(), "1972".to_owned()])]);
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    let limits = Limits::default();
    let code = |bytes: &[u8]| refused(bytes, &ReadOptions::default(), &limits).code;
    assert_eq!(code(b""), "file_empty");
    assert_eq!(code(b"\n\n , \n"), "header_missing");
    assert_eq!(code(b"%PDF-1.7\n"), "file_type_unknown");
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "file_type_unknown");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "file_type_unknown");
    assert_eq!(code(b"PK\x03\x04 but nothing behind it"), "workbook_unreadable");
}

#[test]
fn what_is_too_much_is_refused_with_the_limit() {
    let limits = Limits { rows: 2, columns: 3, cell_chars: 4, ..Limits::default() };
    let code = |text: &str| refused(text.as_bytes(), &ReadOptions::default(), &limits).code;
    assert_eq!(code("a\n1\n2\n3\n"), "too_many_rows");
    assert_eq!(code("a,b,c,d\n"), "too_many_columns");
    assert_eq!(code("a\n12345\n"), "cell_too_long");
    assert!(read_table("a,b,c,,,\n1,2,3,,\n中文四字\n".as_bytes(), &ReadOptions::default(), &limits).is_ok());
}
