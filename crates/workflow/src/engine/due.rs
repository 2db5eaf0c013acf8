use chrono::{DateTime, Duration, NaiveDate, Utc};
use mortise_model::{Id, Need, Question, Value};

use super::{
    command::Note,
    decide::Engine,
    env::{Effect, NoticeKind, Stop, Timer},
    event::Happened,
    state::{Origin, SkipReason, Task, TaskNo, TaskStatus},
};
use crate::definition::{Due, OnDue};

impl Engine<'_> {
    /// When a task is due that is opened now.
    pub(crate) fn due_at_node(&self, task: TaskNo) -> Result<Option<DateTime<Utc>>, Stop> {
        let node = self.plan.at(self.ix_of(self.state.tasks[&task].run));
        self.due(node.task_settings().and_then(|settings| settings.due))
    }

    /// Starts the timers of a task that is asked now: its due time, and the reminders that are still to come.
    pub(crate) fn start_timers(&mut self, task: TaskNo) {
        let Task { epoch, due_at, status, run, .. } = self.state.tasks[&task];
        let (Some(due), TaskStatus::Pending) = (due_at, status) else { return };
        self.effect(Effect::StartTimer { task, epoch, at: due, what: Timer::Due });
        let now = self.env.moment.now;
        let node = self.plan.at(self.ix_of(run));
        let reminders = node.task_settings().map(|settings| settings.remind.as_slice()).unwrap_or_default();
        for (number, remind) in reminders.iter().enumerate() {
            let at = remind.at(due);
            if at > now {
                self.effect(Effect::StartTimer { task, epoch, at, what: Timer::Remind(number) });
            }
        }
    }

    /// Reminds the person of a task, where it is still the same opening that is asked.
    pub(crate) fn due_before_long(&mut self, task: TaskNo, epoch: u32) -> Result<(), Stop> {
        let asked =
            self.state.tasks.get(&task).filter(|task| task.epoch == epoch && task.status == TaskStatus::Pending);
        let Some(due) = asked.and_then(|task| task.due_at) else { return Ok(()) };
        if self.must_run().is_err() {
            return Ok(());
        }
        let late = due <= self.env.moment.now;
        self.remind(task, if late { NoticeKind::TaskOverdue } else { NoticeKind::TaskDueSoon })
    }

    fn due(&self, due: Option<Due>) -> Result<Option<DateTime<Utc>>, Stop> {
        let now = self.env.moment.now;
        Ok(match due {
            None => None,
            Some(Due::Hours(hours)) => Some(now + Duration::hours(i64::from(hours))),
            Some(Due::Days(days)) => Some(now + Duration::days(i64::from(days))),
            Some(Due::WorkingDays(days)) => Some(now + Duration::days(self.days_until_worked(days)?)),
        })
    }

    /// How many days of the calendar pass until so many days have been worked.
    fn days_until_worked(&self, days: u32) -> Result<i64, Stop> {
        // Enough days for the longest holidays, asked for at once.
        let horizon = days.saturating_mul(2) + 20;
        let (mut worked, mut open) = (0, Vec::new());
        for ahead in 1..=horizon {
            let day: NaiveDate = self.env.moment.today() + Duration::days(i64::from(ahead));
            match self.env.facts.value(Question::Workday(day)) {
                Ok(answer) => worked += u32::from(*answer == Value::Bool(true)),
                Err(need) => open.extend(need.0),
            }
            if open.is_empty() && worked >= days {
                return Ok(i64::from(ahead));
            }
        }
        if open.is_empty() { Ok(i64::from(horizon)) } else { Err(Need(open).into()) }
    }

    /// What a node does when one of its tasks is overdue. It concerns that seat only.
    pub(crate) fn overdue(&mut self, task: TaskNo, epoch: u32) -> Result<(), Stop> {
        let Some(late) = self.state.tasks.get(&task).cloned() else { return Ok(()) };
        if late.epoch != epoch || late.status != TaskStatus::Pending || self.must_run().is_err() {
            return Ok(());
        }
        let ix = self.ix_of(late.run);
        let plan = self.plan;
        self.see_form();
        match plan.at(ix).task_settings().map_or(OnDue::Remind, |settings| settings.on_due) {
            OnDue::Remind => self.remind(task, NoticeKind::TaskOverdue),
            OnDue::TransferToManager => {
                let manager = self.active_manager(late.assignee)?.map(|person| person.id);
                let free = |to: &Id| !self.has_seat(task, *to) && Some(*to) != self.state.initiator;
                let Some(to) = manager.filter(free) else { return self.remind(task, NoticeKind::TaskOverdue) };
                self.decided(task, TaskStatus::Transferred, &Note::default(), Some(to));
                self.hand_on_afresh(task, to)
            }
            OnDue::AutoPass => {
                self.emit(Happened::TaskSkipped { task, act: self.act, reason: SkipReason::Overdue });
                self.close_added(task);
                self.settle_seat(task)
            }
            OnDue::AutoReject => {
                self.decided(task, TaskStatus::Rejected, &Note::default(), None);
                self.close_added(task);
                self.settle_seat(task)
            }
        }
    }

    fn remind(&mut self, task: TaskNo, kind: NoticeKind) -> Result<(), Stop> {
        self.emit(Happened::Urged { task });
        let (to, node) = (vec![self.state.tasks[&task].assignee], self.state.node_of(task).cloned());
        self.effect(Effect::Notify { to, kind, task: Some(task), node });
        Ok(())
    }

    /// Gives an overdue seat to somebody with a due time of its own.
    fn hand_on_afresh(&mut self, task: TaskNo, to: Id) -> Result<(), Stop> {
        let delegator = self.state.tasks[&task].delegator;
        let next = self.make_next(task, to, Origin::Transfer, delegator);
        let due = self.due_at_node(next)?;
        self.ask_now(next, due);
        Ok(())
    }
}
