use mortise_model::{Id, Key};
use serde_json::json;

use super::{
    command::{Fields, Note, ReturnMode, SignPosition, TaskAct},
    decide::Engine,
    env::{Refusal, Stop},
    event::Happened,
    state::{Origin, RunStatus, Task, TaskNo, TaskStatus},
};
use crate::definition::{Button, NodeIx, ReturnTargets};

impl Engine<'_> {
    pub(crate) fn approve(&mut self, task: TaskNo, note: &Note, fields: &Fields) -> Result<(), Stop> {
        let ix = self.take_up(task, Button::Approve)?;
        self.take_note(ix, note)?;
        self.take_fields(ix, fields)?;
        self.require(ix, note)?;
        self.vote_yes(task, note)
    }

    pub(crate) fn complete(&mut self, task: TaskNo, note: &Note, fields: &Fields) -> Result<(), Stop> {
        if self.state.tasks.get(&task).is_some_and(|task| task.delegator.is_some()) {
            return self.answer(task, note, fields);
        }
        let ix = self.take_up(task, Button::Complete)?;
        self.take_note(ix, note)?;
        self.take_fields(ix, fields)?;
        self.require(ix, note)?;
        self.vote_yes(task, note)
    }

    fn vote_yes(&mut self, task: TaskNo, note: &Note) -> Result<(), Stop> {
        let behind = self.state.tasks[&task].added.is_some_and(|(position, _)| position == SignPosition::After)
            && self.state.tasks.values().any(|child| child.parent == Some(task) && child.status.is_live());
        if behind {
            self.decided(task, TaskStatus::Approving, note, None);
            return self.settle_added(task);
        }
        self.decided(task, TaskStatus::Approved, note, None);
        self.settle_seat(task)
    }

    pub(crate) fn reject(&mut self, task: TaskNo, note: &Note, fields: &Fields) -> Result<(), Stop> {
        let ix = self.take_up(task, Button::Reject)?;
        self.take_note(ix, note)?;
        self.take_fields(ix, fields)?;
        self.decided(task, TaskStatus::Rejected, note, None);
        self.close_added(task);
        self.settle_seat(task)
    }

    pub(crate) fn save(&mut self, task: TaskNo, fields: &Fields) -> Result<(), Stop> {
        self.hold(task)?;
        self.must_have_claimed(task)?;
        let ix = self.ix_of(self.state.tasks[&task].run);
        self.see_form();
        self.take_fields(ix, fields)
    }

    /// What a delegate found goes back to whoever asked first.
    fn answer(&mut self, task: TaskNo, note: &Note, fields: &Fields) -> Result<(), Stop> {
        self.hold(task)?;
        let ix = self.ix_of(self.state.tasks[&task].run);
        self.take_note(ix, note)?;
        self.take_fields(ix, fields)?;
        let delegator = self.state.tasks[&task].delegator.expect("only a delegate answers");
        self.decided(task, TaskStatus::Answered, note, Some(delegator));
        self.hand_on(task, delegator, Origin::Answered, None)
    }

    pub(crate) fn transfer(&mut self, task: TaskNo, to: Id, note: &Note) -> Result<(), Stop> {
        let ix = self.take_up_any(task, Button::Transfer)?;
        self.require_comment(ix, note)?;
        self.may_get(task, to)?;
        self.decided(task, TaskStatus::Transferred, note, Some(to));
        let delegator = self.state.tasks[&task].delegator;
        self.hand_on(task, to, Origin::Transfer, delegator)
    }

    pub(crate) fn delegate(&mut self, task: TaskNo, to: Id, note: &Note) -> Result<(), Stop> {
        let ix = self.take_up_any(task, Button::Delegate)?;
        self.require_comment(ix, note)?;
        self.may_get(task, to)?;
        let first = self.state.tasks[&task].delegator.unwrap_or(self.state.tasks[&task].assignee);
        self.decided(task, TaskStatus::Delegated, note, Some(to));
        self.hand_on(task, to, Origin::Delegate, Some(first))
    }

    /// Gives the seat of a closed task to somebody, with its weight and its due time.
    pub(crate) fn hand_on(&mut self, task: TaskNo, to: Id, origin: Origin, delegator: Option<Id>) -> Result<(), Stop> {
        let next = self.make_next(task, to, origin, delegator);
        self.open_task(next)
    }

    pub(crate) fn make_next(&mut self, task: TaskNo, to: Id, origin: Origin, delegator: Option<Id>) -> TaskNo {
        let next = TaskNo(self.next_no());
        let before = self.state.tasks[&task].clone();
        let what = Task {
            assignee: to,
            origin,
            delegator,
            status: TaskStatus::Waiting,
            urged_at: None,
            closed: None,
            added: None,
            ..before
        };
        self.emit(Happened::TaskMade { task: next, what: Box::new(what) });
        next
    }

    pub(crate) fn may_get(&self, task: TaskNo, to: Id) -> Result<(), Stop> {
        let held = &self.state.tasks[&task];
        if self.state.tasks.values().any(|added| added.parent == Some(task) && added.status.is_live()) {
            return Err(Refusal::new("addsign_pending").into());
        }
        if held.assignee == to {
            return Err(Refusal::new("self").into());
        }
        if self.has_seat(task, to) {
            return Err(Refusal::new("dup_assignee").with("user", to.to_string()).into());
        }
        self.must_be_active(to)
    }

    /// Whether a person has a seat at the same node already: is asked, has decided, or waits for a delegate's answer.
    pub(crate) fn has_seat(&self, task: TaskNo, person: Id) -> bool {
        let run = self.state.tasks[&task].run;
        let decided =
            |task: &Task| matches!(task.status, TaskStatus::Approved | TaskStatus::Rejected | TaskStatus::Skipped);
        self.state.tasks_of(run).any(|(_, task)| match task.status.is_live() {
            true => task.assignee == person || task.delegator == Some(person),
            false => task.assignee == person && decided(task),
        })
    }

    pub(crate) fn must_be_active(&self, person: Id) -> Result<(), Stop> {
        match self.person(person)? {
            Some(person) if person.active => Ok(()),
            _ => Err(Refusal::new("user_inactive").with("user", person.to_string()).into()),
        }
    }

    pub(crate) fn give_back(&mut self, task: TaskNo, target: &Key, mode: ReturnMode, note: &Note) -> Result<(), Stop> {
        let ix = self.take_up_any(task, Button::Return)?;
        self.require_comment(ix, note)?;
        let wrong = |reason: &str| Refusal::new("return_target").with("target", target.as_str()).with("reason", reason);
        let target_ix = self.plan.ix(target).ok_or_else(|| wrong("unknown"))?;
        let returns = self.plan.at(ix).task_settings().map(|settings| &settings.returns);
        let allowed = match returns.map(|returns| &returns.targets) {
            Some(ReturnTargets::Start) => target_ix == 0,
            Some(ReturnTargets::Nodes(nodes)) => nodes.contains(target),
            Some(ReturnTargets::Any) | None => true,
        };
        if !allowed {
            return Err(wrong("not_allowed").into());
        }
        if returns.and_then(|returns| returns.modes.as_ref()).is_some_and(|modes| !modes.contains(&mode)) {
            return Err(Refusal::new("return_disabled").with("mode", json!(mode)).into());
        }
        let run = self.state.tasks[&task].run;
        let token = self.state.runs[&run].token;
        if target_ix == ix {
            return Err(wrong("self").into());
        }
        if self.find_visited(token, target_ix).is_none() {
            let reason = if self.in_sibling_branch(token, target_ix) { "sibling" } else { "not_visited" };
            return Err(wrong(reason).with("valid_targets", json!(self.return_targets(token))).into());
        }
        self.decided(task, TaskStatus::Returned, note, None);
        self.send_back(run, target_ix, mode, RunStatus::Returned)
    }

    /// Finds the node of a task that the actor may decide, with this button, and looks at the form.
    fn take_up(&mut self, task: TaskNo, button: Button) -> Result<NodeIx, Stop> {
        let ix = self.take_up_any(task, button)?;
        let completes = self.plan.at(ix).kind.completes();
        let fits = match button {
            Button::Approve | Button::Reject => !completes,
            Button::Complete => completes,
            Button::Return | Button::Transfer | Button::Delegate | Button::AddSign => true,
        };
        if !fits || self.state.tasks[&task].delegator.is_some() {
            return Err(self.refused("action_disabled", ix).into());
        }
        Ok(ix)
    }

    pub(crate) fn take_up_any(&mut self, task: TaskNo, button: Button) -> Result<NodeIx, Stop> {
        self.hold(task)?;
        let ix = self.ix_of(self.state.tasks[&task].run);
        let offered = match self.plan.at(ix).task_settings() {
            Some(settings) => settings.buttons.as_ref().is_none_or(|buttons| buttons.contains(&button)),
            None => false,
        };
        if !offered {
            return Err(self.refused("action_disabled", ix).into());
        }
        self.must_have_claimed(task)?;
        self.see_form();
        Ok(ix)
    }

    fn take_note(&self, ix: NodeIx, note: &Note) -> Result<(), Stop> {
        self.require_comment(ix, note)
    }

    /// Refuses unless the actor holds the task and it is open. A person whose stand-in got it may take it back.
    pub(crate) fn hold(&self, task: TaskNo) -> Result<(), Stop> {
        let Some(held) = self.state.tasks.get(&task) else {
            return Err(Refusal::new("task_unknown").into());
        };
        let actor = self.actor();
        let takes_back = held.origin == Origin::StandIn && actor == Some(held.owner);
        if actor != Some(held.assignee) && !takes_back {
            return Err(Refusal::new("not_assignee").into());
        }
        if let Some(closed) = &held.closed {
            let by = closed.by.map(|by| by.to_string());
            let refusal = Refusal::new("task_closed").with("by", by).with("at", json!(closed.at));
            return Err(refusal.with("action", json!(closed.act)).into());
        }
        self.must_run()?;
        match held.status {
            TaskStatus::Pending => Ok(()),
            TaskStatus::Waiting if self.state.claimed(held.run).is_some_and(|claimed| claimed != task) => {
                Err(Refusal::new("already_claimed").into())
            }
            other => Err(Refusal::new("task_not_open").with("status", json!(other)).into()),
        }
    }

    pub(crate) fn decided(&mut self, task: TaskNo, status: TaskStatus, note: &Note, to: Option<Id>) {
        self.emit(Happened::TaskDecided { task, status, act: self.act, note: note.clone(), to });
    }

    /// Sees what a decided task means: for those it was added to, or for its node.
    pub(crate) fn settle_seat(&mut self, task: TaskNo) -> Result<(), Stop> {
        match self.state.tasks[&task].parent {
            Some(parent) => self.settle_added(parent),
            None => self.settle(self.state.tasks[&task].run),
        }
    }
}

impl TaskAct {
    /// Its text, as addresses and messages write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Complete => "complete",
            Self::Save => "save",
            Self::Return => "return",
            Self::Resubmit => "resubmit",
            Self::Withdraw => "withdraw",
            Self::Recall => "recall",
            Self::Due => "due",
            Self::Remind => "remind",
            Self::Transfer => "transfer",
            Self::Delegate => "delegate",
            Self::AddSign => "add_sign",
            Self::RemoveSign => "remove_sign",
            Self::Claim => "claim",
            Self::Unclaim => "unclaim",
            Self::Comment => "comment",
            Self::Cc => "cc",
            Self::Urge => "urge",
            Self::Terminate => "terminate",
            Self::Retry => "retry",
            Self::Reassign => "reassign",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
        }
    }
}
