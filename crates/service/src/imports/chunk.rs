//! Some rows of a file, written in one transaction.
//!
//! First all at once: prepare every row, insert the new records in one statement. Where a row fails that others stand
//! beside, or where what a rule asks depends on the rows before, the chunk is undone and written row by row.

use std::collections::{HashMap, HashSet};

use mortise_imports::{Columns, ConfirmSpec, MappingSpec, OnMatch, RowValues, Table, TableRow};
use mortise_model::{Id, Key};
use mortise_store::WriteTx;
use serde_json::{Map, Value as Json};

use super::{
    importer::Importer,
    links::Links,
    matching::{Identity, Matching},
    rehearsal::Rehearsal,
    report::Refusal,
    rows::{Became, Done, Halt, filled, refusable},
};
use crate::{
    Result,
    events::News,
    write::{Confirm, Part, Writer, concerns_the_row},
};

/// What stays the same for all chunks, and what they learn.
pub(super) struct Work<'a> {
    pub(super) importer: &'a Importer,
    pub(super) spec: &'a MappingSpec,
    pub(super) table: &'a Table,
    pub(super) columns: &'a Columns,
    pub(super) dry_run: bool,
    pub(super) links: Links,
    pub(super) rehearsal: Rehearsal,
    pub(super) confirm: Confirm,
    /// The forms whose records change with those that are written, once that is known.
    pub(super) written_with: Option<HashSet<Key>>,
    /// Whether each record must be written before the next row is looked at.
    one_by_one: bool,
}

/// What became of the rows of a chunk.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) skipped: i64,
    /// The places of refused rows in the table, with the reasons.
    pub(super) refused: Vec<(usize, Refusal)>,
}

/// A row that the file alone has nothing against.
pub(super) struct Ready {
    pub(super) place: usize,
    pub(super) sent: Map<String, Json>,
    pub(super) identity: Option<Identity>,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        importer: &'a Importer,
        spec: &'a MappingSpec,
        (table, columns): (&'a Table, &'a Columns),
        dry_run: bool,
    ) -> Self {
        let confirm = match &spec.confirm {
            Some(ConfirmSpec::All(_)) => Confirm::All,
            Some(ConfirmSpec::Codes(codes)) => Confirm::codes(codes),
            None => Confirm::codes(&[]),
        };
        Self {
            importer,
            spec,
            table,
            columns,
            dry_run,
            links: Links::default(),
            rehearsal: Rehearsal::default(),
            confirm,
            written_with: None,
            // A flow starts at a record that is there.
            one_by_one: spec.flows,
        }
    }

    /// Writes the rows from one place to another; the caller commits.
    pub(super) async fn write(
        &mut self,
        tx: &WriteTx,
        part: Part,
        places: std::ops::Range<usize>,
    ) -> Result<(Outcome, Vec<(Id, News)>)> {
        let importer = self.importer;
        let mut writer =
            Writer::new(&importer.ctx, tx, std::sync::Arc::clone(&importer.model), "import_records").part_of(part);
        if let Some(session) = importer.session() {
            writer = writer.by(&session.identity);
        }
        if !self.spec.rules {
            writer = writer.without_rules();
        }
        let mut outcome = Outcome::default();
        let ready = self.read(&mut writer, places, &mut outcome).await?;
        let known = self.known(&writer, &ready).await?;
        let ready = self.rehearse_again(&mut writer, ready, &known, &mut outcome).await?;
        let done = match self.try_all_at_once(&mut writer, &ready, &known).await? {
            Some(done) => done,
            None => self.row_by_row(&mut writer, &ready, known).await?,
        };
        if self.dry_run {
            let made = ready.into_iter().zip(&done).filter(|(_, (_, done))| matches!(done, Ok(Done::Created(_))));
            self.rehearsal.end_chunk(made.filter_map(|(row, _)| row.identity));
        }
        outcome.add(done);
        outcome.refused.sort_by_key(|(place, _)| *place);
        Ok((outcome, writer.finish().await?))
    }

    /// Writes all rows together, or nothing.
    async fn try_all_at_once(
        &mut self,
        writer: &mut Writer<'_>,
        rows: &[Ready],
        known: &HashMap<Identity, Vec<Id>>,
    ) -> Result<Option<Vec<Became>>> {
        if self.one_by_one {
            return Ok(None);
        }
        let mark = writer.mark().await?;
        match self.all_at_once(writer, rows, known).await {
            Ok(done) => {
                writer.keep(mark).await?;
                return Ok(Some(done));
            }
            Err(Halt::OneByOne) => self.one_by_one = true,
            // One of the records is refused: which one shows when they are written singly.
            Err(Halt::Failed(error)) if concerns_the_row(&error) => {}
            Err(Halt::Failed(error)) => return Err(error),
        }
        writer.undo(mark).await?;
        self.rehearsal.undo_chunk();
        Ok(None)
    }

    /// Reads the rows and finds what their references mean.
    async fn read(
        &mut self,
        writer: &mut Writer<'_>,
        places: std::ops::Range<usize>,
        outcome: &mut Outcome,
    ) -> Result<Vec<Ready>> {
        let importer = self.importer;
        let form = importer.published()?;
        let read = |row: &TableRow| self.columns.read(&form, &importer.model.shape, &row.cells, importer.moment());
        let rows: Vec<(usize, RowValues)> = places.map(|place| (place, read(&self.table.rows[place]))).collect();
        let wanted: Vec<_> = rows
            .iter()
            .filter(|(_, row)| row.issues.is_empty())
            .flat_map(|(_, row)| row.links.iter().cloned())
            .collect();
        self.links.look_up(writer, importer, self.columns, &wanted).await?;
        let matching = Matching::of(self.spec);
        let mut ready = Vec::with_capacity(rows.len());
        for (place, row) in rows {
            let mut refusal = Refusal::default();
            let mut sent = row.sent;
            for issue in row.issues {
                refusal.cell(issue.column, issue.issue);
            }
            self.refer(&mut sent, &row.links, &mut refusal);
            if refusal.is_empty() {
                let identity = matching.as_ref().and_then(|matching| matching.identity(&form, &sent));
                ready.push(Ready { place, sent, identity });
            } else {
                outcome.refused.push((place, refusal));
            }
        }
        Ok(ready)
    }

    /// Puts references in the places of the texts that they were found by.
    fn refer(&self, sent: &mut Map<String, Json>, links: &[(usize, Vec<String>)], refusal: &mut Refusal) {
        for (index, texts) in links {
            let Some(column) = self.columns.iter().nth(*index) else { continue };
            let Some(link) = &column.link else { continue };
            let mut ids = Vec::with_capacity(texts.len());
            for text in texts {
                match self.links.meaning(link, text) {
                    Ok(id) => ids.push(id),
                    Err(issue) => refusal.cell(*index, issue),
                }
            }
            let raw = if link.many { Json::Array(ids) } else { ids.pop().unwrap_or_default() };
            sent.insert(column.to.to_string(), raw);
        }
    }

    /// The records that are there already.
    async fn known(&self, writer: &Writer<'_>, rows: &[Ready]) -> Result<HashMap<Identity, Vec<Id>>> {
        let Some(matching) = Matching::of(self.spec) else { return Ok(HashMap::new()) };
        let sent: Vec<&Map<String, Json>> =
            rows.iter().filter(|row| row.identity.is_some()).map(|row| &row.sent).collect();
        matching.find(writer, self.importer, &sent).await
    }

    /// In a rehearsal nothing stays of earlier chunks: rows that mean a record that one of them would have made are
    /// checked, and counted as what they would have been. The other rows.
    async fn rehearse_again(
        &mut self,
        writer: &mut Writer<'_>,
        rows: Vec<Ready>,
        known: &HashMap<Identity, Vec<Id>>,
        outcome: &mut Outcome,
    ) -> Result<Vec<Ready>> {
        let again = |row: &Ready| {
            let identity = row.identity.as_ref();
            identity.is_some_and(|own| self.rehearsal.identities.contains(own) && !known.contains_key(own))
        };
        let (again, first): (Vec<Ready>, Vec<Ready>) = rows.into_iter().partition(again);
        for row in again {
            if self.spec.on_match == OnMatch::Skip {
                outcome.skipped += 1;
                continue;
            }
            let mark = writer.mark().await?;
            let checked = writer.prepare(&self.importer.form, &filled(&row.sent), &self.terms()).await;
            writer.undo(mark).await?;
            match refusable(checked.map(|_| Done::Updated), self.columns)? {
                Ok(_) => outcome.updated += 1,
                Err(refusal) => outcome.refused.push((row.place, refusal)),
            }
        }
        Ok(first)
    }
}

impl Outcome {
    fn add(&mut self, done: Vec<Became>) {
        for (place, outcome) in done {
            match outcome {
                Ok(Done::Created(_)) => self.created += 1,
                Ok(Done::Updated) => self.updated += 1,
                Ok(Done::Skipped) => self.skipped += 1,
                Err(refusal) => self.refused.push((place, refusal)),
            }
        }
    }
}
