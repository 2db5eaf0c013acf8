use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
};

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Sheet, SheetCell, csv, xlsx};

fn text(text: &str) -> SheetCell {
    SheetCell::Text(text.to_owned())
}

fn number(digits: &str) -> SheetCell {
    SheetCell::Number(digits.parse().unwrap(), None)
}

fn ended(sheet: Box<dyn Sheet>) -> File {
    let mut file = sheet.end().unwrap().0;
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

fn csv_of(rows: Vec<Vec<SheetCell>>) -> String {
    let mut sheet = csv(vec!["名称".to_owned(), "=heading".to_owned()]).unwrap();
    for row in rows {
        sheet.row(row).unwrap();
    }
    let mut written = String::new();
    ended(sheet).read_to_string(&mut written).unwrap();
    written
}

fn xlsx_of(row: Vec<SheetCell>) -> Vec<Data> {
    let mut sheet = xlsx("合同/2026", vec!["a".to_owned(); row.len()]).unwrap();
    sheet.row(row).unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(BufReader::new(ended(sheet))).unwrap();
    assert_eq!(workbook.sheet_names(), ["合同2026"]);
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    assert!(workbook.worksheet_formula("合同2026").unwrap().is_empty());
    range.rows().nth(1).unwrap().to_vec()
}

#[test]
fn a_csv_begins_with_its_mark_and_keeps_numbers_exact() {
    let big = "1234567890123456789.25".parse::<Decimal>().unwrap();
    let share = SheetCell::Number("12.5".parse().unwrap(), Some("%".to_owned()));
    let written = csv_of(vec![vec![SheetCell::Number(big, None), number("-0.10")], vec![text("a,\"b\""), share]]);
    assert_eq!(written, "\u{feff}名称,'=heading\r\n1234567890123456789.25,-0.10\r\n\"a,\"\"b\"\"\",12.5%\r\n");
}

#[test]
fn no_text_of_a_csv_is_a_formula() {
    let attacks =
        ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "\u{3000}=1", "＝1", "＋1", "－1", "＠a", ";=1", "'=1"];
    for attack in attacks {
        let written = csv_of(vec![vec![text(attack), SheetCell::Blank]]);
        let mut reader = ::csv::Reader::from_reader(written.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[0], format!("'{attack}"), "{attack:?}");
    }
    for harmless in ["合同", "a=b", "1-2", "'", "it's"] {
        assert!(csv_of(vec![vec![text(harmless), SheetCell::Blank]]).contains(harmless));
        assert!(!csv_of(vec![vec![text(harmless), SheetCell::Blank]]).contains(&format!("'{harmless}")), "{harmless}");
    }
}

#[test]
fn a_workbook_keeps_texts_as_texts_and_numbers_exact() {
    let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let row = xlsx_of(vec![
        text("=HYPERLINK(\"http://x\")"),
        number("123456789012.35"),
        number("1234567890123456.25"),
        SheetCell::Day(day),
        SheetCell::Day(NaiveDate::from_ymd_opt(1899, 1, 2).unwrap()),
        SheetCell::Moment(day.and_hms_opt(9, 30, 0).unwrap()),
    ]);
    assert_eq!(row[0], Data::String("=HYPERLINK(\"http://x\")".to_owned()));
    assert_eq!(row[1], Data::Float(123456789012.35));
    assert_eq!(row[2], Data::String("1234567890123456.25".to_owned()));
    assert_eq!(row[4], Data::String("1899-01-02".to_owned()));
    let serial = |data: &Data| if let Data::DateTime(at) = data { at.as_f64() } else { panic!("{data:?}") };
    assert_eq!((serial(&row[3]), serial(&row[5])), (46_174.0, 46_174.0 + 9.5 / 24.0));
}

#[test]
fn a_text_that_is_too_long_for_a_cell_is_cut_and_counted() {
    let mut sheet = xlsx("a", vec!["a".to_owned()]).unwrap();
    sheet.row(vec![text(&"长".repeat(40_000))]).unwrap();
    assert_eq!(sheet.end().unwrap().1, 1);
}
