use mortise_model::Id;

use super::{
    command::Note,
    decide::Engine,
    env::{Refusal, Standing, Stop},
    event::Happened,
    moving::{Entry, Work},
    state::{CancelReason, EntryReason, FlowState, Origin, TaskNo, TaskStatus, TokenNo},
};

/// What only an administrator does.
impl Engine<'_> {
    pub(crate) fn terminate(&mut self, note: &Note) -> Result<(), Stop> {
        if self.state.suspended.is_none() {
            self.must_run()?;
        }
        self.must_administer()?;
        self.finish(FlowState::Terminated, None, note)
    }

    fn must_administer(&self) -> Result<(), Stop> {
        match self.env.standing {
            Standing::Administrator => Ok(()),
            Standing::Ordinary => Err(Refusal::new("not_administrator").into()),
        }
    }

    /// Gives somebody's task to somebody else; one whose turn has not come keeps its place.
    pub(crate) fn reassign(&mut self, task: TaskNo, to: Id, note: &Note) -> Result<(), Stop> {
        self.must_run()?;
        self.must_administer()?;
        let Some(held) = self.state.tasks.get(&task).cloned() else {
            return Err(Refusal::new("task_unknown").into());
        };
        if !matches!(held.status, TaskStatus::Pending | TaskStatus::Waiting) || held.origin == Origin::Initiator {
            return Err(Refusal::new("task_not_open").with("status", serde_json::json!(held.status)).into());
        }
        self.may_get(task, to)?;
        self.decided(task, TaskStatus::Transferred, note, Some(to));
        if held.status == TaskStatus::Pending {
            return self.hand_on(task, to, Origin::Transfer, held.delegator);
        }
        self.make_next(task, to, Origin::Transfer, held.delegator);
        Ok(())
    }

    /// Lets nothing happen any more until an administrator lets it go on; due times stand still.
    pub(crate) fn suspend(&mut self, note: &Note) -> Result<(), Stop> {
        self.must_run()?;
        self.must_administer()?;
        self.emit(Happened::Suspended { note: note.clone() });
        Ok(())
    }

    /// Lets a suspended instance go on; who is asked has as much time left as when it was suspended.
    pub(crate) fn go_on(&mut self, note: &Note) -> Result<(), Stop> {
        self.must_administer()?;
        if self.state.suspended.is_none() {
            return Err(Refusal::new("not_suspended").into());
        }
        self.emit(Happened::Continued { note: note.clone() });
        let asked: Vec<TaskNo> = self.state.pending().map(|(no, _)| no).collect();
        asked.into_iter().for_each(|task| self.start_timers(task));
        Ok(())
    }

    pub(crate) fn retry(&mut self, token: TokenNo) -> Result<(), Stop> {
        self.must_run()?;
        self.must_administer()?;
        let Some(incident) = self.state.incidents.get(&token).cloned() else {
            return Err(Refusal::new("no_incident").into());
        };
        let ix = self.plan.ix(&incident.node).ok_or_else(|| Refusal::new("no_incident"))?;
        self.see_form();
        let resume = self.state.open_run(token).and_then(|run| self.state.runs[&run].resume.clone());
        self.cancel_visit(token, CancelReason::Retried);
        self.queue.push_back(Work::Enter(token, ix, Entry { reason: EntryReason::Retry, resume, again: None }));
        Ok(())
    }
}
