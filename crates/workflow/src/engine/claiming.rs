use super::{
    decide::Engine,
    env::{Refusal, Stop},
    event::Happened,
    state::{TaskNo, TaskStatus},
};

impl Engine<'_> {
    /// Takes a task that several people could do: the others are not asked while it is taken.
    pub(crate) fn claim(&mut self, task: TaskNo) -> Result<(), Stop> {
        self.hold(task)?;
        self.must_be_pool(task)?;
        if self.state.tasks[&task].claimed {
            return Err(Refusal::new("already_claimed").into());
        }
        let run = self.state.tasks[&task].run;
        let asked = self.state.tasks_of(run).filter(|(no, other)| *no != task && other.status == TaskStatus::Pending);
        let others: Vec<TaskNo> = asked.map(|(no, _)| no).collect();
        self.emit(Happened::TaskClaimed { task });
        others.into_iter().for_each(|other| self.emit(Happened::TaskHeld { task: other }));
        Ok(())
    }

    /// Gives a claimed task back: everybody who could do it is asked again.
    pub(crate) fn unclaim(&mut self, task: TaskNo) -> Result<(), Stop> {
        self.hold(task)?;
        self.must_be_pool(task)?;
        if !self.state.tasks[&task].claimed {
            return Err(Refusal::new("claim_first").into());
        }
        self.emit(Happened::TaskUnclaimed { task });
        self.settle(self.state.tasks[&task].run)
    }

    fn must_be_pool(&self, task: TaskNo) -> Result<(), Stop> {
        if self.is_pool(task) {
            Ok(())
        } else {
            Err(self.refused("action_disabled", self.ix_of(self.state.tasks[&task].run)).into())
        }
    }

    fn is_pool(&self, task: TaskNo) -> bool {
        let node = self.plan.at(self.ix_of(self.state.tasks[&task].run));
        node.task_settings().is_some_and(|settings| settings.mode.is_claimed())
    }

    /// Refuses to act on a task that several people could do before it is taken.
    pub(crate) fn must_have_claimed(&self, task: TaskNo) -> Result<(), Stop> {
        let held = &self.state.tasks[&task];
        // Who was added to a claimed task, or asked for advice by its holder, has it for themselves.
        let own = held.claimed || held.parent.is_some();
        if own || !self.is_pool(task) { Ok(()) } else { Err(Refusal::new("claim_first").into()) }
    }
}
