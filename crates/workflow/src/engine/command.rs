use std::collections::BTreeMap;

use mortise_model::{Id, Key, Values};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::state::{TaskNo, TokenNo};

/// What somebody wants to happen to an instance.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Submit the record: starts the instance.
    Start {
        /// For which of the initiator's departments; the main one where absent.
        dept: Option<Id>,
        /// Whom the initiator picks, by node.
        picks: BTreeMap<Key, Vec<Id>>,
    },
    /// Approve.
    Approve { task: TaskNo, note: Note, fields: Fields },
    /// Refuse.
    Reject { task: TaskNo, note: Note, fields: Fields },
    /// Report done, at a handler's node or as a delegate.
    Complete { task: TaskNo, note: Note, fields: Fields },
    /// Keep what was filled in, without deciding.
    Save { task: TaskNo, fields: Fields },
    /// Give it back to a node that was passed.
    Return {
        task: TaskNo,
        /// The node.
        target: Key,
        mode: ReturnMode,
        note: Note,
    },
    /// Submit again after a return to the initiator; the mode is that of the return unless given.
    Resubmit { mode: Option<ReturnMode>, note: Note, fields: Fields },
    /// Take it back, by the initiator.
    Withdraw { note: Note },
    /// Take an own approval back, while nobody has decided upon it.
    Recall { task: TaskNo, note: Note },
    /// A task is overdue, by a timer. One that an older opening had started does nothing.
    Due { task: TaskNo, epoch: u32 },
    /// Remind of a task that has a due time, by a timer. One that an older opening had started does nothing.
    Remind { task: TaskNo, epoch: u32 },
    /// Hand a task over for good.
    Transfer { task: TaskNo, to: Id, note: Note },
    /// Ask somebody else first; their answer comes back.
    Delegate { task: TaskNo, to: Id, note: Note },
    /// Add people before, behind or beside oneself.
    AddSign { task: TaskNo, position: SignPosition, users: Vec<Id>, order: SignOrder, note: Note },
    /// Take away somebody who was added.
    RemoveSign { task: TaskNo },
    /// Take a task that several people could do.
    Claim { task: TaskNo },
    /// Give a claimed task back to all who could do it.
    Unclaim { task: TaskNo },
    /// Say something; also when it has ended.
    Comment { note: Note },
    /// Tell more people; also when it has ended.
    Cc { users: Vec<Id>, note: Note },
    /// Remind whoever is asked: at one task, or at all.
    Urge { task: Option<TaskNo> },
    /// End it, by an administrator.
    Terminate { note: Note },
    /// Try again where it waits for an administrator.
    Retry { token: TokenNo },
    /// Give somebody's task to somebody else, by an administrator.
    Reassign { task: TaskNo, to: Id, note: Note },
    /// Let nothing happen for the time being, by an administrator; due times stand still.
    Suspend { note: Note },
    /// Let it go on, by an administrator.
    Resume { note: Note },
}

/// New values of fields, in canonical form: only those that are to change.
pub type Fields = Values;

/// What is said along with an act.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// The comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Attached files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Id>,
    /// The file with the signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Id>,
}

/// How a returned task comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnMode {
    /// Through everything in between again.
    Rewalk,
    /// Straight back to whoever returned it.
    Straight,
}

/// Where people are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignPosition {
    /// They decide first.
    Before,
    /// They decide afterwards.
    After,
    /// They get a seat of their own.
    Parallel,
}

/// How several added people decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOrder {
    /// The first one decides.
    Any,
    /// All must approve.
    #[default]
    All,
    /// One after the other.
    Seq,
}

/// The name of an act, for the record of what closed a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskAct {
    /// Submit.
    Start,
    /// Approve.
    Approve,
    /// Refuse.
    Reject,
    /// Report done.
    Complete,
    /// Keep.
    Save,
    /// Give back.
    Return,
    /// Submit again.
    Resubmit,
    /// Take back.
    Withdraw,
    /// Take an approval back.
    Recall,
    /// Be overdue.
    Due,
    /// Be reminded by a timer.
    Remind,
    /// Hand over.
    Transfer,
    /// Ask somebody first.
    Delegate,
    /// Add people.
    AddSign,
    /// Take added people away.
    RemoveSign,
    /// Take for all.
    Claim,
    /// Give back to all.
    Unclaim,
    /// Comment.
    Comment,
    /// Tell.
    Cc,
    /// Remind.
    Urge,
    /// End.
    Terminate,
    /// Try again.
    Retry,
    /// Give to somebody else.
    Reassign,
    /// Hold up.
    Suspend,
    /// Let go on.
    Resume,
}

impl Command {
    /// The name of the act.
    pub fn act(&self) -> TaskAct {
        match self {
            Self::Start { .. } => TaskAct::Start,
            Self::Approve { .. } => TaskAct::Approve,
            Self::Reject { .. } => TaskAct::Reject,
            Self::Complete { .. } => TaskAct::Complete,
            Self::Save { .. } => TaskAct::Save,
            Self::Return { .. } => TaskAct::Return,
            Self::Resubmit { .. } => TaskAct::Resubmit,
            Self::Withdraw { .. } => TaskAct::Withdraw,
            Self::Recall { .. } => TaskAct::Recall,
            Self::Due { .. } => TaskAct::Due,
            Self::Remind { .. } => TaskAct::Remind,
            Self::Transfer { .. } => TaskAct::Transfer,
            Self::Delegate { .. } => TaskAct::Delegate,
            Self::AddSign { .. } => TaskAct::AddSign,
            Self::RemoveSign { .. } => TaskAct::RemoveSign,
            Self::Claim { .. } => TaskAct::Claim,
            Self::Unclaim { .. } => TaskAct::Unclaim,
            Self::Comment { .. } => TaskAct::Comment,
            Self::Cc { .. } => TaskAct::Cc,
            Self::Urge { .. } => TaskAct::Urge,
            Self::Terminate { .. } => TaskAct::Terminate,
            Self::Retry { .. } => TaskAct::Retry,
            Self::Reassign { .. } => TaskAct::Reassign,
            Self::Suspend { .. } => TaskAct::Suspend,
            Self::Resume { .. } => TaskAct::Resume,
        }
    }
}
