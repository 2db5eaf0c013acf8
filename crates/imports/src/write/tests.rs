use proptest::prelude::*;

use super::*;
use crate::{Limits, ReadOptions, Table, read_table};

fn read(bytes: &[u8]) -> Table {
    read_table(bytes, &ReadOptions::default(), &Limits::default()).expect("what was written can be read")
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.shown().into_owned()).collect()).collect()
}

fn borrowed(rows: &[Vec<String>]) -> impl Iterator<Item = Vec<Cow<'_, str>>> {
    rows.iter().map(|row| row.iter().map(|cell| Cow::Borrowed(cell.as_str())).collect())
}

/// Rows of three cells, the first of which is never blank, so that no row is.
fn any_rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let first = "[a-zA-Z0-9中文,;\"'=+@\n\t -]{0,8}[x片]";
    let other = "[\\PC\n\t]{0,12}";
    prop::collection::vec((first, other, other).prop_map(|(a, b, c)| vec![a, b, c]), 0..12)
}

proptest! {
    #[test]
    fn rows_come_back_from_a_csv_as_they_were(rows in any_rows()) {
        let columns = ["title", "note", "more"].map(str::to_owned);
        let bytes = write_csv(&columns, borrowed(&rows));
        let again = read(&bytes);
        prop_assert_eq!(&again.columns, &columns);
        // A cell of nothing but spaces at the end of a row is as good as none.
        let trimmed = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
            let plain = |cell: String| if cell.trim().is_empty() { String::new() } else { cell };
            rows.into_iter().map(|row| row.into_iter().map(plain).collect()).collect()
        };
        prop_assert_eq!(trimmed(cells(&again)), trimmed(rows.clone()));
        prop_assert_eq!(write_csv(&columns, borrowed(&cells(&again))).len() <= bytes.len(), true);
    }

    #[test]
    fn no_cell_of_a_csv_is_a_formula(cell in "[=+@'\t -]{0,3}[a-z0-9(]{0,6}") {
        let bytes = write_csv(&["a".to_owned()], [vec![Cow::Borrowed(cell.as_str())]]);
        let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(bytes.as_slice());
        for record in reader.records() {
            let record = record.unwrap();
            let written = record.get(0).unwrap_or_default();
            prop_assert!(!written.starts_with(['=', '+', '@', '\t']) || is_number(written), "{}", written);
        }
    }
}

#[test]
fn rows_come_back_from_a_workbook_as_they_were() {
    let columns = ["片名".to_owned(), "note".to_owned()];
    let rows = vec![vec!["1776".to_owned(), "=1+1".to_owned()], vec!["多行\n文字".to_owned(), String::new()]];
    let table = read(&write_xlsx(&columns, borrowed(&rows)).expect("it is small"));
    assert_eq!(table.columns, columns);
    assert_eq!(cells(&table), rows);
}
