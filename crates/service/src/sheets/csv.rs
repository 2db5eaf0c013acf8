use std::{
    fs::File,
    io::{BufWriter, Write},
};

use super::{Sheet, SheetCell};
use crate::{Error, Result};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// What makes a spreadsheet take a text for a formula, or for the beginning of another cell.
const DANGEROUS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', ';', '＝', '＋', '－', '＠'];

pub(super) struct CsvSheet(::csv::Writer<BufWriter<File>>);

impl CsvSheet {
    pub(super) fn new(headings: Vec<String>) -> Result<Self> {
        let mut file = BufWriter::new(tempfile::tempfile().map_err(Error::internal)?);
        file.write_all(BYTE_ORDER_MARK).map_err(Error::internal)?;
        let mut sheet = Self(::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(file));
        sheet.row(headings.into_iter().map(SheetCell::Text).collect())?;
        Ok(sheet)
    }
}

impl Sheet for CsvSheet {
    fn row(&mut self, cells: Vec<SheetCell>) -> Result<()> {
        self.0.write_record(cells.into_iter().map(written)).map_err(Error::internal)
    }

    fn end(self: Box<Self>) -> Result<(File, u64)> {
        let written = self.0.into_inner().map_err(|error| Error::internal(error.to_string()))?;
        Ok((written.into_inner().map_err(|error| Error::internal(error.to_string()))?, 0))
    }
}

fn written(cell: SheetCell) -> String {
    match cell {
        SheetCell::Blank => String::new(),
        SheetCell::Text(text) => guarded(text),
        SheetCell::Number(number, Some(unit)) if unit == "%" => format!("{number}%"),
        SheetCell::Number(number, _) => number.to_string(),
        SheetCell::Day(day) => day.to_string(),
        SheetCell::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// A text that no spreadsheet takes for a formula: one that could be gets an apostrophe before it. So does a text
/// that looks as if it had got one, so that reading it back is certain.
fn guarded(text: String) -> String {
    let bare = text.trim_start_matches('\'').trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    if bare.starts_with(DANGEROUS) { format!("'{text}") } else { text }
}
