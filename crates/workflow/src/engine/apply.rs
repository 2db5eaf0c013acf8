use chrono::{DateTime, Duration, Utc};

use super::{
    event::{Event, Happened},
    state::{
        BranchState, BranchStatus, CloseReason, Closed, FlowState, Incident, Origin, RunNo, RunStatus, Scope,
        ScopeStatus, State, Step, Task, TaskNo, TaskStatus, Token, TokenNo, TokenStatus,
    },
};
use crate::engine::command::{SignPosition, TaskAct};

impl State {
    /// What the events of an instance add up to.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.apply(event));
        state
    }

    /// Takes one event in. Events must come in their order; one that names what is not there changes nothing.
    pub fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        match &event.what {
            Happened::Started { initiator, dept, picks } => {
                self.flow_state = FlowState::Running;
                self.initiator = Some(*initiator);
                self.dept = *dept;
                self.picks.clone_from(picks);
            }
            Happened::FormSeen { marks } => {
                self.form_rev += 1;
                for (field, mark) in marks {
                    self.marks.insert(field.clone(), (mark.clone().unwrap_or_default(), self.form_rev));
                }
            }
            Happened::TokenEntered { .. }
            | Happened::TokenDone { .. }
            | Happened::TokenCancelled { .. }
            | Happened::TokenWaiting { .. }
            | Happened::TokenParked { .. }
            | Happened::TokenUnparked { .. }
            | Happened::TrailSet { .. } => self.apply_to_token(event),
            Happened::ScopeOpened { .. }
            | Happened::ScopeReopened { .. }
            | Happened::BranchClosed { .. }
            | Happened::ScopeClosed { .. }
            | Happened::ScopeCancelled { .. } => self.apply_to_scope(&event.what),
            Happened::NodeEntered { run, visit, .. } => {
                self.last_no = self.last_no.max(run.0);
                self.runs.insert(*run, visit.clone());
            }
            Happened::RunClosed { run, status, .. } => self.close_run(*run, *status),
            Happened::TaskMade { .. }
            | Happened::TaskOpened { .. }
            | Happened::TaskHeld { .. }
            | Happened::TaskReopened { .. }
            | Happened::TaskDecided { .. }
            | Happened::TaskConfirmed { .. }
            | Happened::TaskClosed { .. }
            | Happened::TaskSkipped { .. }
            | Happened::TaskClaimed { .. }
            | Happened::TaskUnclaimed { .. }
            | Happened::SignAdded { .. }
            | Happened::Urged { .. } => self.apply_to_task(event),
            Happened::Suspended { .. } => {
                self.suspended = Some(event.at);
                self.at_asked_tasks(|task| stop_clock(task, event.at));
            }
            Happened::Continued { .. } => {
                self.suspended = None;
                self.at_asked_tasks(|task| start_clock(task, event.at));
            }
            Happened::Resubmitted { .. } => self.revising = false,
            Happened::Told { people, .. } => self.told.extend(people),
            Happened::IncidentRaised { token, node, code } => {
                self.incidents.insert(*token, Incident { node: node.clone(), code: code.clone() });
            }
            Happened::IncidentCleared { token } => {
                self.incidents.remove(token);
            }
            Happened::Finished { flow_state, end, .. } => {
                self.flow_state = *flow_state;
                self.revising = false;
                self.suspended = None;
                self.end.clone_from(end);
            }
            Happened::FieldsSet { token: Some(token), .. } => {
                self.sets.insert(*token, self.last_no);
            }
            Happened::NodePassed { .. }
            | Happened::Jumped { .. }
            | Happened::Recalled { .. }
            | Happened::CaseTaken { .. }
            | Happened::Returned { .. }
            | Happened::Resumed { .. }
            | Happened::FieldsSet { .. }
            | Happened::Commented { .. } => {}
        }
    }

    fn apply_to_token(&mut self, event: &Event) {
        match &event.what {
            Happened::TokenEntered { token, scope, node } => {
                self.last_no = self.last_no.max(token.0);
                let entered = self.tokens.entry(*token).or_insert_with(|| new_token(*scope));
                entered.node = Some(node.clone());
                entered.status = TokenStatus::AtNode;
            }
            Happened::TokenDone { token } => self.end_token(*token, TokenStatus::Done),
            Happened::TokenCancelled { token, .. } => self.end_token(*token, TokenStatus::Cancelled),
            Happened::TokenWaiting { token, node } => {
                if let Some(token) = self.tokens.get_mut(token) {
                    token.status = TokenStatus::WaitingChild;
                    token.node = Some(node.clone());
                }
            }
            Happened::TokenParked { token, by } => {
                self.set_parked(*token, Some(*by));
                self.at_open_tasks(*token, |task| park(task, event.at));
            }
            Happened::TokenUnparked { token } => {
                self.set_parked(*token, None);
                self.at_open_tasks(*token, |task| unpark(task, event.at));
            }
            Happened::TrailSet { token, trail } => {
                if let Some(token) = self.tokens.get_mut(token) {
                    token.trail.clone_from(trail);
                }
            }
            _ => {}
        }
    }

    fn end_token(&mut self, token: TokenNo, status: TokenStatus) {
        self.incidents.remove(&token);
        if let Some(token) = self.tokens.get_mut(&token) {
            token.status = status;
            token.node = None;
            token.parked_by = None;
        }
    }

    fn set_parked(&mut self, token: TokenNo, by: Option<RunNo>) {
        if let Some(token) = self.tokens.get_mut(&token) {
            token.parked_by = by;
        }
    }

    fn at_open_tasks(&mut self, token: TokenNo, change: impl Fn(&mut Task)) {
        if let Some(run) = self.open_run(token) {
            self.tasks.values_mut().filter(|task| task.run == run).for_each(change);
        }
    }

    fn at_asked_tasks(&mut self, change: impl Fn(&mut Task)) {
        self.tasks.values_mut().filter(|task| task.status == TaskStatus::Pending).for_each(change);
    }

    fn apply_to_scope(&mut self, what: &Happened) {
        match what {
            Happened::ScopeOpened { scope, fork, parent, generation, branches } => {
                self.last_no = branches.iter().map(|(_, token)| token.0).fold(self.last_no.max(scope.0), u32::max);
                for (_, token) in branches {
                    self.tokens.insert(*token, new_token(Some(*scope)));
                }
                let open = |(key, token): &(mortise_model::Key, TokenNo)| BranchState {
                    key: key.clone(),
                    token: *token,
                    status: BranchStatus::Open,
                };
                let opened = Scope {
                    fork: fork.clone(),
                    parent: *parent,
                    generation: *generation,
                    status: ScopeStatus::Open,
                    branches: branches.iter().map(open).collect(),
                };
                self.set_token_status(*parent, TokenStatus::WaitingChild);
                self.scopes.insert(*scope, opened);
            }
            Happened::ScopeReopened { scope, generation, branch } => self.reopen_scope(*scope, *generation, branch),
            Happened::BranchClosed { scope, branch, status } => {
                let branches = self.scopes.get_mut(scope).map(|scope| scope.branches.iter_mut());
                if let Some(found) = branches.into_iter().flatten().find(|found| found.key == *branch) {
                    found.status = *status;
                }
            }
            Happened::ScopeClosed { scope } => {
                if let Some(closed) = self.scopes.get_mut(scope) {
                    closed.status = ScopeStatus::Closed;
                    let parent = closed.parent;
                    self.set_token_status(parent, TokenStatus::AtNode);
                    self.push_trail(parent, Step::Scope(*scope));
                }
            }
            Happened::ScopeCancelled { scope, .. } => {
                if let Some(cancelled) = self.scopes.get_mut(scope) {
                    cancelled.status = ScopeStatus::Cancelled;
                    let open = |branch: &&mut BranchState| branch.status == BranchStatus::Open;
                    cancelled.branches.iter_mut().filter(open).for_each(|b| b.status = BranchStatus::Cancelled);
                }
            }
            _ => {}
        }
    }

    fn reopen_scope(&mut self, scope: super::state::ScopeNo, generation: u32, branch: &str) {
        let Some(reopened) = self.scopes.get_mut(&scope) else { return };
        reopened.status = ScopeStatus::Open;
        reopened.generation = generation;
        let mut live = None;
        for found in &mut reopened.branches {
            if found.key == *branch {
                found.status = BranchStatus::Open;
                live = Some(found.token);
            } else if found.status == BranchStatus::Done {
                found.status = BranchStatus::Kept;
            }
        }
        let parent = reopened.parent;
        self.set_token_status(parent, TokenStatus::WaitingChild);
        if let Some(token) = live {
            self.set_token_status(token, TokenStatus::AtNode);
        }
    }

    fn set_token_status(&mut self, token: TokenNo, status: TokenStatus) {
        if let Some(token) = self.tokens.get_mut(&token) {
            token.status = status;
        }
    }

    fn push_trail(&mut self, token: TokenNo, step: Step) {
        if let Some(token) = self.tokens.get_mut(&token) {
            token.trail.push(step);
        }
    }

    fn close_run(&mut self, run: RunNo, status: RunStatus) {
        let Some(closed) = self.runs.get_mut(&run) else { return };
        closed.status = status;
        let token = closed.token;
        if matches!(status, RunStatus::Passed | RunStatus::Skipped) {
            self.push_trail(token, Step::Run(run));
        }
    }

    fn apply_to_task(&mut self, event: &Event) {
        if let Happened::TaskMade { task, what } = &event.what {
            self.last_no = self.last_no.max(task.0);
            self.revising |= what.origin == Origin::Initiator;
            self.tasks.insert(*task, (**what).clone());
            return;
        }
        let form_rev = self.form_rev;
        let Some(task) = task_of(&event.what).and_then(|no| self.tasks.get_mut(&no)) else { return };
        let close = |task: &mut Task, status, act, reason| {
            task.status = status;
            task.closed = Some(Closed { by: event.by, at: event.at, act, reason, form_rev });
        };
        match &event.what {
            Happened::TaskOpened { due_at, .. } => {
                task.status = TaskStatus::Pending;
                task.due_at = *due_at;
                task.epoch += 1;
            }
            Happened::TaskHeld { .. } => task.status = TaskStatus::Waiting,
            Happened::TaskReopened { .. } => {
                task.status = TaskStatus::Pending;
                task.closed = None;
                task.epoch += 1;
            }
            Happened::TaskDecided { status: TaskStatus::Approving, .. } => task.status = TaskStatus::Approving,
            Happened::TaskDecided { status, act, .. } => close(task, *status, *act, None),
            Happened::TaskConfirmed { approved, .. } => {
                let (status, act) = match approved {
                    true => (TaskStatus::Approved, TaskAct::Approve),
                    false => (TaskStatus::Rejected, TaskAct::Reject),
                };
                close(task, status, act, None);
            }
            Happened::TaskClosed { act, reason, .. } => {
                close(task, TaskStatus::Cancelled, *act, Some(CloseReason::Cancelled(*reason)));
            }
            Happened::TaskSkipped { act, reason, .. } => {
                close(task, TaskStatus::Skipped, *act, Some(CloseReason::Skipped(*reason)));
            }
            Happened::SignAdded { position, order, .. } if *position != SignPosition::Parallel => {
                task.added = Some((*position, *order));
            }
            Happened::Urged { .. } => task.urged_at = Some(event.at),
            Happened::TaskClaimed { .. } => task.claimed = true,
            Happened::TaskUnclaimed { .. } => task.claimed = false,
            _ => {}
        }
    }
}

fn task_of(what: &Happened) -> Option<TaskNo> {
    match what {
        Happened::TaskOpened { task, .. }
        | Happened::TaskHeld { task }
        | Happened::TaskReopened { task }
        | Happened::TaskDecided { task, .. }
        | Happened::TaskConfirmed { task, .. }
        | Happened::TaskClosed { task, .. }
        | Happened::TaskSkipped { task, .. }
        | Happened::SignAdded { task, .. }
        | Happened::TaskClaimed { task }
        | Happened::TaskUnclaimed { task }
        | Happened::Urged { task } => Some(*task),
        _ => None,
    }
}

fn new_token(scope: Option<super::state::ScopeNo>) -> Token {
    Token { scope, node: None, status: TokenStatus::AtNode, parked_by: None, trail: Vec::new() }
}

/// Lays a live task aside and keeps how much time was left.
fn park(task: &mut Task, at: DateTime<Utc>) {
    if task.status.is_live() && task.status != TaskStatus::Parked {
        task.held = Some(task.status);
        task.status = TaskStatus::Parked;
        stop_clock(task, at);
    }
}

fn unpark(task: &mut Task, at: DateTime<Utc>) {
    if let (TaskStatus::Parked, Some(held)) = (task.status, task.held.take()) {
        task.status = held;
        start_clock(task, at);
    }
}

/// Lets the time until a task is due stand still; a timer that runs means nothing any more.
fn stop_clock(task: &mut Task, at: DateTime<Utc>) {
    task.left_s = task.due_at.map(|due| (due - at).num_seconds());
    task.epoch += 1;
}

fn start_clock(task: &mut Task, at: DateTime<Utc>) {
    task.due_at = task.left_s.take().map(|left| at + Duration::seconds(left));
    task.epoch += 1;
}
