//! Tables for spreadsheets, written row by row to disk: CSV and XLSX.

mod csv;
mod xlsx;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::Result;

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SheetCell {
    /// Nothing.
    Blank,
    /// Text; never a formula, whatever it begins with.
    Text(String),
    /// An exact number, and what stands behind it.
    Number(Decimal, Option<String>),
    /// A day.
    Day(NaiveDate),
    /// A moment on the reader's clock.
    Moment(NaiveDateTime),
}

/// A table that is being written.
pub(crate) trait Sheet: Send {
    /// Adds a row below the others.
    fn row(&mut self, cells: Vec<SheetCell>) -> Result<()>;

    /// The whole file, and how many texts were too long for a cell and had to be cut.
    fn end(self: Box<Self>) -> Result<(std::fs::File, u64)>;
}

/// A table of comma-separated values, in UTF-8 with a byte order mark, so that spreadsheets read its letters.
pub(crate) fn csv(headings: Vec<String>) -> Result<Box<dyn Sheet>> {
    Ok(Box::new(csv::CsvSheet::new(headings)?))
}

/// A table of an Excel workbook.
pub(crate) fn xlsx(name: &str, headings: Vec<String>) -> Result<Box<dyn Sheet>> {
    Ok(Box::new(xlsx::XlsxSheet::new(name, headings)?))
}

/// How many rows a workbook's table has room for beside its headings.
pub(crate) const XLSX_ROWS: u64 = 1_048_575;

#[cfg(test)]
mod tests;
