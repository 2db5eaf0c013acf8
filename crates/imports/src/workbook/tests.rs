use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime as Written, Format as Look, Formula, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn read_all(bytes: &[u8]) -> Result<Table, Issue> {
    read(bytes, &ReadOptions::default(), &Limits::default())
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().expect("it is small")
}

#[test]
fn cells_are_what_they_show() {
    let day = Look::new().set_num_format("yyyy-mm-dd");
    let bytes = book(|workbook| {
        let sheet = workbook.add_worksheet();
        for (place, name) in (0..).zip(["title", "n", "day", "moment", "sum", "yes"]) {
            sheet.write(0, place, name).unwrap();
        }
        sheet.write(2, 0, 1776).unwrap();
        sheet.write(2, 1, 0.1 + 0.2).unwrap();
        sheet.write_with_format(2, 2, Written::from_ymd(1998, 6, 12).unwrap(), &day).unwrap();
        let moment = Written::from_ymd(2026, 6, 1).unwrap().and_hms(9, 30, 0).unwrap();
        sheet.write_with_format(2, 3, &moment, &day).unwrap();
        sheet.write_formula(2, 4, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(2, 5, true).unwrap();
    });
    let table = read_all(&bytes).expect("it is a workbook");
    assert_eq!(table.rows[0].number, 3);
    let date = NaiveDate::from_ymd_opt(1998, 6, 12).unwrap();
    let moment = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap().and_hms_opt(9, 30, 0).unwrap();
    let expected = [
        Cell::text("1776"),
        Cell::text("0.3"),
        Cell::Day(date),
        Cell::Moment(moment),
        Cell::text("2"),
        Cell::text("true"),
    ];
    assert_eq!(table.rows[0].cells, expected);
}

#[test]
fn the_first_sheet_with_something_in_it_is_read_unless_another_is_named() {
    let bytes = book(|workbook| {
        workbook.add_worksheet().set_name("empty").unwrap();
        workbook.add_worksheet().set_name("影片").unwrap().write(0, 0, "a").unwrap();
        workbook.add_worksheet().set_name("more").unwrap().write(0, 0, "b").unwrap();
    });
    let table = read_all(&bytes).unwrap();
    assert_eq!(table.columns, ["a"]);
    let sheets = ["empty", "影片", "more"].map(str::to_owned).to_vec();
    assert_eq!(table.format, Format::Xlsx { sheet: "影片".to_owned(), sheets });
    let named = |name| read(&bytes, &ReadOptions { sheet: Some(name), ..ReadOptions::default() }, &Limits::default());
    assert_eq!(named("more").unwrap().columns, ["b"]);
    assert_eq!(named("none").unwrap_err().code, "sheet_unknown");
}

#[test]
fn a_cell_far_out_takes_no_memory_and_is_refused() {
    let bytes = book(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "far").unwrap();
    });
    assert_eq!(read_all(&bytes).unwrap_err().code, "too_many_columns");
}

#[test]
fn a_zip_that_unpacks_to_too_much_is_refused_whatever_it_declares() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0u8; 1 << 20];
    for _ in 0..32 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let limits = Limits { unpacked_bytes: 16 << 20, ..Limits::default() };
    assert_eq!(read(&bytes, &ReadOptions::default(), &limits).unwrap_err().code, "workbook_too_large");
    assert_eq!(read_all(&bytes).unwrap_err().code, "workbook_unreadable");
}

#[test]
fn many_entries_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in 0..2_001 {
        zip.start_file(format!("{entry}"), SimpleFileOptions::default()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(read_all(&bytes).unwrap_err().code, "workbook_too_large");
}

#[test]
fn a_zip_of_something_else_and_one_that_is_cut_off_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("app.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"{}").unwrap();
    assert_eq!(read_all(&zip.finish().unwrap().into_inner()).unwrap_err().code, "workbook_unreadable");
    let whole = book(|workbook| {
        workbook.add_worksheet().write(0, 0, "a").unwrap();
    });
    assert_eq!(read_all(&whole[..whole.len() / 2]).unwrap_err().code, "workbook_unreadable");
}
