use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use serde::{Deserialize, Serialize};

use super::{
    command::{Note, ReturnMode, SignOrder, SignPosition, TaskAct},
    state::{
        BranchStatus, CancelReason, FlowState, Run, RunNo, RunStatus, ScopeNo, SkipReason, Step, Task, TaskNo,
        TaskStatus, TokenNo,
    },
};

/// Something that happened to an instance. Events are only ever added; together they are the state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its number within the instance, without gaps, from 1.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who brought it about; nobody where the product itself did.
    pub by: Option<Id>,
    /// The act of which it is a consequence: the number of that act's first event.
    pub cause: u64,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Happened {
    /// The instance started.
    Started { initiator: Id, dept: Option<Id>, picks: BTreeMap<Key, Vec<Id>> },
    /// Fields were found changed: their new marks; `None` where a field is blank now.
    FormSeen { marks: BTreeMap<Key, Option<String>> },
    /// A token came to a node, a new one or one that was there before.
    TokenEntered { token: TokenNo, scope: Option<ScopeNo>, node: Key },
    /// A token came to the end of its branch, or of the flow.
    TokenDone { token: TokenNo },
    /// A token was given up, with what it waited for.
    TokenCancelled { token: TokenNo, reason: CancelReason },
    /// A token waits again for the fork at this node.
    TokenWaiting { token: TokenNo, node: Key },
    /// A token was laid aside by a straight return from `by`, with the tasks at its node.
    TokenParked { token: TokenNo, by: RunNo },
    /// It was taken up again.
    TokenUnparked { token: TokenNo },
    /// What a token has passed was rewritten, by a return.
    TrailSet { token: TokenNo, trail: Vec<Step> },
    /// A fork opened branches.
    ScopeOpened { scope: ScopeNo, fork: Key, parent: TokenNo, generation: u32, branches: Vec<(Key, TokenNo)> },
    /// A closed fork was opened again for one of its branches; the others stand.
    ScopeReopened { scope: ScopeNo, generation: u32, branch: Key },
    /// A branch came to its end.
    BranchClosed { scope: ScopeNo, branch: Key, status: BranchStatus },
    /// All branches are done.
    ScopeClosed { scope: ScopeNo },
    /// A fork was given up.
    ScopeCancelled { scope: ScopeNo, reason: CancelReason },
    /// A node that asks nobody was passed.
    NodePassed { node: Key },
    /// A condition chose a case.
    CaseTaken { node: Key, case: Key },
    /// A node that waits for people was entered.
    NodeEntered { run: RunNo, visit: Run, why: Vec<String> },
    /// Such a visit ended.
    RunClosed { run: RunNo, status: RunStatus, skip: Option<SkipReason> },
    /// Somebody got a task.
    TaskMade { task: TaskNo, what: Box<Task> },
    /// A task's turn has come.
    TaskOpened { task: TaskNo, due_at: Option<DateTime<Utc>> },
    /// A closed task is open again, because its person took the decision back.
    TaskReopened { task: TaskNo },
    /// A task waits: for those who were added before, or because its turn is over again.
    TaskHeld { task: TaskNo },
    /// A decision, an answer, or the handing on of a task by its holder.
    TaskDecided { task: TaskNo, status: TaskStatus, act: TaskAct, note: Note, to: Option<Id> },
    /// Those who were added before or behind a task have decided for it.
    TaskConfirmed { task: TaskNo, approved: bool },
    /// A task was closed without a decision of its own.
    TaskClosed { task: TaskNo, act: TaskAct, reason: CancelReason },
    /// A task counts as approved.
    TaskSkipped { task: TaskNo, act: TaskAct, reason: SkipReason },
    /// People were added.
    SignAdded { task: TaskNo, position: SignPosition, order: SignOrder, users: Vec<Id>, note: Note },
    /// A person took a task for all who were asked.
    TaskClaimed { task: TaskNo },
    /// It is everybody's again.
    TaskUnclaimed { task: TaskNo },
    /// A person took an own approval back; the task is open again, or asked anew on another visit.
    Recalled { task: TaskNo, note: Note },
    /// It was given back to a node.
    Returned { run: RunNo, target: Key, mode: ReturnMode },
    /// A straight return came back, or could not because the form leads elsewhere now.
    Resumed { run: RunNo, straight: bool },
    /// The initiator submitted again.
    Resubmitted { note: Note },
    /// Fields got values from the flow.
    FieldsSet { token: Option<TokenNo>, node: Option<Key>, fields: Vec<Key> },
    /// People were told.
    Told { node: Option<Key>, people: BTreeSet<Id>, note: Note },
    /// Somebody said something.
    Commented { note: Note },
    /// Somebody was reminded.
    Urged { task: TaskNo },
    /// It waits for an administrator.
    IncidentRaised { token: TokenNo, node: Key, code: String },
    /// It does not any more.
    IncidentCleared { token: TokenNo },
    /// A route led to another node.
    Jumped { node: Key, target: Key },
    /// An administrator suspended it.
    Suspended { note: Note },
    /// An administrator let it go on.
    Continued { note: Note },
    /// It ended.
    Finished { flow_state: FlowState, end: Option<Key>, note: Note },
}
