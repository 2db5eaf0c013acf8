use super::{
    command::Note,
    decide::Engine,
    env::{Refusal, Stop},
    event::Happened,
    moving::{Again, Entry, Work},
    state::{CancelReason, EntryReason, RunNo, RunStatus, Task, TaskNo, TaskStatus, TokenNo, TokenStatus},
};
use crate::definition::Recall;

impl Engine<'_> {
    /// Takes an own approval back, while nobody has decided upon it and the flow has set nothing.
    ///
    /// While its node is still undecided the task is simply open again. Otherwise what followed is given
    /// up and the node is visited anew: this person is asked, the approvals of the others stand.
    pub(crate) fn recall(&mut self, task: TaskNo, note: &Note) -> Result<(), Stop> {
        self.must_run()?;
        let Some(vote) = self.state.tasks.get(&task).cloned() else {
            return Err(Refusal::new("task_unknown").into());
        };
        let ix = self.ix_of(vote.run);
        let settings = self.plan.at(ix).task_settings();
        if settings.is_none_or(|settings| settings.recall == Recall::Off) {
            return Err(self.refused("recall_disabled", ix).into());
        }
        let decided = matches!(vote.status, TaskStatus::Approved | TaskStatus::Approving);
        let by_me = vote.closed.as_ref().is_none_or(|closed| closed.by == self.actor());
        if Some(vote.assignee) != self.actor() || !by_me {
            return Err(Refusal::new("not_assignee").into());
        }
        if !decided || vote.parent.is_some() {
            return Err(Refusal::new("recall_too_late").into());
        }
        self.see_form();
        match self.state.runs[&vote.run].status {
            RunStatus::Open => self.reopen_vote(task, &vote, note),
            RunStatus::Passed => self.reopen_node(task, vote.run, note),
            _ => Err(Refusal::new("recall_too_late").into()),
        }
    }

    fn reopen_vote(&mut self, task: TaskNo, vote: &Task, note: &Note) -> Result<(), Stop> {
        let parked = self.state.tokens[&self.state.runs[&vote.run].token].parked_by.is_some();
        let added = |other: &Task| other.parent == Some(task) && other.added_by.is_some();
        let answered = self.state.tasks.values().any(|other| added(other) && decided_by_a_person(other));
        let in_turn = self.plan.at(self.ix_of(vote.run)).task_settings().is_some_and(|s| s.mode.in_turn());
        let behind = |other: &Task| other.parent.is_none() && other.seat > vote.seat;
        let overtaken =
            in_turn && self.state.tasks_of(vote.run).any(|(_, other)| behind(other) && decided_by_a_person(other));
        if parked || answered || overtaken {
            return Err(Refusal::new("recall_too_late").into());
        }
        let sits = |other: &Task| other.assignee == vote.assignee || other.delegator == Some(vote.assignee);
        if self.state.tasks_of(vote.run).any(|(no, other)| no != task && other.status.is_live() && sits(other)) {
            return Err(Refusal::new("dup_assignee").with("user", vote.assignee.to_string()).into());
        }
        self.emit(Happened::Recalled { task, note: note.clone() });
        let asked = |other: &Task| other.status == TaskStatus::Pending;
        let held: Vec<TaskNo> = self
            .state
            .tasks_of(vote.run)
            .filter(|(_, other)| asked(other) && (added(other) || (in_turn && behind(other))))
            .map(|(no, _)| no)
            .collect();
        held.into_iter().for_each(|task| self.emit(Happened::TaskHeld { task }));
        self.emit(Happened::TaskReopened { task });
        self.start_timers(task);
        Ok(())
    }

    fn reopen_node(&mut self, task: TaskNo, run: RunNo, note: &Note) -> Result<(), Stop> {
        let too_late = || Stop::from(Refusal::new("recall_too_late"));
        // A straight return that came back over this visit has moved others along; it cannot be undone.
        if self.decided_upon(run) || self.state.runs[&run].resume.is_some() {
            return Err(too_late());
        }
        let ix = self.ix_of(run);
        let downstream = |token: &TokenNo| self.state.tokens[token].is_live() && self.way(*token).contains(&run);
        let from = self.state.tokens.keys().copied().find(downstream).ok_or_else(too_late)?;
        let found = self.find_visited(from, ix).ok_or_else(too_late)?;
        if self.state.tokens[&found.top].parked_by.is_some() {
            return Err(too_late());
        }
        self.emit(Happened::Recalled { task, note: note.clone() });
        self.cancel_below(found.top, CancelReason::Recalled);
        self.cut_trails(&found);
        let again = Some(Again { run, recalled: Some(task) });
        let entry = Entry { reason: EntryReason::Recall, resume: None, again };
        self.queue.push_back(Work::Enter(found.token, ix, entry));
        Ok(())
    }

    /// Whether a person has decided, or the flow has set fields, as a consequence of a visit.
    fn decided_upon(&self, run: RunNo) -> bool {
        let after = |token: &TokenNo| {
            let token_state = &self.state.tokens[token];
            token_state.status != TokenStatus::Cancelled && self.way(*token).contains(&run)
        };
        let decided = self.state.runs.iter().filter(|(no, visit)| **no > run && after(&visit.token));
        let mut decided = decided.flat_map(|(no, _)| self.state.tasks_of(*no));
        let set = self.state.sets.iter().any(|(token, no)| *no >= run.0 && after(token));
        set || decided.any(|(_, task)| decided_by_a_person(task))
    }
}

/// Whether a person has decided a task, or done with it what cannot be taken back by somebody else.
fn decided_by_a_person(task: &Task) -> bool {
    let done = matches!(
        task.status,
        TaskStatus::Approving
            | TaskStatus::Approved
            | TaskStatus::Rejected
            | TaskStatus::Returned
            | TaskStatus::Transferred
            | TaskStatus::Delegated
            | TaskStatus::Answered
    );
    done || task.added.is_some()
}
