use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use mortise_model::{Id, Question};

use super::{
    command::SignPosition,
    decide::Engine,
    env::{Effect, NoticeKind, Stop},
    event::Happened,
    moving::{Again, Entry, Work},
    state::{
        CancelReason, CloseReason, EntryReason, FlowState, Origin, Run, RunNo, RunStatus, SkipReason, Task, TaskNo,
        TaskStatus, TokenNo,
    },
    tally::{Quorum, Seat, Verdict, Vote, tally},
};
use crate::{
    assignees::{Auto, Found, FoundSeat},
    definition::{BackTo, Mode, NodeIx, Number, OnReject, TaskSettings},
    engine::{command::ReturnMode, env::Refusal},
};

/// More visits of one node than this are a loop.
const MAX_ROUNDS: u32 = 50;

impl Engine<'_> {
    /// Enters a node that waits for people: finds them, makes their tasks, and sees whether it is decided already.
    pub(crate) fn ask_people(
        &mut self,
        token: TokenNo,
        ix: NodeIx,
        task: &TaskSettings,
        entry: Entry,
    ) -> Result<(), Stop> {
        let round = self.next_round(ix);
        if round > MAX_ROUNDS {
            self.incident(token, ix, "loop");
            return Ok(());
        }
        let mut found = match entry.again {
            Some(again) => self.ask_again(again, ix, task)?,
            None => self.find_seats(ix, token, task, round)?,
        };
        let quorum = self.quorum(&task.mode)?;
        if found.auto.is_none() && too_few(task, quorum.unwrap_or(0), &found.seats) {
            found.auto = Some(Auto::Incident("too_few_people"));
        }
        let (run, back) = (RunNo(self.next_no()), found.auto);
        let visit = Run {
            node: self.plan.at(ix).key.clone(),
            token,
            round,
            reason: entry.reason,
            status: RunStatus::Open,
            resume: entry.resume,
            quorum,
        };
        self.emit(Happened::NodeEntered { run, visit, why: found.why });
        match back {
            Some(Auto::Pass(reason)) => self.pass(run, RunStatus::Skipped, Some(reason)),
            Some(Auto::Reject) => self.refuse(run),
            Some(Auto::Incident(code)) => {
                self.incident(token, ix, code);
                Ok(())
            }
            None => {
                for (number, seat) in found.seats.into_iter().enumerate() {
                    self.make_seat(run, number as u32 + 1, seat);
                }
                self.settle(run)
            }
        }
    }

    /// Enters the initiator's node: passed at once on submission, waited at after a return.
    pub(crate) fn ask_initiator(&mut self, token: TokenNo, ix: NodeIx, entry: Entry) -> Result<(), Stop> {
        let (run, round) = (RunNo(self.next_no()), self.next_round(ix));
        if round > MAX_ROUNDS {
            self.incident(token, ix, "loop");
            return Ok(());
        }
        let first = entry.reason == EntryReason::Normal;
        let visit = Run {
            node: self.plan.at(ix).key.clone(),
            token,
            round,
            reason: entry.reason,
            status: RunStatus::Open,
            resume: entry.resume,
            quorum: None,
        };
        self.emit(Happened::NodeEntered { run, visit, why: Vec::new() });
        if first {
            return self.pass(run, RunStatus::Passed, None);
        }
        let initiator = self.state.initiator.expect("an instance under way has an initiator");
        self.set_on(crate::definition::Moment::Returned)?;
        let seat = FoundSeat::new(initiator, Origin::Initiator);
        let task = self.make_seat(run, 1, seat);
        self.emit(Happened::TaskOpened { task, due_at: None });
        let node = Some(self.plan.at(ix).key.clone());
        self.effect(Effect::Notify { to: vec![initiator], kind: NoticeKind::Returned, task: Some(task), node });
        Ok(())
    }

    fn next_round(&self, ix: NodeIx) -> u32 {
        let key = &self.plan.at(ix).key;
        self.state.runs.values().filter(|run| run.node == *key).map(|run| run.round).max().unwrap_or(0) + 1
    }

    fn quorum(&self, mode: &Mode) -> Result<Option<u32>, Stop> {
        let (number, most) = match mode {
            Mode::Ratio(ratio) => (&ratio.percent, 100),
            Mode::Count(count) => (&count.at_least, u32::MAX),
            Mode::PerGroup(group) => (&group.at_least, u32::MAX),
            Mode::All(_) | Mode::Any(_) | Mode::Seq(_) | Mode::One(_) | Mode::Pool(_) | Mode::Random(_) => {
                return Ok(None);
            }
        };
        let value = match number {
            Number::Literal(number) => *number,
            Number::Param(param) => {
                let value = self.env.facts.value(Question::Param(param.clone()))?.as_decimal();
                // A parameter that is no number asks for everybody rather than for nobody.
                value.and_then(|number| u32::try_from(number.ceil()).ok()).unwrap_or(most)
            }
        };
        Ok(Some(value.clamp(1, most)))
    }

    pub(crate) fn make_seat(&mut self, run: RunNo, seat: u32, found: FoundSeat) -> TaskNo {
        let task = TaskNo(self.next_no());
        let what = Task {
            run,
            seat,
            weight: found.weight,
            assignee: found.assignee,
            owner: found.owner,
            origin: found.origin,
            parent: None,
            delegator: None,
            status: TaskStatus::Waiting,
            held: None,
            due_at: None,
            left_s: None,
            epoch: 0,
            added: None,
            added_by: None,
            urged_at: None,
            groups: found.groups,
            veto: found.veto,
            claimed: false,
            closed: None,
        };
        self.emit(Happened::TaskMade { task, what: Box::new(what) });
        if let Some(reason) = found.skip {
            self.emit(Happened::TaskSkipped { task, act: self.act, reason });
        }
        task
    }

    /// The tasks that hold the seats of a visit by now, in order, without seats that were taken away.
    pub(crate) fn seats(&self, run: RunNo) -> Vec<TaskNo> {
        let mut seats = BTreeMap::new();
        for (no, task) in self.state.tasks_of(run).filter(|(_, task)| task.parent.is_none()) {
            seats.insert(task.seat, no);
        }
        seats.into_values().filter(|no| self.state.tasks[no].status != TaskStatus::Cancelled).collect()
    }

    pub(crate) fn vote(&self, task: TaskNo) -> Vote {
        match self.state.tasks[&task].status {
            TaskStatus::Approved | TaskStatus::Skipped => Vote::Approved,
            TaskStatus::Rejected => Vote::Rejected,
            _ => Vote::Open,
        }
    }

    /// Sees how a visit stands after anything about it has changed.
    pub(crate) fn settle(&mut self, run: RunNo) -> Result<(), Stop> {
        if self.state.runs[&run].status != RunStatus::Open {
            return Ok(());
        }
        let ix = self.ix_of(run);
        let plan = self.plan;
        let Some(settings) = plan.at(ix).task_settings() else { return Ok(()) };
        let seats = self.seats(run);
        if seats.is_empty() {
            let token = self.state.runs[&run].token;
            self.incident(token, ix, "orphan_assignee");
            return Ok(());
        }
        let seat = |no: &TaskNo| {
            let Task { weight, groups, veto, .. } = &self.state.tasks[no];
            Seat { weight: *weight, vote: self.vote(*no), groups, veto: *veto }
        };
        let views: Vec<Seat<'_>> = seats.iter().map(seat).collect();
        let needed = self.state.runs[&run].quorum.unwrap_or(0);
        let quorum = Quorum { needed, groups: settings.assignees.len() as u32 };
        match tally(&settings.mode, quorum, &views) {
            Verdict::Pass => self.pass(run, RunStatus::Passed, None),
            Verdict::Reject => self.refuse(run),
            Verdict::Open => self.open_next(run, settings, &seats),
        }
    }

    /// Opens the tasks whose turn it is.
    fn open_next(&mut self, run: RunNo, settings: &TaskSettings, seats: &[TaskNo]) -> Result<(), Stop> {
        let in_turn = settings.mode.in_turn();
        // While somebody has taken it for all, the others wait for it to be given back.
        let claimed = self.state.claimed(run);
        for task in seats.iter().filter(|task| claimed.is_none_or(|claimed| claimed == **task)) {
            let status = self.state.tasks[task].status;
            if status == TaskStatus::Waiting && !self.waits_for_added(*task) {
                if in_turn && !self.still_active(*task)? {
                    self.emit(Happened::TaskClosed { task: *task, act: self.act, reason: CancelReason::Inactive });
                    return self.settle(run);
                }
                self.open_task(*task)?;
            }
            if in_turn && self.vote(*task) == Vote::Open {
                break;
            }
        }
        Ok(())
    }

    /// Whether a person whose turn comes can still act; asked only where somebody was asked before.
    fn still_active(&self, task: TaskNo) -> Result<bool, Stop> {
        if self.state.tasks[&task].seat == 1 {
            return Ok(true);
        }
        Ok(self.person(self.state.tasks[&task].assignee)?.is_some_and(|person| person.active))
    }

    fn waits_for_added(&self, task: TaskNo) -> bool {
        self.state.tasks[&task].added.is_some_and(|(position, _)| position == SignPosition::Before)
            && self.state.tasks.values().any(|child| child.parent == Some(task) && child.status.is_live())
    }

    /// Asks the person of a task now.
    pub(crate) fn open_task(&mut self, task: TaskNo) -> Result<(), Stop> {
        let due_at = match self.state.tasks[&task].due_at {
            Some(due) => Some(due),
            None => self.due_at_node(task)?,
        };
        self.ask_now(task, due_at);
        Ok(())
    }

    pub(crate) fn ask_now(&mut self, task: TaskNo, due_at: Option<DateTime<Utc>>) {
        self.emit(Happened::TaskOpened { task, due_at });
        self.start_timers(task);
        let opened = &self.state.tasks[&task];
        let effect = Effect::Notify {
            to: vec![opened.assignee],
            kind: NoticeKind::TaskAssigned,
            task: Some(task),
            node: self.state.node_of(task).cloned(),
        };
        self.effect(effect);
    }

    /// Ends a visit well and goes on, or straight back where it was returned from.
    pub(crate) fn pass(&mut self, run: RunNo, status: RunStatus, skip: Option<SkipReason>) -> Result<(), Stop> {
        self.close_tasks(run, CancelReason::Settled);
        self.emit(Happened::RunClosed { run, status, skip });
        let node = Some(self.state.runs[&run].node.clone());
        self.effect(Effect::RunRules { node, flow_state: FlowState::Running });
        if self.state.runs[&run].resume.is_some() {
            return self.go_back(run);
        }
        self.advance(self.state.runs[&run].token, self.ix_of(run));
        Ok(())
    }

    /// Ends a visit with a refusal and goes where that leads.
    pub(crate) fn refuse(&mut self, run: RunNo) -> Result<(), Stop> {
        let ix = self.ix_of(run);
        let plan = self.plan;
        let on_reject = plan.at(ix).task_settings().map_or(&OnReject::End, |settings| &settings.on_reject);
        let token = self.state.runs[&run].token;
        let target = match on_reject {
            OnReject::End => None,
            OnReject::Branch if self.state.tokens[&token].scope.is_some() => {
                self.close_tasks(run, CancelReason::Settled);
                self.emit(Happened::RunClosed { run, status: RunStatus::Rejected, skip: None });
                self.queue.push_back(Work::End(token, super::state::BranchStatus::Rejected));
                return Ok(());
            }
            OnReject::Branch => None,
            OnReject::ReturnPrev => self.previous_node(token),
            OnReject::ReturnStart => Some(0),
            OnReject::ReturnNode(node) => self.plan.ix(node),
        };
        match target.filter(|target| self.find_visited(token, *target).is_some()) {
            Some(target) => self.send_back(run, target, ReturnMode::Rewalk, RunStatus::Rejected),
            None => {
                self.close_tasks(run, CancelReason::Settled);
                self.emit(Happened::RunClosed { run, status: RunStatus::Rejected, skip: None });
                self.finish(FlowState::Rejected, None, &Default::default())
            }
        }
    }

    /// Gives up the tasks of a visit that are still live.
    pub(crate) fn close_tasks(&mut self, run: RunNo, reason: CancelReason) {
        let live = self.state.tasks_of(run).filter(|(_, task)| task.status.is_live());
        let live: Vec<(TaskNo, Id, bool)> =
            live.map(|(no, task)| (no, task.assignee, task.status == TaskStatus::Pending)).collect();
        for (task, assignee, asked) in live {
            self.emit(Happened::TaskClosed { task, act: self.act, reason });
            if asked && Some(assignee) != self.actor() {
                let node = self.state.node_of(task).cloned();
                self.effect(Effect::Notify {
                    to: vec![assignee],
                    kind: NoticeKind::TaskCancelled,
                    task: Some(task),
                    node,
                });
            }
        }
    }

    pub(crate) fn ix_of(&self, run: RunNo) -> NodeIx {
        self.plan.ix(&self.state.runs[&run].node).expect("a visit's node is a node of its plan")
    }

    /// The people of an earlier visit once more. Who had approved keeps the approval while what they
    /// saw is unchanged; the returner, whoever had not decided, and all others are asked again.
    fn ask_again(&mut self, again: Again, ix: NodeIx, settings: &TaskSettings) -> Result<Found, Stop> {
        let run = again.run;
        let seats = self.last_seats(run);
        let people: Vec<Id> = seats.iter().map(|(_, task)| task.delegator.unwrap_or(task.assignee)).collect();
        let active = self.people(&people)?;
        let mut found = Found { seats: Vec::new(), auto: None, why: vec!["again".to_owned()] };
        for ((no, task), person) in seats.into_iter().zip(people) {
            let can_act = active.iter().any(|other| other.id == person && other.active);
            if !can_act || found.seats.iter().any(|seat| seat.assignee == person) {
                continue;
            }
            let mut seat = FoundSeat::new(person, task.origin);
            (seat.owner, seat.weight) = (task.owner, task.weight);
            (seat.groups, seat.veto) = (task.groups.clone(), task.veto);
            let since = task.closed.as_ref().map_or(0, |closed| closed.form_rev);
            let stands = settings.returns.back_to == BackTo::Returner && self.vote(no) == Vote::Approved;
            let stands = stands && again.recalled != Some(no);
            if stands && !self.seen_changed(ix, since) {
                seat.skip = Some(SkipReason::Kept(no));
            }
            found.seats.push(seat);
        }
        if found.seats.is_empty() {
            return self.find_seats(ix, self.state.runs[&run].token, settings, 2);
        }
        Ok(found)
    }

    /// The last task of each seat of a visit, without seats that were taken away.
    fn last_seats(&self, run: RunNo) -> Vec<(TaskNo, Task)> {
        let mut last = BTreeMap::new();
        for (no, task) in self.state.tasks_of(run).filter(|(_, task)| task.parent.is_none()) {
            last.insert(task.seat, (no, task.clone()));
        }
        let gone = Some(CloseReason::Cancelled(CancelReason::Removed));
        let inactive = Some(CloseReason::Cancelled(CancelReason::Inactive));
        let reason = |task: &Task| task.closed.as_ref().and_then(|closed| closed.reason);
        last.into_values().filter(|(_, task)| reason(task) != gone && reason(task) != inactive).collect()
    }

    /// Refuses an act that a node does not offer.
    pub(crate) fn refused(&self, code: &'static str, node: NodeIx) -> Refusal {
        Refusal::new(code).with("node", self.plan.at(node).key.as_str())
    }
}

/// Whether fewer people were found than must approve, which nobody could ever put right by deciding.
fn too_few(task: &TaskSettings, needed: u32, seats: &[FoundSeat]) -> bool {
    let found = |group: u32| seats.iter().filter(|seat| seat.groups.contains(&group)).count() as u32;
    match task.mode {
        Mode::Count(_) => (seats.len() as u32) < needed,
        Mode::PerGroup(_) => (0..task.assignees.len() as u32).any(|group| found(group) < needed),
        _ => false,
    }
}
