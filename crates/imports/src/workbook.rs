//! XLSX workbooks: zips, which strangers send.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use mortise_model::Issue;
use zip::ZipArchive;

use crate::{
    Cell, Format, Limits, ReadOptions, Table,
    table::{Collector, wrong},
};

/// How many digits of a number a spreadsheet keeps; what stands behind them is noise of its arithmetic.
const DIGITS: usize = 15;

pub(crate) fn read(bytes: &[u8], options: &ReadOptions<'_>, limits: &Limits) -> Result<Table, Issue> {
    require_small(bytes, limits)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let sheets = workbook.sheet_names();
    if let Some(wanted) = options.sheet {
        if !sheets.iter().any(|sheet| sheet == wanted) {
            return Err(wrong("sheet_unknown").with("sheet", wanted).with("sheets", sheets));
        }
        return sheet(&mut workbook, wanted, options, limits, &sheets);
    }
    let mut last = wrong("header_missing");
    for name in &sheets {
        match sheet(&mut workbook, name, options, limits, &sheets) {
            Err(issue) if issue.code == "header_missing" => last = issue,
            done => return done,
        }
    }
    Err(last)
}

/// Reads one sheet cell by cell: a sheet may claim a size that no memory holds.
fn sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    options: &ReadOptions<'_>,
    limits: &Limits,
    sheets: &[String],
) -> Result<Table, Issue> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    let mut collector = Collector::new(options, limits);
    let (mut row, mut cells): (u32, Vec<Cell>) = (0, Vec::new());
    while let Some(found) = reader.next_cell().map_err(|_| unreadable())? {
        let (at, column) = found.get_position();
        let cell = cell(found.get_value());
        if at != row {
            collector.add(row.saturating_add(1), std::mem::take(&mut cells))?;
            row = at;
        }
        if cell.is_blank() {
            continue;
        }
        let column = column as usize;
        if column >= limits.columns {
            return Err(wrong("too_many_columns").with("most", limits.columns));
        }
        if cells.len() <= column {
            cells.resize(column + 1, Cell::text(""));
        }
        cells[column] = cell;
    }
    collector.add(row.saturating_add(1), cells)?;
    collector.finish(Format::Xlsx { sheet: name.to_owned(), sheets: sheets.to_vec() })
}

fn cell(value: &DataRef<'_>) -> Cell {
    match Data::from(value.clone()) {
        Data::Empty => Cell::text(""),
        Data::String(text) => Cell::Text(text),
        Data::Int(number) => Cell::text(number.to_string()),
        Data::Float(number) => Cell::Text(written(number)),
        Data::Bool(truth) => Cell::text(truth.to_string()),
        Data::DateTime(moment) => date(&moment),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => Cell::Text(text),
        // The cell shows an error: it is kept as its name, so that the row says what is wrong.
        Data::Error(error) => Cell::text(error.to_string()),
    }
}

/// A day, a moment, a time of day; a span of time as its number.
fn date(found: &ExcelDateTime) -> Cell {
    if found.is_duration() {
        return Cell::Text(written(found.as_f64()));
    }
    let (year, month, day, hour, minute, second, _) = found.to_ymd_hms_milli();
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    match (day, time) {
        (_, Some(time)) if found.as_f64() < 1.0 => Cell::text(time.format("%H:%M").to_string()),
        (Some(day), Some(NaiveTime::MIN)) => Cell::Day(day),
        (Some(day), Some(time)) => Cell::Moment(day.and_time(time)),
        _ => Cell::Text(written(found.as_f64())),
    }
}

fn iso(text: String) -> Cell {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Cell::Day(day);
    }
    match text.parse::<NaiveDateTime>() {
        Ok(moment) => Cell::Moment(moment),
        Err(_) => Cell::Text(text),
    }
}

/// A number as people write it: `1776`, `0.1`, never `1776.0` or `1e6`.
fn written(number: f64) -> String {
    let rounded: f64 = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    rounded.to_string()
}

/// Unpacks everything once without keeping it: what the directory of a zip declares is not trusted.
fn require_small(bytes: &[u8], limits: &Limits) -> Result<(), Issue> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > limits.entries {
        return Err(wrong("workbook_too_large").with("most", limits.entries));
    }
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| unreadable())?;
        let mut counted = entry.take(left + 1);
        let size = std::io::copy(&mut counted, &mut std::io::sink()).map_err(|_| unreadable())?;
        if size > left {
            return Err(wrong("workbook_too_large").with("most", limits.unpacked_bytes));
        }
        left -= size;
    }
    Ok(())
}

fn unreadable() -> Issue {
    wrong("workbook_unreadable")
}

#[cfg(test)]
mod tests;
