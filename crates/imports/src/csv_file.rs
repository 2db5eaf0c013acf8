//! Values with commas between them, as spreadsheets write them.

use csv::{ReaderBuilder, StringRecord};
use mortise_model::Issue;

use crate::{
    Cell, Format, Limits, ReadOptions, Table, encoding,
    table::{Collector, wrong},
    write::unguarded,
};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

pub(crate) fn read(bytes: &[u8], options: &ReadOptions<'_>, limits: &Limits) -> Result<Table, Issue> {
    let (mut text, encoding) = encoding::decode(bytes, options.encoding)?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let delimiter = delimiter(&text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).expect("the delimiters are ASCII"))
        .from_reader(text.as_bytes());
    let mut collector = Collector::new(options, limits);
    let mut record = StringRecord::new();
    let mut number = 0;
    loop {
        let before = reader.position().line();
        if !reader.read_record(&mut record).map_err(|_| wrong("csv_malformed"))? {
            break;
        }
        // Empty lines are rows of a spreadsheet too; line ends within cells are none.
        let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let passed = reader.position().line() - before;
        number += 1 + passed.saturating_sub(inside as u64 + 1);
        let cells = record.iter().map(|cell| Cell::text(unguarded(cell))).collect();
        collector.add(u32::try_from(number).unwrap_or(u32::MAX), cells)?;
    }
    collector.finish(Format::Csv { encoding, delimiter })
}

/// The sign that stands most often in the first line, outside quotes.
fn delimiter(text: &str) -> char {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut quoted = false;
    for letter in text.trim_start_matches(['\r', '\n']).chars() {
        match letter {
            '"' => quoted = !quoted,
            '\r' | '\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(place) = DELIMITERS.iter().position(|delimiter| *delimiter == letter) {
                    counts[place] += 1;
                }
            }
        }
    }
    // Of several that stand equally often the earlier one is meant.
    let best = (0..counts.len()).rev().max_by_key(|place| counts[*place]).unwrap_or_default();
    DELIMITERS[best]
}

#[cfg(test)]
mod tests;
