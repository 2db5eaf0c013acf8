use mortise_model::{Id, Issue, Key, Severity};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::{Became, End, Mass};

/// How many records that were left a result names.
const MOST_NAMED: usize = 1_000;

/// What came of work on many records.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MassResult {
    /// In which app.
    #[schema(value_type = Option<String>)]
    pub app: Option<Key>,
    /// Whether nothing was kept: it is what would have come of it.
    pub dry_run: bool,
    /// The change set, by which it can be looked at and undone as a whole; absent where nothing has changed.
    #[schema(value_type = Option<String>)]
    pub change_set: Option<Id>,
    /// How many records there were at the beginning.
    pub total: u64,
    /// How many are others now, also those of which only a part is.
    pub done: u64,
    /// How many were as wanted already.
    pub unchanged: u64,
    /// How many were left as they were, in whole or in part.
    pub left: u64,
    /// These, at most 1,000, with the reasons.
    pub left_records: Vec<LeftRecord>,
    /// How many the person may not know of; told to who may know how large the change set is.
    pub unseen: u64,
    /// Where it goes on; absent once it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<String>,
}

/// A record that was left as it was, in whole or in part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LeftRecord {
    /// Its form.
    #[schema(value_type = String)]
    pub form: Key,
    /// Which.
    #[schema(value_type = String)]
    pub record: Id,
    /// How it is called; absent where it does not show to the person.
    pub title: Option<String>,
    /// Whether the rest of it was changed.
    pub partly: bool,
    /// Why.
    pub issues: Vec<LeftIssue>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LeftIssue {
    /// `error`, or `warning` for what the caller may confirm.
    pub severity: String,
    /// Where in the record, such as `/values/amount`.
    pub pointer: String,
    /// Lower snake case, stable.
    pub code: String,
    /// Figures that the message names.
    #[schema(value_type = Object)]
    pub params: Map<String, Json>,
    /// In the language of the person who works.
    pub message: String,
}

impl LeftIssue {
    pub(super) fn of(issue: &Issue, message: String) -> Self {
        let severity = match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        Self {
            severity: severity.to_owned(),
            pointer: issue.pointer.to_string(),
            code: issue.code.clone(),
            params: issue.params.clone(),
            message,
        }
    }
}

impl MassResult {
    /// Before anything is done with so many records.
    pub(super) fn of(app: &Key, total: u64, dry_run: bool) -> Self {
        Self { app: Some(app.clone()), total, dry_run, ..Self::default() }
    }

    /// How many records have been looked at.
    pub(crate) fn handled(&self) -> u64 {
        let partly = self.left_records.iter().filter(|left| left.partly).count() as u64;
        self.done + self.unchanged + self.unseen + self.left.saturating_sub(partly)
    }

    /// Whether everything is as wanted.
    pub(super) fn is_whole(&self) -> bool {
        self.left == 0 && self.unseen == 0
    }

    /// As it is told to the person.
    pub(super) fn told<M: Mass>(self, work: &M) -> Self {
        if work.tells_of_unseen() {
            return self;
        }
        Self { total: self.done + self.unchanged + self.left, unseen: 0, ..self }
    }

    /// How it has ended.
    pub(super) fn end(&self) -> End {
        if self.is_whole() && self.change_set.is_some() { End::Whole } else { End::Partial }
    }

    pub(super) fn count<M: Mass>(&mut self, became: &Became, work: &M) {
        match became {
            Became::Changed | Became::Partly(_) => self.done += 1,
            Became::Unchanged => self.unchanged += 1,
            Became::Left(_) => {}
            Became::Unseen if work.tells_of_unseen() => self.unseen += 1,
            // That there are some must not be lost, how many must not be told.
            Became::Unseen => self.unseen = 1,
        }
        if matches!(became, Became::Left(_) | Became::Partly(_)) {
            self.left += 1;
        }
    }

    pub(super) fn leave(&mut self, record: LeftRecord) {
        if self.left_records.len() < MOST_NAMED {
            self.left_records.push(record);
        }
    }
}
