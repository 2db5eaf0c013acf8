use chrono::{DateTime, Utc};
use mortise_expr::{Moment, SystemValues};
use mortise_model::{Actor, AppShape, Facts, FormShape, I18n, Id, Key, Need, Values};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    event::Event,
    state::{FlowState, TaskNo},
};

/// What the engine knows of the world.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// When and where it is.
    pub moment: Moment,
    /// Who acts.
    pub actor: &'a Actor,
    /// In what standing.
    pub standing: Standing,
    /// Whether it is meant, or only tried out.
    pub purpose: Purpose,
    /// The forms of the app.
    pub app: &'a AppShape,
    /// The form of the record.
    pub form: &'a FormShape,
    /// The record; absent while it is new.
    pub record: Option<Id>,
    /// Its values as they are stored, computed ones included, before the command's own fields.
    pub values: &'a Values,
    /// Its system columns, where they are at hand.
    pub system: Option<&'a SystemValues>,
    /// Computes the record anew after fields have changed; where absent, computed values stay.
    pub recompute: Option<&'a Recompute<'a>>,
    /// The answers so far.
    pub facts: &'a Facts,
    /// What lots are drawn by: any number, the same for all attempts at one command.
    pub chance: u64,
}

/// Computes a record's values anew: the same values with their computed ones.
pub type Recompute<'a> = dyn Fn(&Values) -> Result<Values, Need> + 'a;

/// In what standing somebody acts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// As what the instance says they are.
    #[default]
    Ordinary,
    /// As an administrator of the app, who may also end and repair instances.
    Administrator,
}

/// Whether a command is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// It is.
    #[default]
    Real,
    /// It is tried out: required fields, comments, signatures and picks are not asked for.
    Rehearsal,
}

/// What follows from a command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// What happens, in order; to be applied to the state and kept.
    pub events: Vec<Event>,
    /// What is to be done outside, in order, in the same transaction.
    pub effects: Vec<Effect>,
}

/// Something to be done outside the engine. The service has one interpreter for them.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Write these fields of the record. They come in order, and later ones were computed on top of earlier ones.
    SetFields {
        /// The new values.
        values: Values,
        /// By whose right.
        by: SetBy,
    },
    /// Write the record's `_flow_state`, and let rules and other flows know.
    SetFlowState(FlowState),
    /// Tell people.
    Notify {
        /// Whom; nobody in particular means the administrators of the app.
        to: Vec<Id>,
        /// What about.
        kind: NoticeKind,
        /// The task that it is about.
        task: Option<TaskNo>,
        /// The node that it is about.
        node: Option<Key>,
    },
    /// Something is to be done about a task then. Meaningless once its epoch is another.
    StartTimer {
        /// The task.
        task: TaskNo,
        /// Its epoch.
        epoch: u32,
        /// When.
        at: DateTime<Utc>,
        /// What.
        what: Timer,
    },
    /// A node was passed, or the instance ended: rules that wait for that may run.
    RunRules {
        /// The node; the whole instance where absent.
        node: Option<Key>,
        /// How it ended.
        flow_state: FlowState,
    },
}

/// What a timer of a task is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// The task is due: [`crate::Command::Due`].
    Due,
    /// Its person is reminded, by the reminder of this number: [`crate::Command::Remind`].
    Remind(usize),
}

/// By whose right fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetBy {
    /// By the acting person's, at their node; the engine has checked the node's rights.
    Actor,
    /// By the flow's.
    Flow,
}

/// What people are told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// They have a task.
    TaskAssigned,
    /// They should decide soon.
    TaskUrged,
    /// They should decide: it will be due before long.
    TaskDueSoon,
    /// They should have decided by now.
    TaskOverdue,
    /// Their task is not theirs any more.
    TaskCancelled,
    /// The record has come by.
    Cc,
    /// It is back with them, to be changed.
    Returned,
    /// It ended well.
    Approved,
    /// It was refused.
    Rejected,
    /// It was taken back.
    Withdrawn,
    /// An administrator ended it.
    Terminated,
    /// It waits for an administrator.
    Incident,
    /// Somebody commented.
    Commented,
}

/// Why a command gives no decision.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Stop {
    /// Something must be known first.
    #[error(transparent)]
    Need(#[from] Need),
    /// It cannot be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// That a command cannot be done, and why.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("refused: {code}")]
pub struct Refusal {
    /// Why, in lower snake case; stable.
    pub code: &'static str,
    /// What a sentence about it names.
    pub params: Map<String, Json>,
    /// The definition's own sentence.
    pub message: Option<I18n>,
}

/// What kind of refusal it is, for whoever must answer in a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalClass {
    /// This person may not.
    Forbidden,
    /// Not in this state.
    Conflict,
    /// Not with this input.
    Invalid,
}

impl Refusal {
    /// A refusal with this code.
    pub fn new(code: &'static str) -> Self {
        Self { code, params: Map::new(), message: None }
    }

    /// The same with one more figure for its sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The same with the definition's own sentence.
    #[must_use]
    pub fn saying(mut self, message: &I18n) -> Self {
        self.message = Some(message.clone());
        self
    }

    /// What kind of refusal it is.
    pub fn class(&self) -> RefusalClass {
        match self.code {
            "not_suspended" => RefusalClass::Conflict,
            code if code.starts_with("not_") || code == "no_start_right" => RefusalClass::Forbidden,
            "field_required" | "field_readonly" | "field_unknown" | "comment_required" | "signature_required"
            | "pick_required" | "requirement_unmet" | "empty_list" | "user_inactive" | "self" | "dup_assignee"
            | "addsign_dup" => RefusalClass::Invalid,
            _ => RefusalClass::Conflict,
        }
    }
}
