//! Rows back into files, so that they open in a spreadsheet as what they are: text.

use std::borrow::Cow;

use rust_xlsxwriter::{Workbook, XlsxError};

/// What a cell of a workbook holds at most, as its format says.
const MOST_IN_A_CELL: usize = 32_767;

/// A CSV in UTF-8 with its mark, which spreadsheets need to see. A cell that a spreadsheet would compute gets an
/// apostrophe before it; reading takes it off again.
pub fn write_csv<'a, R>(columns: &[String], rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = Cow<'a, str>>,
{
    let mut writer = csv::WriterBuilder::new().from_writer("\u{feff}".as_bytes().to_vec());
    let mut write = |cells: Vec<String>| writer.write_record(cells).expect("memory takes every row");
    write(columns.iter().map(|name| guarded(name).into_owned()).collect());
    for row in rows {
        write(row.into_iter().map(|cell| guarded(&cell).into_owned()).collect());
    }
    writer.into_inner().expect("memory takes every byte")
}

/// A workbook of one sheet; every cell is text, so that nothing is computed.
pub fn write_xlsx<'a, R>(columns: &[String], rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, XlsxError>
where
    R: IntoIterator<Item = Cow<'a, str>>,
{
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (place, name) in (0..).zip(columns) {
        sheet.write_string(0, place, fitting(name))?;
    }
    for (number, row) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(row) {
            if !cell.is_empty() {
                sheet.write_string(number, place, fitting(&cell))?;
            }
        }
    }
    workbook.save_to_buffer()
}

fn fitting(text: &str) -> &str {
    // The format counts UTF-16, which is never more than the bytes of UTF-8.
    let end = text.floor_char_boundary(MOST_IN_A_CELL);
    &text[..end]
}

/// What makes a spreadsheet take a text for a formula, or for the beginning of another cell.
const DANGEROUS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', ';', '＝', '＋', '－', '＠'];

/// The cell with an apostrophe where a spreadsheet would take it for a formula; plain numbers are none.
fn guarded(cell: &str) -> Cow<'_, str> {
    if is_dangerous(cell) && !is_number(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before it was guarded, here or when records were exported.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_dangerous(rest)).unwrap_or(cell)
}

/// Whether it looks like a formula, or like one that is guarded already.
fn is_dangerous(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'').trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    bare.starts_with(DANGEROUS)
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '%'))
}

#[cfg(test)]
mod tests;
