//! What only mass work needs of the door: one change set over several transactions, and rows that may fail alone.

use std::{collections::HashSet, sync::Arc};

use mortise_expr::SystemValues;
use mortise_model::{Id, Key, Question, Values};
use mortise_store::records::Stored;
use serde_json::{Map, Value as Json};

use super::{Terms, Writer, history, prepare};
use crate::{Error, Result};

/// A change set that is written in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Which.
    pub(crate) set: Id,
    /// How many changes it holds so far.
    pub(crate) size: i64,
}

/// How far an act was when something began that may fail.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    changes: usize,
    confirmed: usize,
    news: usize,
    moves: usize,
    notices: usize,
    runs: usize,
}

/// A change of a record that has passed all checks and is not written yet.
#[derive(Debug)]
pub(crate) struct Revision {
    stored: Stored,
    values: Values,
    system: SystemValues,
}

impl Writer<'_> {
    /// The same act as a part of a change set that other transactions have begun, or will.
    #[must_use]
    pub(crate) fn part_of(mut self, part: Part) -> Self {
        self.set = part.set;
        self.part = Some(part);
        self
    }

    /// The same act without the app's rules, before the save and after it.
    #[must_use]
    pub(crate) fn without_rules(mut self) -> Self {
        self.runs_rules = false;
        self.unheard()
    }

    /// Begins something that may fail; [`Writer::keep`] or [`Writer::undo`] ends it.
    pub(crate) async fn mark(&self) -> Result<Mark> {
        self.tx.mark().await?;
        Ok(Mark {
            changes: self.changes.len(),
            confirmed: self.confirmed.len(),
            news: self.news.len(),
            moves: self.moves.len(),
            notices: self.notices.len(),
            runs: self.runs.len(),
        })
    }

    /// Keeps what was done since the mark.
    pub(crate) async fn keep(&self, _: Mark) -> Result<()> {
        Ok(self.tx.keep().await?)
    }

    /// Undoes what was done since the mark: in the database, and in what is told of it.
    pub(crate) async fn undo(&mut self, mark: Mark) -> Result<()> {
        self.tx.undo().await?;
        self.changes.truncate(mark.changes);
        self.confirmed.truncate(mark.confirmed);
        self.news.truncate(mark.news);
        self.moves.truncate(mark.moves);
        self.notices.truncate(mark.notices);
        self.runs.truncate(mark.runs);
        self.wanted.clear();
        self.forget_facts();
        Ok(())
    }

    /// Checks a change of a record as it would be written.
    pub(crate) async fn revise(
        &mut self,
        form: &Key,
        stored: Stored,
        sent: &Map<String, Json>,
        terms: &Terms<'_>,
    ) -> Result<Revision> {
        let published = Arc::clone(self.model.form(form)?);
        let changed = self.normalise(&published, sent, Some(&stored), terms).await?;
        let mut values = stored.values.clone();
        values.extend(changed);
        let mut system = stored.system.clone();
        let draft = prepare::Draft { id: Some(stored.id), before: Some(&stored.values), values, system: &system };
        let values = self.settle(&published, draft, terms).await?;
        self.place(&published, &values, &mut system).await?;
        Ok(Revision { stored, values, system })
    }

    /// Writes a change that was checked.
    pub(crate) async fn save_revision(&mut self, form: &Key, revision: Revision) -> Result<()> {
        let published = Arc::clone(self.model.form(form)?);
        let Revision { stored, values, system } = revision;
        self.save(&published, &stored, values, system).await.map(drop)
    }

    /// Whether something that was asked so far may be answered otherwise once records of the form are written: then
    /// each record must be written before the next is looked at.
    pub(crate) fn has_asked_of(&self, forms: &HashSet<Key>) -> bool {
        self.facts.questions().any(|question| match question {
            Question::Related { form, .. } | Question::Records { form, .. } => forms.contains(form),
            // A path may lead on through other forms, one of which may compute from the one that is written.
            Question::Reach { form, path, .. } => forms.contains(form) || forms.len() > 1 && path.tail().is_some(),
            _ => false,
        })
    }

    /// The forms whose records change when records of a form are written.
    pub(crate) fn forms_written_with(&self, form: &Key) -> HashSet<Key> {
        let mut found = HashSet::from([form.clone()]);
        let mut open = vec![form.clone()];
        while let Some(next) = open.pop() {
            for dependent in self.model.dependents.on(&next) {
                if found.insert(dependent.form.clone()) {
                    open.push(dependent.form.clone());
                }
            }
        }
        found
    }
}

impl Revision {
    /// Whether nothing would change.
    pub(crate) fn is_empty(&self) -> bool {
        self.system == self.stored.system && history::differing(&self.stored.values, self.values.clone()).is_empty()
    }
}

/// Whether an error concerns what was sent, so that another row may fare better; everything else ends the act.
pub(crate) fn concerns_the_row(error: &Error) -> bool {
    match error {
        Error::BadRequest(_)
        | Error::Invalid(_)
        | Error::Confirm(_)
        | Error::Forbidden(_)
        | Error::NotFound(_)
        | Error::Conflict { .. } => true,
        Error::Unauthorized
        | Error::LoginRefused { .. }
        | Error::VersionMissing
        | Error::TooLarge { .. }
        | Error::WrongType
        | Error::Stored(_)
        | Error::Unavailable
        | Error::Internal(_) => false,
    }
}
