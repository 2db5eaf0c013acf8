//! What one row of a file means.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, TimeZone, Utc};
use encoding_rs::Encoding;
use mortise_expr::{ExprError, Moment, Scope};
use mortise_forms::{Field, NoTitles, PublishedForm, Wording};
use mortise_model::{AppShape, Facts, Issue, Key, Locale, Pointer, Value, Values};
use serde_json::{Map, Value as Json};

use crate::{Cell, Column, Columns, columns::OWN};

/// The values of a row, as far as the file alone can tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowValues {
    /// What a caller would send, by field; blank cells are null. References are not among them.
    pub sent: Map<String, Json>,
    /// The texts that references are to be found by, by the place of the column in the mapping.
    pub links: Vec<(usize, Vec<String>)>,
    /// What is wrong with cells.
    pub issues: Vec<CellIssue>,
}

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellIssue {
    /// The place of the column in the mapping.
    pub column: usize,
    /// What; its pointer is the root.
    pub issue: Issue,
}

/// What stands in a cell, on its way to a field.
enum Found {
    Blank,
    Text(String),
    Value(Value),
}

impl Columns {
    /// What a row means. Codes: `date_unreadable {pattern}`, `expression_failed {reason}`, and those of kinds that
    /// cannot take what an expression gives.
    pub fn read(&self, form: &PublishedForm, app: &AppShape, cells: &[Cell], moment: Moment) -> RowValues {
        let mut row = RowValues::default();
        let mut values = Values::new();
        let wording = Wording { zone: moment.zone, ..Wording::new(Locale::default(), &NoTitles) };
        let shape = form.shape();
        for (place, column) in self.all.iter().enumerate() {
            let Some(field) = form.field(&column.to) else { continue };
            let facts = Facts::new();
            let scope = Scope {
                app,
                form: &shape,
                id: None,
                values: &values,
                system: None,
                row: None,
                facts: &facts,
                moment,
                me: None,
            };
            let cell = column.cell.and_then(|cell| cells.get(cell));
            let known = match column.found(cell, scope).and_then(|found| column.take(field, found, &wording)) {
                Ok(known) => known,
                Err(issue) => {
                    row.issues.push(CellIssue { column: place, issue });
                    continue;
                }
            };
            match known {
                Known::Link(texts) => row.links.push((place, texts)),
                Known::Raw(raw) => {
                    if self.reads_fields {
                        values.insert(column.to.clone(), field.kind.take(&raw, &facts).unwrap_or_default());
                    }
                    row.sent.insert(column.to.to_string(), raw);
                }
            }
        }
        row
    }
}

/// What goes to a field.
enum Known {
    Raw(Json),
    Link(Vec<String>),
}

impl Column {
    /// What the cell says, after the dictionary, the pattern and the expression.
    fn found(&self, cell: Option<&Cell>, scope: Scope<'_>) -> Result<Found, Issue> {
        let found = match cell {
            None => Found::Blank,
            Some(cell) => self.parsed(cell, &scope.moment)?,
        };
        let Some(formula) = &self.formula else { return Ok(found) };
        let own = match found {
            Found::Blank => Value::Null,
            Found::Text(text) => Value::Text(text),
            Found::Value(value) => value,
        };
        let mut values = scope.values.clone();
        values.insert(Key::new(OWN).expect("a word of small letters is a key"), own);
        let value = formula.eval(&Scope { values: &values, ..scope }).map_err(|error| failed(&error))?;
        Ok(match value {
            value if value.is_blank() => Found::Blank,
            Value::Text(text) => Found::Text(text),
            value => Found::Value(value),
        })
    }

    fn parsed(&self, cell: &Cell, moment: &Moment) -> Result<Found, Issue> {
        if cell.is_blank() {
            return Ok(Found::Blank);
        }
        let text = match (cell, &self.date) {
            (Cell::Text(text), _) => self.mended(text),
            // What the file marks as a date needs no pattern.
            (Cell::Day(day), Some(_)) => return Ok(Found::Value(Value::Date(*day))),
            (Cell::Moment(local), Some(_)) => return Ok(Found::Value(instant(*local, moment))),
            (cell, None) => cell.shown(),
        };
        let text = match self.dictionary.get(text.trim()) {
            Some(instead) => Cow::Borrowed(instead.as_str()),
            None => text,
        };
        if text.trim().is_empty() {
            return Ok(Found::Blank);
        }
        match &self.date {
            Some(pattern) => parse_date(text.trim(), pattern, moment)
                .map(Found::Value)
                .ok_or_else(|| issue("date_unreadable").with("pattern", pattern.as_str())),
            None => Ok(Found::Text(text.into_owned())),
        }
    }

    /// The text as it was before somebody read it in the wrong encoding.
    fn mended<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let again = |(was, taken_for): (&'static Encoding, &'static Encoding)| {
            let (bytes, _, impossible) = taken_for.encode(text);
            let (mended, malformed) = was.decode_without_bom_handling(&bytes);
            (!impossible && !malformed).then(|| mended.into_owned())
        };
        match self.misread.filter(|_| !text.is_ascii()).and_then(again) {
            Some(mended) => Cow::Owned(mended),
            None => Cow::Borrowed(text),
        }
    }

    /// What the field is sent.
    fn take(&self, field: &Field, found: Found, wording: &Wording<'_>) -> Result<Known, Issue> {
        let text = match found {
            Found::Blank => return Ok(Known::Raw(Json::Null)),
            Found::Text(text) => text,
            Found::Value(value) => {
                let adopted = field.kind.adopt(value).map_err(|found| Issue { pointer: Pointer::root(), ..found })?;
                return Ok(Known::Raw(adopted.to_json()));
            }
        };
        let raw = field.kind.read_text(&text, wording);
        Ok(match &self.link {
            None => Known::Raw(raw),
            Some(link) if link.many => {
                let several = raw.as_array().into_iter().flatten();
                Known::Link(several.filter_map(Json::as_str).map(str::to_owned).collect())
            }
            Some(_) => Known::Link(vec![text.trim().to_owned()]),
        })
    }
}

/// The day or moment that a text means by a pattern.
fn parse_date(text: &str, pattern: &str, moment: &Moment) -> Option<Value> {
    if let Ok(local) = NaiveDateTime::parse_from_str(text, pattern) {
        return Some(instant(local, moment));
    }
    NaiveDate::parse_from_str(text, pattern).ok().map(Value::Date)
}

fn instant(local: NaiveDateTime, moment: &Moment) -> Value {
    let there = moment.zone.from_local_datetime(&local).single();
    Value::Instant(there.map_or_else(|| local.and_utc(), |there| there.with_timezone(&Utc)))
}

fn failed(error: &ExprError) -> Issue {
    match error {
        ExprError::Need(_) => issue("expression_failed").with("reason", "not_in_a_mapping"),
        ExprError::Failed { code, .. } => issue("expression_failed").with("reason", code.as_str()),
    }
}

fn issue(code: &str) -> Issue {
    Issue::error(Pointer::root(), code)
}

#[cfg(test)]
mod tests;
