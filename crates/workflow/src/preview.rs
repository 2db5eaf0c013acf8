//! What will probably happen: the engine itself runs on a copy, everybody approves, and each node
//! is marked with how sure that is.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use mortise_model::{Actor, Id, Key, Values};
use serde::{Deserialize, Serialize};

use crate::{
    definition::{Access, AssigneeRule, Mode, NodeIx, Plan},
    engine::{
        CloseReason, Command, Decision, Effect, Env, FlowState, Happened, Note, Origin, Purpose, Refusal, RunNo,
        RunStatus, SkipReason, State, Stop, Task, TaskNo, decide,
    },
    nodes::Shape,
};

/// More decisions than this are not played through.
const MAX_DECISIONS: usize = 300;

/// What will probably happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The visits of nodes that people decide at, in order.
    pub nodes: Vec<PreviewNode>,
    /// The cases that conditions choose, in order.
    pub cases: Vec<(Key, Key)>,
    /// How it ends, if everybody approves.
    pub flow_state: FlowState,
}

/// One visit of a node that people decide at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewNode {
    /// The node.
    pub node: Key,
    /// The how-manieth visit.
    pub round: u32,
    /// Who is asked.
    pub people: Vec<Id>,
    /// Who counts as having approved, without being asked.
    pub skipped: Vec<Id>,
    /// Why nobody is asked, where nobody is.
    pub passed: Option<SkipReason>,
    /// What an administrator would have to help with.
    pub incident: Option<String>,
    /// Which rules found the people.
    pub why: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
}

/// How sure a predicted node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Nothing that anybody may fill in on the way changes it.
    Certain,
    /// It hangs on a field that somebody may change on the way.
    DependsOnEdit,
    /// The initiator must still pick the people.
    NeedsPick,
    /// One of the people will be drawn by lot.
    ByLot,
}

/// Plays an instance through to its end: from its start where it has not begun, else from where it stands.
///
/// `sources` says from which fields the computed ones are made, so that a condition on a computed amount is
/// known to hang on the amounts that a person may still change.
pub fn preview(plan: &Plan, state: &State, env: &Env<'_>, sources: &IndexMap<Key, Vec<Key>>) -> Result<Preview, Stop> {
    let ended = state.runs.iter().filter(|(_, run)| run.status != RunStatus::Open);
    let mut play = Play {
        plan,
        env: *env,
        state: state.clone(),
        values: env.values.clone(),
        happened: Vec::new(),
        done_before: ended.map(|(no, _)| *no).collect(),
    };
    if state.flow_state == FlowState::Draft {
        play.act(env.actor, &Command::Start { dept: None, picks: Default::default() })?;
    }
    for _ in 0..MAX_DECISIONS {
        let next = play.state.pending().map(|(no, task)| (no, task.clone())).next();
        let Some((no, task)) = next.filter(|_| play.state.flow_state == FlowState::Running) else { break };
        if !play.agree(no, &task)? {
            break;
        }
    }
    Ok(play.tell(state.revising, sources))
}

struct Play<'a> {
    plan: &'a Plan,
    env: Env<'a>,
    state: State,
    values: Values,
    happened: Vec<Happened>,
    /// The visits that had ended before.
    done_before: BTreeSet<RunNo>,
}

impl Play<'_> {
    fn act(&mut self, actor: &Actor, command: &Command) -> Result<(), Stop> {
        let env = Env { actor, values: &self.values, purpose: Purpose::Rehearsal, ..self.env };
        let Decision { events, effects } = decide(self.plan, &self.state, command, &env)?;
        for effect in effects {
            if let Effect::SetFields { values, .. } = effect {
                self.values.extend(values);
                if let Some(recompute) = self.env.recompute {
                    self.values = recompute(&self.values)?;
                }
            }
        }
        for event in events {
            self.state.apply(&event);
            self.happened.push(event.what);
        }
        Ok(())
    }

    /// Lets somebody agree; `false` where their node does not offer that.
    fn agree(&mut self, task: TaskNo, what: &Task) -> Result<bool, Stop> {
        let actor = Actor::User(what.assignee);
        let node = self.state.node_of(task).and_then(|node| self.plan.node(node));
        let completes = what.delegator.is_some() || node.is_some_and(|node| node.kind.completes());
        let pool = node.and_then(|node| node.task_settings()).is_some_and(|settings| settings.mode.is_claimed());
        if pool && what.parent.is_none() && !what.claimed {
            self.act(&actor, &Command::Claim { task })?;
        }
        let (note, fields) = (Note::default(), Values::new());
        let command = match (what.origin, completes) {
            (Origin::Initiator, _) => Command::Resubmit { mode: None, note, fields },
            (_, true) => Command::Complete { task, note, fields },
            (_, false) => Command::Approve { task, note, fields },
        };
        match self.act(&actor, &command) {
            Err(Stop::Refused(Refusal { code: "action_disabled", .. })) => Ok(false),
            done => done.map(|()| true),
        }
    }

    fn tell(&self, revising: bool, sources: &IndexMap<Key, Vec<Key>>) -> Preview {
        let doubt = Doubt { plan: self.plan, sources, revising, writable: self.writable() };
        let mut nodes = Vec::new();
        let mut cases = Vec::new();
        for happened in &self.happened {
            match happened {
                Happened::NodeEntered { run, why, .. } => nodes.extend(self.node(*run, why, &doubt)),
                Happened::CaseTaken { node, case } => cases.push((node.clone(), case.clone())),
                _ => {}
            }
        }
        Preview { nodes, cases, flow_state: self.state.flow_state }
    }

    /// The fields that people who are asked from now on may write.
    fn writable(&self) -> BTreeSet<String> {
        let asked = self.state.runs.keys().filter(|run| !self.done_before.contains(run));
        let nodes = asked.filter_map(|run| self.plan.node(&self.state.runs[run].node));
        let rights =
            nodes.filter(|node| node.task_settings().is_some()).filter_map(|node| self.plan.field_rights(&node.key));
        let writes = rights.flat_map(|rights| rights.fields.iter().filter(|(_, access)| **access == Access::Write));
        writes.map(|(path, _)| path.head().to_owned()).collect()
    }

    fn node(&self, run: RunNo, why: &[String], doubt: &Doubt<'_>) -> Option<PreviewNode> {
        let visit = &self.state.runs[&run];
        let ix = self.plan.ix(&visit.node)?;
        self.plan.at(ix).task_settings()?;
        let skipped =
            |task: &Task| matches!(task.closed.as_ref().and_then(|c| c.reason), Some(CloseReason::Skipped(_)));
        let seats = || self.state.tasks_of(run).map(|(_, task)| task);
        let skip = |what: &Happened| match what {
            Happened::RunClosed { run: closed, skip, .. } if *closed == run => *skip,
            _ => None,
        };
        Some(PreviewNode {
            node: visit.node.clone(),
            round: visit.round,
            people: seats().filter(|task| !skipped(task)).map(|task| task.assignee).collect(),
            skipped: seats().filter(|task| skipped(task)).map(|task| task.assignee).collect(),
            passed: self.happened.iter().find_map(skip),
            incident: self.state.incidents.get(&visit.token).filter(|i| i.node == visit.node).map(|i| i.code.clone()),
            why: why.to_vec(),
            certainty: doubt.about(ix),
        })
    }
}

/// What may still change on the way.
struct Doubt<'a> {
    plan: &'a Plan,
    sources: &'a IndexMap<Key, Vec<Key>>,
    /// Whether the initiator is about to revise, and may change anything.
    revising: bool,
    /// The fields that somebody may write on the way.
    writable: BTreeSet<String>,
}

impl Doubt<'_> {
    fn about(&self, ix: NodeIx) -> Certainty {
        let rules = self.plan.at(ix).task_settings().map(|task| task.assignees.as_slice()).unwrap_or_default();
        if rules.iter().any(|rule| matches!(rule, AssigneeRule::InitiatorPicks(_))) {
            return Certainty::NeedsPick;
        }
        if self.plan.at(ix).task_settings().is_some_and(|task| matches!(task.mode, Mode::Random(_))) {
            return Certainty::ByLot;
        }
        let by_people = rules.iter().any(|rule| match rule {
            AssigneeRule::Field(path) | AssigneeRule::DeptHead(path) => self.may_change(path.head()),
            _ => false,
        });
        let forks = self.plan.forks_around(ix).into_iter().map(|(fork, _)| fork);
        let around = self.conditions_around(ix).chain(forks);
        if by_people || around.into_iter().any(|node| self.hangs(node)) {
            Certainty::DependsOnEdit
        } else {
            Certainty::Certain
        }
    }

    fn conditions_around(&self, ix: NodeIx) -> impl Iterator<Item = NodeIx> {
        let plan = self.plan;
        let forks: Vec<NodeIx> = plan.forks_around(ix).into_iter().map(|(fork, _)| fork).collect();
        std::iter::once(ix).chain(forks).flat_map(|node| plan.at(node).inside.clone())
    }

    /// Whether the way through a condition or fork hangs on a field that may still change.
    fn hangs(&self, ix: NodeIx) -> bool {
        let (Shape::Choice(ports) | Shape::Fork(ports)) = self.plan.at(ix).kind.shape() else { return false };
        let mut hangs = false;
        for filter in ports.iter().filter_map(|port| port.when) {
            filter.visit_paths(&mut |path| hangs |= self.may_change(path.head()));
        }
        hangs
    }

    fn may_change(&self, field: &str) -> bool {
        if self.revising {
            return true;
        }
        let mut open = vec![field.to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(field) = open.pop() {
            if self.writable.contains(&field) {
                return true;
            }
            if seen.insert(field.clone()) {
                open.extend(self.sources.get(field.as_str()).into_iter().flatten().map(Key::to_string));
            }
        }
        false
    }
}
