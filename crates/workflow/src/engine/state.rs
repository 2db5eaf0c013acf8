use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use serde::{Deserialize, Serialize};

use super::command::{SignOrder, SignPosition, TaskAct};

macro_rules! numbers {
    ($($(#[$doc:meta])* $Name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(pub u32);

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )*};
}

numbers! {
    /// A task's number within its instance.
    TaskNo,
    /// A node run's number within its instance.
    RunNo,
    /// A token's number within its instance.
    TokenNo,
    /// A scope's number within its instance.
    ScopeNo,
}

/// Where an instance as a whole stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowState {
    /// Not started.
    #[default]
    Draft,
    /// Under way.
    Running,
    /// Ended well.
    Approved,
    /// Ended with a refusal.
    Rejected,
    /// Taken back by the initiator.
    Withdrawn,
    /// Ended by an administrator.
    Terminated,
}

impl FlowState {
    /// Whether nothing can happen any more but comments.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Draft | Self::Running)
    }

    /// Its text, as the record's `_flow_state` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Terminated => "terminated",
        }
    }
}

/// One instance of a flow: everything that its events add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Where it stands.
    pub flow_state: FlowState,
    /// Whether it is back with the initiator.
    pub revising: bool,
    /// Who started it.
    pub initiator: Option<Id>,
    /// For which of the initiator's departments.
    pub dept: Option<Id>,
    /// Whom the initiator picked, by node.
    pub picks: BTreeMap<Key, Vec<Id>>,
    /// The number of the last event.
    pub seq: u64,
    /// The last number given to a task, run, token or scope.
    pub last_no: u32,
    /// How often the form was seen changed.
    pub form_rev: u32,
    /// By field: a mark of its value and the form revision at which it changed last.
    pub marks: BTreeMap<Key, (String, u32)>,
    /// The branches that forks have opened.
    pub scopes: BTreeMap<ScopeNo, Scope>,
    /// What moves through the flow.
    pub tokens: BTreeMap<TokenNo, Token>,
    /// The visits of nodes that wait for people.
    pub runs: BTreeMap<RunNo, Run>,
    /// What people are asked.
    pub tasks: BTreeMap<TaskNo, Task>,
    /// Where a token has let fields be set: the last number given out by then.
    pub sets: BTreeMap<TokenNo, u32>,
    /// Who was told already.
    pub told: BTreeSet<Id>,
    /// Where it waits for an administrator.
    pub incidents: BTreeMap<TokenNo, Incident>,
    /// The key of the end node that was reached.
    pub end: Option<Key>,
    /// Since when an administrator has suspended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<DateTime<Utc>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it may skip by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The branches that one passage of a fork has opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// The fork.
    pub fork: Key,
    /// The token that waits for it.
    pub parent: TokenNo,
    /// How often the fork was opened so far, this time included.
    pub generation: u32,
    /// Whether it is open.
    pub status: ScopeStatus,
    /// Its branches.
    pub branches: Vec<BranchState>,
}

/// Whether a scope is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeStatus {
    /// A branch is under way.
    Open,
    /// All are done.
    Closed,
    /// It was given up.
    Cancelled,
}

/// One branch of a scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BranchState {
    /// Its name in the fork.
    pub key: Key,
    /// What moves through it.
    pub token: TokenNo,
    /// How far it is.
    pub status: BranchStatus,
}

/// How far a branch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchStatus {
    /// Under way.
    Open,
    /// Done.
    Done,
    /// Done with a refusal.
    Rejected,
    /// Done in an earlier generation, and that stands.
    Kept,
    /// Given up.
    Cancelled,
}

/// What moves through the flow: one for the whole, one more for each open branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The scope whose branch it runs through; nothing for the whole.
    pub scope: Option<ScopeNo>,
    /// The node where it is.
    pub node: Option<Key>,
    /// What it does there.
    pub status: TokenStatus,
    /// The run whose straight return has laid it aside; it waits untouched until that return comes back.
    pub parked_by: Option<RunNo>,
    /// How it came to its node: what was passed and not undone.
    pub trail: Vec<Step>,
}

/// What a token does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenStatus {
    /// It is at its node.
    AtNode,
    /// It waits for the scope that its node has opened.
    WaitingChild,
    /// It has come to the end.
    Done,
    /// It was given up.
    Cancelled,
}

/// Something that a token has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A visit of a node.
    Run(RunNo),
    /// A fork with everything in it.
    Scope(ScopeNo),
}

/// One visit of a node that waits for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The node.
    pub node: Key,
    /// Whose visit it is.
    pub token: TokenNo,
    /// The how-manieth visit of this node.
    pub round: u32,
    /// Why the node was entered.
    pub reason: EntryReason,
    /// How far it is.
    pub status: RunStatus,
    /// Where to go straight back to once this is done.
    pub resume: Option<Resume>,
    /// How many people must approve: per cent of the share, or the number; frozen on entry.
    pub quorum: Option<u32>,
}

/// Why a node was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryReason {
    /// The flow came by.
    Normal,
    /// Somebody gave it back.
    Return,
    /// It came straight back to whom had given it back.
    Resume,
    /// Somebody took an approval back.
    Recall,
    /// An administrator tried again.
    Retry,
    /// A route led there.
    Jump,
}

/// How far a visit of a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// People are being asked.
    Open,
    /// They have approved.
    Passed,
    /// They have refused.
    Rejected,
    /// Somebody gave it back.
    Returned,
    /// It was given up.
    Cancelled,
    /// It passed without anybody being asked.
    Skipped,
}

/// Where to go straight back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resume {
    /// The visit from which it was given back.
    pub run: RunNo,
    /// The trails as they were then.
    pub trails: Vec<(TokenNo, Vec<Step>)>,
}

/// What one person is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The visit of the node that asks.
    pub run: RunNo,
    /// The seat at the node; after a transfer the next task has the same.
    pub seat: u32,
    /// What the seat weighs.
    pub weight: u32,
    /// Who is asked.
    pub assignee: Id,
    /// Who was asked first, before anybody else got the seat.
    pub owner: Id,
    /// Why this person is asked.
    pub origin: Origin,
    /// The task that this one was added before or behind.
    pub parent: Option<TaskNo>,
    /// Who waits for an answer, where this person was only asked first.
    pub delegator: Option<Id>,
    /// How far it is.
    pub status: TaskStatus,
    /// What it was before it was laid aside.
    pub held: Option<TaskStatus>,
    /// When a decision is due.
    pub due_at: Option<DateTime<Utc>>,
    /// How many seconds were left when it was laid aside.
    pub left_s: Option<i64>,
    /// Counts the openings; an older timer means nothing.
    pub epoch: u32,
    /// The added people before or after this task and their order.
    pub added: Option<(SignPosition, SignOrder)>,
    /// Who added it.
    pub added_by: Option<Id>,
    /// When somebody was last urged.
    pub urged_at: Option<DateTime<Utc>>,
    /// The groups of the node that the seat counts for: the numbers of the rules that found its person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<u32>,
    /// Whether a refusal here decides at once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub veto: bool,
    /// Whether its person has taken it for all who were asked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub claimed: bool,
    /// How it was closed.
    pub closed: Option<Closed>,
}

/// Why a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A rule of the node found them.
    Resolved,
    /// The rules found nobody, and the policy for that did.
    Fallback,
    /// They stand in for somebody who is away or has left.
    StandIn,
    /// Somebody handed it over.
    Transfer,
    /// Somebody asked them first.
    Delegate,
    /// They were asked before, and the one asked first has answered.
    Answered,
    /// Somebody added them before, behind or beside.
    AddSign,
    /// They have been asked in an earlier round, and that stands.
    Kept,
    /// The initiator revises.
    Initiator,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskStatus {
    /// Its turn has not come.
    Waiting,
    /// The person is asked.
    Pending,
    /// It is laid aside until a return comes straight back.
    Parked,
    /// Approved, if those added behind approve.
    Approving,
    /// Approved, or reported done.
    Approved,
    /// Refused.
    Rejected,
    /// Given back.
    Returned,
    /// Handed over.
    Transferred,
    /// Somebody else was asked first.
    Delegated,
    /// The delegate has answered the one who asked.
    Answered,
    /// Counts as approved without being asked.
    Skipped,
    /// Given up.
    Cancelled,
}

impl TaskStatus {
    /// Whether something can still come of it.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Pending | Self::Parked | Self::Approving)
    }
}

/// How a task was closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    /// By whom; nobody where the product itself did.
    pub by: Option<Id>,
    /// When.
    pub at: DateTime<Utc>,
    /// By what act.
    pub act: TaskAct,
    /// Why, where it was not the person's own decision.
    pub reason: Option<CloseReason>,
    /// The form revision that the decision was made on.
    pub form_rev: u32,
}

/// Why a task was closed without a decision of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// It counts as approved.
    Skipped(SkipReason),
    /// It was given up.
    Cancelled(CancelReason),
}

/// Why a task counts as approved, or a node as passed, without anybody being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The same person approved at this task.
    Dedup(TaskNo),
    /// The person's approval in the round before stands.
    Kept(TaskNo),
    /// The initiator would be asked.
    Initiator,
    /// Nobody was found, and the policy says so.
    Empty,
    /// The person did not decide in time, and the node goes on without.
    Overdue,
}

/// Why something was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The node was decided without it.
    Settled,
    /// A node before was gone back to.
    RegionReturned,
    /// The node itself was given back.
    Returned,
    /// The instance was refused.
    InstanceRejected,
    /// The instance ended well.
    InstanceApproved,
    /// The initiator took it back.
    Withdrawn,
    /// An administrator ended it.
    Terminated,
    /// Whoever had added it took it away.
    Removed,
    /// The person cannot act any more.
    Inactive,
    /// The task that it was added to is closed.
    ParentClosed,
    /// An administrator tried again.
    Retried,
    /// The approval before was taken back.
    Recalled,
    /// A route led elsewhere.
    Jumped,
}

/// Something that only an administrator can help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The node.
    pub node: Key,
    /// What is wrong.
    pub code: String,
}

impl State {
    /// The tasks of one visit of a node.
    pub fn tasks_of(&self, run: RunNo) -> impl Iterator<Item = (TaskNo, &Task)> {
        self.tasks.iter().filter(move |(_, task)| task.run == run).map(|(no, task)| (*no, task))
    }

    /// The tasks whose people are asked now.
    pub fn pending(&self) -> impl Iterator<Item = (TaskNo, &Task)> {
        self.tasks.iter().filter(|(_, task)| task.status == TaskStatus::Pending).map(|(no, task)| (*no, task))
    }

    /// The node that a task belongs to.
    pub fn node_of(&self, task: TaskNo) -> Option<&Key> {
        self.tasks.get(&task).and_then(|task| self.runs.get(&task.run)).map(|run| &run.node)
    }

    /// Everybody who was part of it: the initiator, whoever was asked, whoever was told.
    pub fn people(&self) -> BTreeSet<Id> {
        let asked = self.tasks.values().flat_map(|task| [task.assignee, task.owner]);
        self.initiator.into_iter().chain(asked).chain(self.told.iter().copied()).collect()
    }

    /// The task of a visit that somebody has claimed for all.
    pub fn claimed(&self, run: RunNo) -> Option<TaskNo> {
        self.tasks_of(run).find(|(_, task)| task.claimed && task.status.is_live()).map(|(no, _)| no)
    }

    /// The open visit of a token's node.
    pub(crate) fn open_run(&self, token: TokenNo) -> Option<RunNo> {
        let open = |(_, run): &(&RunNo, &Run)| run.token == token && run.status == RunStatus::Open;
        self.runs.iter().find(open).map(|(no, _)| *no)
    }

    /// The token that a token's branch belongs to.
    pub(crate) fn parent_token(&self, token: TokenNo) -> Option<TokenNo> {
        let scope = self.tokens[&token].scope?;
        Some(self.scopes[&scope].parent)
    }

    /// The open scopes that a token waits for.
    pub(crate) fn open_scopes(&self, token: TokenNo) -> Vec<ScopeNo> {
        let open = |(_, scope): &(&ScopeNo, &Scope)| scope.parent == token && scope.status == ScopeStatus::Open;
        self.scopes.iter().filter(open).map(|(no, _)| *no).collect()
    }
}

impl Token {
    /// Whether it is still on its way.
    pub fn is_live(&self) -> bool {
        matches!(self.status, TokenStatus::AtNode | TokenStatus::WaitingChild)
    }
}
