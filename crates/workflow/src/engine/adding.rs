use mortise_model::Id;

use super::{
    command::{Note, SignOrder, SignPosition},
    decide::Engine,
    env::{Refusal, Stop},
    event::Happened,
    state::{CancelReason, Origin, Task, TaskNo, TaskStatus},
    tally::Vote,
};
use crate::definition::Button;

impl Engine<'_> {
    pub(crate) fn add_sign(
        &mut self,
        task: TaskNo,
        (position, order): (SignPosition, SignOrder),
        users: &[Id],
        note: &Note,
    ) -> Result<(), Stop> {
        let ix = self.take_up_any(task, Button::AddSign)?;
        if self.plan.at(ix).kind.completes() {
            return Err(self.refused("action_disabled", ix).into());
        }
        self.require_comment(ix, note)?;
        let asking = &self.state.tasks[&task];
        if users.is_empty() {
            return Err(Refusal::new("empty_list").into());
        }
        if asking.parent.is_some() || asking.delegator.is_some() {
            return Err(Refusal::new("addsign_nested").into());
        }
        // A claimed task has one seat that counts; a second one beside it would wait for nothing.
        if asking.claimed && position == SignPosition::Parallel {
            return Err(Refusal::new("addsign_kind").into());
        }
        if asking.added.is_some() && position != SignPosition::Parallel {
            return Err(Refusal::new("addsign_kind").into());
        }
        let twice = users.iter().enumerate().find(|(number, user)| users[..*number].contains(user));
        let seated = users.iter().find(|user| self.has_seat(task, **user));
        if let Some(user) = seated.or(twice.map(|(_, user)| user)) {
            return Err(Refusal::new("addsign_dup").with("user", user.to_string()).into());
        }
        for user in users {
            self.must_be_active(*user)?;
        }
        self.emit(Happened::SignAdded { task, position, order, users: users.to_vec(), note: note.clone() });
        for user in users {
            self.make_added(task, *user, position);
        }
        match position {
            SignPosition::Before => {
                self.emit(Happened::TaskHeld { task });
                self.settle_added(task)
            }
            SignPosition::After => Ok(()),
            SignPosition::Parallel => self.settle(self.state.tasks[&task].run),
        }
    }

    fn make_added(&mut self, task: TaskNo, user: Id, position: SignPosition) {
        let asking = self.state.tasks[&task].clone();
        let last = self.state.tasks_of(asking.run).map(|(_, other)| other.seat).max().unwrap_or(0);
        let what = Task {
            seat: last + 1,
            weight: 1,
            assignee: user,
            owner: user,
            origin: Origin::AddSign,
            parent: (position != SignPosition::Parallel).then_some(task),
            status: TaskStatus::Waiting,
            epoch: 0,
            added: None,
            added_by: Some(asking.assignee),
            urged_at: None,
            veto: false,
            claimed: false,
            ..asking
        };
        let no = TaskNo(self.next_no());
        self.emit(Happened::TaskMade { task: no, what: Box::new(what) });
    }

    pub(crate) fn remove_sign(&mut self, task: TaskNo) -> Result<(), Stop> {
        self.must_run()?;
        let Some(added) = self.state.tasks.get(&task).cloned() else {
            return Err(Refusal::new("task_unknown").into());
        };
        if added.added_by.is_none() {
            return Err(Refusal::new("not_addsign").into());
        }
        let administrator = self.env.standing == super::env::Standing::Administrator;
        if added.added_by != self.actor() && !administrator {
            return Err(Refusal::new("not_assignee").into());
        }
        if !added.status.is_live() {
            return Err(Refusal::new("task_closed").with("action", "remove_sign").into());
        }
        if added.status == TaskStatus::Parked {
            return Err(Refusal::new("task_not_open").with("status", "parked").into());
        }
        if added.parent.is_none() && self.seats(added.run).len() == 1 {
            return Err(Refusal::new("remove_last").into());
        }
        self.see_form();
        self.emit(Happened::TaskClosed { task, act: self.act, reason: CancelReason::Removed });
        match added.parent {
            Some(parent) => self.settle_added(parent),
            None => self.settle(added.run),
        }
    }

    /// The tasks that hold the added seats of a task by now.
    fn added_seats(&self, parent: TaskNo) -> Vec<TaskNo> {
        let mut seats = std::collections::BTreeMap::new();
        for (no, task) in self.state.tasks.iter().filter(|(_, task)| task.parent == Some(parent)) {
            seats.insert(task.seat, *no);
        }
        seats.into_values().filter(|no| self.state.tasks[no].status != TaskStatus::Cancelled).collect()
    }

    /// Sees how those who were added before or behind a task stand.
    pub(crate) fn settle_added(&mut self, parent: TaskNo) -> Result<(), Stop> {
        let Some((position, order)) = self.state.tasks[&parent].added else { return Ok(()) };
        let asked = match position {
            SignPosition::Before => self.state.tasks[&parent].status == TaskStatus::Waiting,
            SignPosition::After => self.state.tasks[&parent].status == TaskStatus::Approving,
            SignPosition::Parallel => false,
        };
        if !asked {
            return Ok(());
        }
        let seats = self.added_seats(parent);
        let votes: Vec<Vote> = seats.iter().map(|no| self.vote(*no)).collect();
        if votes.contains(&Vote::Rejected) {
            self.close_added(parent);
            self.emit(Happened::TaskConfirmed { task: parent, approved: false });
            return self.settle(self.state.tasks[&parent].run);
        }
        let passed = match order {
            SignOrder::Any => seats.is_empty() || votes.contains(&Vote::Approved),
            SignOrder::All | SignOrder::Seq => votes.iter().all(|vote| *vote == Vote::Approved),
        };
        if !passed {
            return self.open_added(&seats, order);
        }
        self.close_added(parent);
        if position == SignPosition::Before {
            return self.open_task(parent);
        }
        self.emit(Happened::TaskConfirmed { task: parent, approved: true });
        self.settle(self.state.tasks[&parent].run)
    }

    fn open_added(&mut self, seats: &[TaskNo], order: SignOrder) -> Result<(), Stop> {
        for task in seats {
            if self.state.tasks[task].status == TaskStatus::Waiting {
                self.open_task(*task)?;
            }
            if order == SignOrder::Seq && self.vote(*task) == Vote::Open {
                break;
            }
        }
        Ok(())
    }

    /// Gives up what was added to a task and is still undecided.
    pub(crate) fn close_added(&mut self, parent: TaskNo) {
        let live = |(no, task): (&TaskNo, &Task)| (task.parent == Some(parent) && task.status.is_live()).then_some(*no);
        let live: Vec<TaskNo> = self.state.tasks.iter().filter_map(live).collect();
        for task in live {
            self.emit(Happened::TaskClosed { task, act: self.act, reason: CancelReason::ParentClosed });
        }
    }
}
