use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use mortise_model::{Issue, Pointer};

use crate::{Limits, csv_file, workbook};

/// The rows of a file under their column names.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The names of the columns, none twice; a column without one has its letters, such as `C`.
    pub columns: Vec<String>,
    /// The rows that are not wholly blank.
    pub rows: Vec<TableRow>,
    /// What the file turned out to be.
    pub format: Format,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its number as a spreadsheet shows it, from 1; the header has one too.
    pub number: u32,
    /// Its cells, as many as there are columns.
    pub cells: Vec<Cell>,
}

/// One cell. Nothing is guessed: only what the file itself marks as a date is one.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, a number as it is written, a truth as `true` or `false`; empty where it is blank.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A moment, where the file was written.
    Moment(NaiveDateTime),
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Values with a sign between them.
    Csv {
        /// The name of the encoding, such as `UTF-8` or `gb18030`.
        encoding: &'static str,
        /// The sign between the values.
        delimiter: char,
    },
    /// A workbook.
    Xlsx {
        /// The sheet that was read.
        sheet: String,
        /// All sheets.
        sheets: Vec<String>,
    },
}

/// What the caller knows better than the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadOptions<'a> {
    /// The encoding of a CSV; absent: found by itself.
    pub encoding: Option<&'a str>,
    /// The sheet of a workbook; absent: the first that is not empty.
    pub sheet: Option<&'a str>,
    /// The number of the row that holds the column names; absent: the first that is not blank.
    pub header_row: Option<u32>,
}

/// Reads a file, CSV or XLSX, whichever its first bytes say.
///
/// The issue lies at the root pointer: `file_empty`, `file_type_unknown`, `encoding_unknown {encoding}`,
/// `encoding_wrong {encoding}`, `csv_malformed`, `workbook_unreadable`, `workbook_too_large {most}`,
/// `sheet_unknown {sheet}`, `header_missing`, `too_many_rows {most}`, `too_many_columns {most}`,
/// `cell_too_long {row, most}`.
pub fn read_table(bytes: &[u8], options: &ReadOptions<'_>, limits: &Limits) -> Result<Table, Issue> {
    if bytes.is_empty() {
        return Err(wrong("file_empty"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes, options, limits);
    }
    // The old binary workbook, PDF, and whatever else is no text.
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") || bytes.starts_with(b"%PDF-") {
        return Err(wrong("file_type_unknown"));
    }
    csv_file::read(bytes, options, limits)
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Whether nothing but spaces stands in it.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// What stands in it; days as `2026-06-01`, moments as `2026-06-01 09:00:00`.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Moment(moment) => Cow::Owned(moment.format("%Y-%m-%d %H:%M:%S").to_string()),
        }
    }
}

/// Collects rows into a table, within limits: the first that is taken holds the column names.
pub(crate) struct Collector<'a> {
    limits: &'a Limits,
    header_row: Option<u32>,
    columns: Option<Vec<String>>,
    rows: Vec<TableRow>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(options: &ReadOptions<'_>, limits: &'a Limits) -> Self {
        Self { limits, header_row: options.header_row, columns: None, rows: Vec::new() }
    }

    /// Takes the next row of the file.
    pub(crate) fn add(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), Issue> {
        while cells.last().is_some_and(Cell::is_blank) {
            cells.pop();
        }
        if cells.is_empty() || self.header_row.is_some_and(|header| number < header) {
            return Ok(());
        }
        if cells.len() > self.limits.columns {
            return Err(wrong("too_many_columns").with("most", self.limits.columns));
        }
        if let Some(long) = cells.iter().find(|cell| cell.shown().chars().count() > self.limits.cell_chars) {
            let start: String = long.shown().chars().take(40).collect();
            let issue = wrong("cell_too_long").with("row", number).with("most", self.limits.cell_chars);
            return Err(issue.with("start", start));
        }
        if self.columns.is_none() {
            self.columns = Some(names(&cells));
            return Ok(());
        }
        if self.rows.len() >= self.limits.rows {
            return Err(wrong("too_many_rows").with("most", self.limits.rows));
        }
        self.rows.push(TableRow { number, cells });
        Ok(())
    }

    /// The table; rows are made as wide as the widest of them.
    pub(crate) fn finish(self, format: Format) -> Result<Table, Issue> {
        let mut columns = self.columns.ok_or_else(|| wrong("header_missing"))?;
        let widest = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        for index in columns.len()..widest {
            columns.push(letters(index));
        }
        let mut rows = self.rows;
        for row in &mut rows {
            row.cells.resize(columns.len(), Cell::text(""));
        }
        Ok(Table { columns, rows, format })
    }
}

/// The names of columns: without one its letters; one that comes again is told apart by a number.
fn names(cells: &[Cell]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let own = cell.shown().split_whitespace().collect::<Vec<_>>().join(" ");
        let own = if own.is_empty() { letters(index) } else { own };
        let mut name = own.clone();
        let mut count = 1;
        while names.contains(&name) {
            count += 1;
            name = format!("{own} ({count})");
        }
        names.push(name);
    }
    names
}

/// What a spreadsheet calls a column: A, B, … Z, AA.
fn letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(index % 26).expect("a remainder of 26 fits")));
        if index < 26 {
            break;
        }
        index = index / 26 - 1;
    }
    letters.iter().rev().collect()
}

pub(crate) fn wrong(code: &str) -> Issue {
    Issue::error(Pointer::root(), code)
}

#[cfg(test)]
mod tests;
