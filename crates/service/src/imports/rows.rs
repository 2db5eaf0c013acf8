//! Rows on their way through the door for writing: together where that is possible, else one by one.

use std::collections::{BTreeMap, HashMap};

use mortise_imports::{Blanks, Columns, OnMatch};
use mortise_model::{Id, Issue, Pointer};
use mortise_store::records::{NewRecord, Stored, load_many};
use serde_json::{Map, Value as Json};

use super::{
    chunk::{Ready, Work},
    matching::Identity,
    report::Refusal,
};
use crate::{
    Error, Result, flows,
    records::{Revising, require_at_rest},
    write::{Revision, Terms, Writer, concerns_the_row},
};

/// The place of a row in the table, and what became of it.
pub(super) type Became = (usize, Result<Done, Refusal>);

/// What a row became.
pub(super) enum Done {
    Created(Id),
    Updated,
    Skipped,
}

/// Why a chunk is not written all at once.
pub(super) enum Halt {
    /// Something was asked that depends on the rows before.
    OneByOne,
    Failed(Error),
}

/// What a row wants, after all checks that need no write.
enum Wanted {
    New(Box<NewRecord>),
    Change(Box<Revision>),
    Nothing(Done),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Work<'_> {
    /// Looks at all rows, changes records as it goes, and inserts the new ones together. Nothing that the database
    /// refuses can be told apart here: the caller undoes everything then.
    pub(super) async fn all_at_once(
        &mut self,
        writer: &mut Writer<'_>,
        rows: &[Ready],
        known: &HashMap<Identity, Vec<Id>>,
    ) -> Result<Vec<Became>, Halt> {
        let form = &self.importer.form;
        let mut stored = self.load(writer, rows, known).await?;
        let mut fresh: HashMap<&Identity, [Id; 1]> = HashMap::new();
        let mut pending: Vec<NewRecord> = Vec::new();
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let made = row.identity.as_ref().and_then(|identity| fresh.get(identity));
            if made.is_some() && !pending.is_empty() {
                writer.insert(form, &std::mem::take(&mut pending)).await?;
            }
            let there = row.identity.as_ref().and_then(|identity| known.get(identity));
            let ids = made.map(<[Id; 1]>::as_slice).or(there.map(Vec::as_slice)).unwrap_or_default();
            let loaded = ids.first().and_then(|id| stored.remove(id));
            let wanted = self.look(writer, row, ids, loaded).await;
            if writer.has_asked_of(self.written_with.get_or_insert_with(|| writer.forms_written_with(form))) {
                return Err(Halt::OneByOne);
            }
            let outcome = match wanted {
                Ok(Wanted::New(record)) => {
                    let id = record.id;
                    fresh.extend(row.identity.as_ref().map(|identity| (identity, [id])));
                    pending.push(*record);
                    Ok(Done::Created(id))
                }
                Ok(Wanted::Change(revision)) => {
                    writer.save_revision(form, *revision).await?;
                    Ok(Done::Updated)
                }
                Ok(Wanted::Nothing(done)) => Ok(done),
                Err(error) => Err(error),
            };
            done.push((row.place, refusable(outcome, self.columns)?));
        }
        writer.insert(form, &pending).await?;
        Ok(done)
    }

    /// Writes each row before the next is looked at; one that is refused leaves nothing behind.
    pub(super) async fn row_by_row(
        &mut self,
        writer: &mut Writer<'_>,
        rows: &[Ready],
        mut known: HashMap<Identity, Vec<Id>>,
    ) -> Result<Vec<Became>> {
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let ids = row.identity.as_ref().and_then(|identity| known.get(identity));
            let ids = ids.map(Vec::as_slice).unwrap_or_default();
            let mark = writer.mark().await?;
            let outcome = self.one(writer, row, ids).await;
            match &outcome {
                Ok(_) => writer.keep(mark).await?,
                Err(error) if concerns_the_row(error) => writer.undo(mark).await?,
                Err(_) => {}
            }
            let outcome = refusable(outcome, self.columns)?;
            if let (Ok(Done::Created(id)), Some(identity)) = (&outcome, &row.identity) {
                known.insert(identity.clone(), vec![*id]);
            }
            done.push((row.place, outcome));
        }
        Ok(done)
    }

    async fn one(&mut self, writer: &mut Writer<'_>, row: &Ready, ids: &[Id]) -> Result<Done> {
        let form = &self.importer.form;
        Ok(match self.look(writer, row, ids, None).await? {
            Wanted::New(record) => {
                let id = record.id;
                writer.insert(form, &[*record]).await?;
                if self.spec.flows {
                    flows::start_flow(writer, form, id, BTreeMap::new()).await?;
                }
                Done::Created(id)
            }
            Wanted::Change(revision) => {
                writer.save_revision(form, *revision).await?;
                Done::Updated
            }
            Wanted::Nothing(done) => done,
        })
    }

    /// What a row wants, given the records that it means.
    async fn look(
        &mut self,
        writer: &mut Writer<'_>,
        row: &Ready,
        ids: &[Id],
        loaded: Option<Stored>,
    ) -> Result<Wanted> {
        let id = match ids {
            [] => return Ok(Wanted::New(Box::new(self.prepare(writer, row).await?))),
            _ if self.spec.on_match == OnMatch::Skip => return Ok(Wanted::Nothing(Done::Skipped)),
            [id] => *id,
            several => {
                let issue = Issue::error(Pointer::root(), "match_not_unique").with("count", several.len());
                return Err(Error::Invalid(issue.into()));
            }
        };
        let form = &self.importer.form;
        let stored = match loaded {
            Some(stored) => stored,
            None => writer.load(form, id).await?,
        };
        // While a flow asks people about a record, only they change it.
        if stored.system.flow_state.is_some() {
            require_at_rest(writer, form, id, Revising::Open).await?;
        }
        let sent = match self.spec.blanks {
            Blanks::Keep => filled(&row.sent),
            Blanks::Clear => row.sent.clone(),
        };
        let revision = writer.revise(form, stored, &sent, &self.terms()).await?;
        let same = revision.is_empty();
        Ok(if same { Wanted::Nothing(Done::Updated) } else { Wanted::Change(Box::new(revision)) })
    }

    /// A new record; blank cells leave room for defaults.
    async fn prepare(&mut self, writer: &mut Writer<'_>, row: &Ready) -> Result<NewRecord> {
        let record = writer.prepare(&self.importer.form, &filled(&row.sent), &self.terms()).await?;
        if self.dry_run {
            let shape = self.importer.published()?.shape();
            self.rehearsal.require_unique(&shape, &record)?;
        }
        Ok(record)
    }

    /// The stored records of the rows that mean one, read together.
    async fn load(
        &self,
        writer: &Writer<'_>,
        rows: &[Ready],
        known: &HashMap<Identity, Vec<Id>>,
    ) -> Result<HashMap<Id, Stored>> {
        if self.spec.on_match != OnMatch::Update {
            return Ok(HashMap::new());
        }
        let matched = rows.iter().filter_map(|row| known.get(row.identity.as_ref()?)?.first().copied());
        let ids: Vec<Id> = matched.collect();
        let shape = self.importer.published()?.shape();
        Ok(load_many(writer.tx, &shape, &ids).await?.into_iter().map(|stored| (stored.id, stored)).collect())
    }

    pub(super) fn terms(&self) -> Terms<'_> {
        Terms { permit: &self.importer.permit, hand: self.importer.hand(), confirm: &self.confirm, reason: None }
    }
}

/// What was sent without what is blank.
pub(super) fn filled(sent: &Map<String, Json>) -> Map<String, Json> {
    sent.iter().filter(|(_, raw)| !raw.is_null()).map(|(name, raw)| (name.clone(), raw.clone())).collect()
}

/// An error that concerns the row alone is what becomes of it; any other ends the import.
pub(super) fn refusable(outcome: Result<Done>, columns: &Columns) -> Result<Result<Done, Refusal>> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(error) if concerns_the_row(&error) => Ok(Err(Refusal::of(error, columns))),
        Err(error) => Err(error),
    }
}
