use std::{collections::HashMap, fs::File, io::BufWriter};

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Sheet, SheetCell};
use crate::{Error, Result};

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The longest name of a sheet.
const LONGEST_NAME: usize = 31;
/// As many digits of a number a spreadsheet keeps; a longer one is written as text.
const DIGITS: usize = 15;
/// The width of a column, in letters.
const WIDTH: f64 = 18.0;

pub(super) struct XlsxSheet {
    workbook: Workbook,
    rows: u32,
    cut: u64,
    day: Format,
    moment: Format,
    /// By what stands behind the number, and by whether it has two places as amounts have.
    numbers: HashMap<(Option<String>, bool), Format>,
}

impl XlsxSheet {
    pub(super) fn new(name: &str, headings: Vec<String>) -> Result<Self> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(Error::internal)?;
        let bold = Format::new().set_bold();
        set_up(sheet, name, headings, &bold).map_err(Error::internal)?;
        Ok(Self {
            workbook,
            rows: 1,
            cut: 0,
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            numbers: HashMap::new(),
        })
    }

    fn cell(&mut self, column: u16, cell: SheetCell) -> Result<(), XlsxError> {
        let row = self.rows;
        let format = match &cell {
            SheetCell::Number(number, unit) => Some(self.number_format(number, unit.clone())),
            _ => None,
        };
        let sheet = self.workbook.worksheet_from_index(0)?;
        match cell {
            SheetCell::Blank => {}
            SheetCell::Text(text) => {
                let (text, was_cut) = fitting(text);
                self.cut += u64::from(was_cut);
                sheet.write_string(row, column, text)?;
            }
            SheetCell::Number(number, unit) => match exact(&number) {
                Some(float) => drop(sheet.write_number_with_format(row, column, float, &format.unwrap_or_default())?),
                None => drop(sheet.write_string(row, column, format!("{number}{}", unit.unwrap_or_default()))?),
            },
            SheetCell::Day(day) => match excel_day(day) {
                Some(date) => drop(sheet.write_datetime_with_format(row, column, date, &self.day)?),
                None => drop(sheet.write_string(row, column, day.to_string())?),
            },
            SheetCell::Moment(moment) => match excel_moment(moment) {
                Some(date) => drop(sheet.write_datetime_with_format(row, column, date, &self.moment)?),
                None => drop(sheet.write_string(row, column, moment.to_string())?),
            },
        }
        Ok(())
    }

    fn number_format(&mut self, number: &Decimal, unit: Option<String>) -> Format {
        let as_amount = number.scale() == 2 && unit.is_none();
        let made = self.numbers.entry((unit, as_amount));
        let (unit, _) = made.key().clone();
        made.or_insert_with(|| {
            let pattern = match unit.filter(|unit| !unit.is_empty()) {
                Some(unit) => format!("General\"{}\"", unit.replace('"', "")),
                None if as_amount => "#,##0.00".to_owned(),
                None => "General".to_owned(),
            };
            Format::new().set_num_format(pattern)
        })
        .clone()
    }
}

impl Sheet for XlsxSheet {
    fn row(&mut self, cells: Vec<SheetCell>) -> Result<()> {
        for (column, cell) in (0..).zip(cells) {
            self.cell(column, cell).map_err(Error::internal)?;
        }
        self.rows += 1;
        Ok(())
    }

    fn end(mut self: Box<Self>) -> Result<(File, u64)> {
        let file = tempfile::tempfile().map_err(Error::internal)?;
        let writer = BufWriter::new(file.try_clone().map_err(Error::internal)?);
        self.workbook.save_to_writer(writer).map_err(Error::internal)?;
        Ok((file, self.cut))
    }
}

fn set_up(sheet: &mut Worksheet, name: &str, headings: Vec<String>, bold: &Format) -> Result<(), XlsxError> {
    let name: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(LONGEST_NAME).collect();
    if !name.trim().is_empty() {
        sheet.set_name(name.trim())?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0..).zip(headings) {
        sheet.set_column_width(column, WIDTH)?;
        sheet.write_string_with_format(0, column, fitting(heading).0, bold)?;
    }
    Ok(())
}

/// The number as a spreadsheet holds it, where it holds it exactly.
fn exact(number: &Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
    if digits <= DIGITS { number.to_string().parse().ok() } else { None }
}

/// Spreadsheets know no day before 1900.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

fn excel_moment(moment: NaiveDateTime) -> Option<ExcelDateTime> {
    let day = excel_day(moment.date())?;
    let (hour, minute) = (u16::try_from(moment.hour()).ok()?, u8::try_from(moment.minute()).ok()?);
    day.and_hms(hour, minute, f64::from(moment.second())).ok()
}

/// A text that fits into a cell, and whether it had to be cut.
fn fitting(text: String) -> (String, bool) {
    if text.encode_utf16().count() <= LONGEST {
        return (text, false);
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= LONGEST
    });
    (kept.collect(), true)
}
