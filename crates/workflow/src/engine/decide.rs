use std::collections::VecDeque;

use indexmap::IndexSet;
use mortise_expr::{Moment, Scope, Viewer, holds};
use mortise_model::{Filter, Id, Need, Question, Values};

use super::{
    command::{Command, TaskAct},
    env::{Decision, Effect, Env, Refusal, Stop},
    event::{Event, Happened},
    moving::Work,
    state::{FlowState, State},
    violations,
};
use crate::{definition::Plan, nodes::Asks};

/// What follows from a command, or what must be known first, or why it cannot be done.
///
/// The state is not changed: apply the events to it, in order. A [`Stop::Need`] is answered by calling
/// again with more facts; nothing of the first call remains.
pub fn decide(plan: &Plan, state: &State, command: &Command, env: &Env<'_>) -> Result<Decision, Stop> {
    let mut engine = Engine::new(plan, state, command.act(), env);
    engine.run(command).map_err(each_once)?;
    debug_assert!(
        violations(&engine.state).is_empty(),
        "{:?} breaks what must always hold: {:?}",
        command.act(),
        violations(&engine.state)
    );
    Ok(Decision { events: engine.events, effects: engine.effects })
}

/// The same need without questions that stand in it twice.
fn each_once(stop: Stop) -> Stop {
    match stop {
        Stop::Need(Need(questions)) => {
            let once: IndexSet<Question> = questions.into_iter().collect();
            Stop::Need(Need(once.into_iter().collect()))
        }
        refused @ Stop::Refused(_) => refused,
    }
}

/// One command at work on a copy of the state.
pub(crate) struct Engine<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) env: &'a Env<'a>,
    pub(crate) act: TaskAct,
    pub(crate) state: State,
    /// The record's values as they are by now.
    pub(crate) values: Values,
    pub(crate) queue: VecDeque<Work>,
    events: Vec<Event>,
    effects: Vec<Effect>,
    first_seq: u64,
    last_no: u32,
}

impl<'a> Engine<'a> {
    fn new(plan: &'a Plan, state: &State, act: TaskAct, env: &'a Env<'a>) -> Self {
        Self {
            plan,
            env,
            act,
            first_seq: state.seq + 1,
            last_no: state.last_no,
            state: state.clone(),
            values: env.values.clone(),
            queue: VecDeque::new(),
            events: Vec::new(),
            effects: Vec::new(),
        }
    }

    fn run(&mut self, command: &Command) -> Result<(), Stop> {
        match command {
            Command::Start { dept, picks } => self.start(*dept, picks),
            Command::Approve { task, note, fields } => self.approve(*task, note, fields),
            Command::Reject { task, note, fields } => self.reject(*task, note, fields),
            Command::Complete { task, note, fields } => self.complete(*task, note, fields),
            Command::Save { task, fields } => self.save(*task, fields),
            Command::Return { task, target, mode, note } => self.give_back(*task, target, *mode, note),
            Command::Resubmit { mode, note, fields } => self.resubmit(*mode, note, fields),
            Command::Withdraw { note } => self.withdraw(note),
            Command::Recall { task, note } => self.recall(*task, note),
            Command::Due { task, epoch } => self.overdue(*task, *epoch),
            Command::Remind { task, epoch } => self.due_before_long(*task, *epoch),
            Command::Transfer { task, to, note } => self.transfer(*task, *to, note),
            Command::Delegate { task, to, note } => self.delegate(*task, *to, note),
            Command::AddSign { task, position, users, order, note } => {
                self.add_sign(*task, (*position, *order), users, note)
            }
            Command::RemoveSign { task } => self.remove_sign(*task),
            Command::Claim { task } => self.claim(*task),
            Command::Unclaim { task } => self.unclaim(*task),
            Command::Comment { note } => self.comment(note),
            Command::Cc { users, note } => self.cc(users, note),
            Command::Urge { task } => self.urge(*task),
            Command::Terminate { note } => self.terminate(note),
            Command::Retry { token } => self.retry(*token),
            Command::Reassign { task, to, note } => self.reassign(*task, *to, note),
            Command::Suspend { note } => self.suspend(note),
            Command::Resume { note } => self.go_on(note),
        }?;
        self.drain()
    }

    /// Who acts; nobody where the product itself does.
    pub(crate) fn actor(&self) -> Option<Id> {
        self.env.actor.user()
    }

    /// Lets something happen.
    pub(crate) fn emit(&mut self, what: Happened) {
        let event =
            Event { seq: self.state.seq + 1, at: self.env.moment.now, by: self.actor(), cause: self.first_seq, what };
        self.state.apply(&event);
        self.events.push(event);
    }

    /// Asks for something to be done outside.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// A number for a new task, run, token or scope.
    pub(crate) fn next_no(&mut self) -> u32 {
        self.last_no = self.last_no.max(self.state.last_no) + 1;
        self.last_no
    }

    /// Refuses unless the instance is under way.
    pub(crate) fn must_run(&self) -> Result<(), Stop> {
        match self.state.flow_state {
            FlowState::Running if self.state.suspended.is_some() => Err(Refusal::new("suspended").into()),
            FlowState::Running => Ok(()),
            FlowState::Draft => Err(Refusal::new("instance_not_started").into()),
            other => Err(Refusal::new("instance_closed").with("flow_state", other.as_str()).into()),
        }
    }

    /// The scope in which conditions and expressions are evaluated, seen by one person.
    pub(crate) fn scope(&self, me: Option<Id>) -> Scope<'_> {
        let Moment { now, zone } = self.env.moment;
        Scope {
            app: self.env.app,
            form: self.env.form,
            id: self.env.record,
            values: &self.values,
            system: self.env.system,
            row: None,
            facts: self.env.facts,
            moment: Moment { now, zone },
            me: Some(Viewer { user: me, dept: self.state.dept, depts: &[] }),
        }
    }
}

impl Asks for Engine<'_> {
    fn holds(&mut self, filter: &Filter) -> Result<bool, Stop> {
        Ok(holds(filter, &self.scope(self.state.initiator))?)
    }
}
