use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use mortise_model::{Id, Key};

use super::{
    command::{Fields, Note, ReturnMode},
    decide::Engine,
    env::{Effect, NoticeKind, Purpose, Refusal, Standing, Stop},
    event::Happened,
    moving::{Entry, Work},
    state::{CancelReason, FlowState, Origin, RunStatus, TaskNo, TaskStatus, TokenNo},
};
use crate::definition::{AssigneeRule, InitiatorRule, Moment, NodeIx, WithdrawPolicy};

/// Nobody is reminded of the same task more often than this.
const URGE_EVERY_MINUTES: i64 = 10;

impl Engine<'_> {
    pub(crate) fn start(&mut self, dept: Option<Id>, picks: &BTreeMap<Key, Vec<Id>>) -> Result<(), Stop> {
        if self.state.flow_state != FlowState::Draft {
            return Err(Refusal::new("already_started").into());
        }
        let initiator = self.find_initiator()?;
        let person = self.person(initiator)?.cloned();
        let dept = dept.or(person.and_then(|person| person.dept));
        self.check_picks(picks)?;
        self.emit(Happened::Started { initiator, dept, picks: picks.clone() });
        self.must_be_starter()?;
        self.see_form();
        self.set_on(Moment::Started)?;
        self.effect(Effect::SetFlowState(FlowState::Running));
        let root = TokenNo(self.next_no());
        self.queue.push_back(Work::Enter(root, 0, Entry::normal()));
        Ok(())
    }

    fn find_initiator(&self) -> Result<Id, Stop> {
        let found = match &self.plan.initiator {
            InitiatorRule::Actor(_) => self.actor(),
            InitiatorRule::Field(path) => {
                let reached = mortise_expr::reach(path, &self.scope(self.actor()))?;
                reached.values.iter().flat_map(|value| value.refs().iter().copied()).next()
            }
        };
        found.ok_or_else(|| Refusal::new("no_initiator").into())
    }

    fn must_be_starter(&self) -> Result<(), Stop> {
        let plan = self.plan;
        let starters = plan.at(0).kind.starters();
        if starters.is_empty() || self.env.purpose == Purpose::Rehearsal {
            return Ok(());
        }
        let allowed = self.find_all(starters)?;
        let actor = self.actor();
        if actor.is_none() || allowed.iter().any(|found| Some(found.person.id) == actor) {
            return Ok(());
        }
        Err(Refusal::new("no_start_right").into())
    }

    fn check_picks(&self, picks: &BTreeMap<Key, Vec<Id>>) -> Result<(), Stop> {
        for node in self.plan.nodes() {
            let rules = node.task_settings().map(|settings| settings.assignees.as_slice()).unwrap_or_default();
            let picked = picks.get(&node.key).map(Vec::as_slice).unwrap_or_default();
            let wanted = rules.iter().any(|rule| matches!(rule, AssigneeRule::InitiatorPicks(_)));
            if wanted && picked.is_empty() && self.env.purpose == Purpose::Real {
                return Err(Refusal::new("pick_required").with("node", node.key.as_str()).into());
            }
            for person in picked {
                self.must_be_active(*person)?;
            }
        }
        Ok(())
    }

    pub(crate) fn resubmit(&mut self, mode: Option<ReturnMode>, note: &Note, fields: &Fields) -> Result<(), Stop> {
        self.must_run()?;
        let Some(task) = self.revising_task() else {
            return Err(Refusal::new("not_revising").into());
        };
        let administrator = self.env.standing == Standing::Administrator;
        if self.actor() != self.state.initiator && !administrator {
            return Err(Refusal::new("not_initiator").into());
        }
        let run = self.state.tasks[&task].run;
        let straight = self.state.runs[&run].resume.is_some();
        if mode == Some(ReturnMode::Straight) && !straight {
            return Err(Refusal::new("return_mode").with("mode", "straight").into());
        }
        self.see_form();
        self.take_fields(0, fields)?;
        self.decided(task, TaskStatus::Approved, note, None);
        self.emit(Happened::Resubmitted { note: note.clone() });
        self.set_on(Moment::Started)?;
        if straight && mode == Some(ReturnMode::Rewalk) {
            return self.walk_again(run);
        }
        self.pass(run, RunStatus::Passed, None)
    }

    fn revising_task(&self) -> Option<TaskNo> {
        self.state.pending().find(|(_, task)| task.origin == Origin::Initiator).map(|(no, _)| no)
    }

    pub(crate) fn withdraw(&mut self, note: &Note) -> Result<(), Stop> {
        self.must_run()?;
        if self.actor() != self.state.initiator {
            return Err(Refusal::new("not_initiator").into());
        }
        let decided = self.state.tasks.values().any(|task| {
            let by_person = matches!(
                task.status,
                TaskStatus::Approved | TaskStatus::Approving | TaskStatus::Rejected | TaskStatus::Returned
            );
            by_person && task.origin != Origin::Initiator
        });
        let allowed = match self.plan.settings.withdraw {
            WithdrawPolicy::None => false,
            WithdrawPolicy::BeforeFirstDecision => !decided,
            WithdrawPolicy::AnyTime => true,
        };
        if !allowed {
            return Err(Refusal::new("withdraw_policy").into());
        }
        self.finish(FlowState::Withdrawn, None, note)
    }

    /// Ends the instance: gives up what is open, and tells the record and the initiator.
    pub(crate) fn finish(&mut self, flow_state: FlowState, end: Option<Key>, note: &Note) -> Result<(), Stop> {
        let (reason, moment, kind) = match flow_state {
            FlowState::Approved | FlowState::Draft | FlowState::Running => {
                (CancelReason::InstanceApproved, Moment::Approved, NoticeKind::Approved)
            }
            FlowState::Rejected => (CancelReason::InstanceRejected, Moment::Rejected, NoticeKind::Rejected),
            FlowState::Withdrawn => (CancelReason::Withdrawn, Moment::Withdrawn, NoticeKind::Withdrawn),
            FlowState::Terminated => (CancelReason::Terminated, Moment::Terminated, NoticeKind::Terminated),
        };
        self.queue.clear();
        self.cancel_all(reason);
        self.set_on(moment)?;
        self.emit(Happened::Finished { flow_state, end, note: note.clone() });
        self.effect(Effect::SetFlowState(flow_state));
        if let Some(initiator) = self.state.initiator.filter(|initiator| Some(*initiator) != self.actor()) {
            self.effect(Effect::Notify { to: vec![initiator], kind, task: None, node: None });
        }
        self.effect(Effect::RunRules { node: None, flow_state });
        Ok(())
    }

    pub(crate) fn comment(&mut self, note: &Note) -> Result<(), Stop> {
        self.must_take_part()?;
        if note.comment.as_ref().is_none_or(|comment| comment.trim().is_empty()) {
            return Err(Refusal::new("comment_required").into());
        }
        self.emit(Happened::Commented { note: note.clone() });
        let others = self.state.people().into_iter().filter(|person| Some(*person) != self.actor()).collect();
        self.effect(Effect::Notify { to: others, kind: NoticeKind::Commented, task: None, node: None });
        Ok(())
    }

    pub(crate) fn cc(&mut self, users: &[Id], note: &Note) -> Result<(), Stop> {
        self.must_take_part()?;
        if users.is_empty() {
            return Err(Refusal::new("empty_list").into());
        }
        for user in users {
            self.must_be_active(*user)?;
        }
        self.tell(None, users.iter().copied().collect(), note);
        Ok(())
    }

    fn must_take_part(&self) -> Result<(), Stop> {
        if self.state.flow_state == FlowState::Draft {
            return Err(Refusal::new("instance_not_started").into());
        }
        let takes_part = self.actor().is_none_or(|actor| self.state.people().contains(&actor));
        if takes_part || self.env.standing == Standing::Administrator {
            Ok(())
        } else {
            Err(Refusal::new("not_participant").into())
        }
    }

    pub(crate) fn tell_found(&mut self, ix: NodeIx, rules: &[AssigneeRule]) -> Result<(), Stop> {
        let found = self.find_all(rules)?;
        let people = found.into_iter().map(|found| found.person).filter(|person| person.active);
        let people = people.map(|person| person.id).collect();
        self.tell(Some(self.plan.at(ix).key.clone()), people, &Note::default());
        Ok(())
    }

    /// Tells people who were not told before.
    fn tell(&mut self, node: Option<Key>, people: BTreeSet<Id>, note: &Note) {
        let people: BTreeSet<Id> = people.difference(&self.state.told).copied().collect();
        if people.is_empty() {
            return;
        }
        let to = people.iter().copied().collect();
        self.emit(Happened::Told { node: node.clone(), people, note: note.clone() });
        self.effect(Effect::Notify { to, kind: NoticeKind::Cc, task: None, node });
    }

    pub(crate) fn urge(&mut self, task: Option<TaskNo>) -> Result<(), Stop> {
        self.must_run()?;
        self.must_take_part()?;
        let fits = |no: &TaskNo| task.is_none_or(|wanted| wanted == *no);
        let open: Vec<TaskNo> = self.state.pending().map(|(no, _)| no).filter(fits).collect();
        if open.is_empty() {
            return Err(Refusal::new("nothing_to_urge").into());
        }
        let before = self.env.moment.now - Duration::minutes(URGE_EVERY_MINUTES);
        let rested = |no: &TaskNo| self.state.tasks[no].urged_at.is_none_or(|at| at <= before);
        let due: Vec<TaskNo> = open.into_iter().filter(rested).collect();
        if due.is_empty() {
            return Err(Refusal::new("urge_rate").with("minutes", URGE_EVERY_MINUTES).into());
        }
        for task in due {
            self.emit(Happened::Urged { task });
            let to = vec![self.state.tasks[&task].assignee];
            let node = self.state.node_of(task).cloned();
            self.effect(Effect::Notify { to, kind: NoticeKind::TaskUrged, task: Some(task), node });
        }
        Ok(())
    }
}
