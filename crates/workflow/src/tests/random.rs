use mortise_model::Values;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::{
    script::{plan_of, values_of},
    world::{People, World, id, key, name},
};
use crate::{Command, FlowState, Mode, Note, ReturnMode, SignOrder, SignPosition, Standing, TaskNo, TokenNo};

/// Random bytes that decide, one after the other; zeros behind their end, so that shorter tapes are simpler.
struct Tape<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Tape<'_> {
    fn pick(&mut self, choices: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % choices.max(1)
    }

    fn done(&self) -> bool {
        self.at >= self.bytes.len()
    }
}

/// Grows a tree of nodes from a tape.
struct Grower<'a> {
    tape: Tape<'a>,
    nodes: usize,
    growth: Growth,
}

/// What trees consist of.
#[derive(Clone, Copy, PartialEq)]
enum Growth {
    /// What leads to the same people whenever it is walked.
    Foreseen,
    /// Lots are drawn, and routes lead back.
    Wild,
}

impl Grower<'_> {
    fn key(&mut self, prefix: &str) -> String {
        self.nodes += 1;
        format!("{prefix}{}", self.nodes)
    }

    fn line(&mut self, depth: usize, behind: Option<Json>) -> Option<Json> {
        let mut nodes: Vec<Json> = Vec::new();
        for _ in 0..self.tape.pick(3) + usize::from(depth == 0) {
            nodes.push(self.node(depth));
        }
        nodes.into_iter().rev().fold(behind, |next, mut node| {
            if let Some(next) = next {
                node["next"] = next;
            }
            Some(node)
        })
    }

    fn node(&mut self, depth: usize) -> Json {
        let kinds = if depth < 3 && self.nodes < 14 { 9 } else { 5 };
        if self.growth == Growth::Wild && self.nodes > 0 && self.tape.pick(9) == 8 {
            return self.route();
        }
        match self.tape.pick(kinds) {
            0..=2 => self.human("approver"),
            3 => self.human("handler"),
            4 => json!({"key": self.key("cc"), "kind": "cc", "settings": {"to": [{"user": "u9"}]}}),
            5 => {
                let limit = ["10", "100"][self.tape.pick(2)];
                let (one, other) = (self.line(depth + 1, None), self.line(depth + 1, None));
                json!({"key": self.key("x"), "kind": "condition", "settings": {"cases": [
                    {"key": "one", "when": {"field": "amount", "op": "gt", "value": limit}, "body": one},
                    {"key": "other", "body": other},
                ]}})
            }
            6 => {
                let (one, other) = (self.line(depth + 1, None), self.line(depth + 1, None));
                json!({"key": self.key("i"), "kind": "inclusive", "settings": {"branches": [
                    {"key": "one", "when": {"field": "amount", "op": "gt", "value": "10"}, "body": one},
                    {"key": "other", "body": other},
                ]}})
            }
            _ => {
                let branches: Vec<Json> = (0..2 + self.tape.pick(2))
                    .map(|number| json!({"key": format!("b{number}"), "body": self.line(depth + 1, None)}))
                    .collect();
                json!({"key": self.key("p"), "kind": "parallel", "settings": {"branches": branches}})
            }
        }
    }

    /// Back to the initiator while the amount is large.
    fn route(&mut self) -> Json {
        let when = json!({"field": "amount", "op": "gt", "value": "100"});
        json!({"key": self.key("r"), "kind": "route", "settings": {"when": when, "to": "start"}})
    }

    fn human(&mut self, kind: &str) -> Json {
        let first = self.tape.pick(6);
        let people: Vec<String> = (0..1 + self.tape.pick(3)).map(|n| format!("u{}", (first + n) % 6)).collect();
        let modes = [
            json!({"all": {}}),
            json!({"any": {}}),
            json!({"seq": {}}),
            json!({"ratio": {"percent": 50}}),
            json!({"all": {"collect_all": true}}),
            json!({"per_group": {"at_least": 1}}),
            json!({"pool": {}}),
            json!({"random": {}}),
        ];
        let modes = if self.growth == Growth::Wild { &modes[..] } else { &modes[..7] };
        let rejects = [json!("end"), json!("branch"), json!("return_prev"), json!("return_start")];
        let on_reject = if kind == "approver" { rejects[self.tape.pick(4)].clone() } else { json!("end") };
        let mode = modes[self.tape.pick(modes.len())].clone();
        let assignees = match self.tape.pick(12) {
            11 => json!([{"role": "none"}]),
            9 | 10 => json!([{"users": people}, {"users": ["u4", "u7"]}]),
            _ => json!([{"users": people}]),
        };
        let veto = if kind == "approver" && self.tape.pick(6) == 5 { json!([{"user": "u4"}]) } else { json!([]) };
        json!({"key": self.key("n"), "kind": kind, "settings": {
            "assignees": assignees, "mode": mode, "veto": veto, "on_reject": on_reject, "fields": {"amount": "write"},
        }})
    }
}

fn grow(bytes: &[u8], growth: Growth) -> Json {
    let mut grower = Grower { tape: Tape { bytes, at: 0 }, nodes: 0, growth };
    let dedup = ["none", "consecutive", "once_first"][grower.tape.pick(3)];
    let same = ["to_manager", "skip", "self_approve"][grower.tape.pick(3)];
    let body = grower.line(0, None);
    json!({"version": 1, "key": "f", "form": "request", "name": {"en": "f"},
        "settings": {"dedup": dedup, "same": same, "withdraw": "any_time", "empty": ["incident"]},
        "root": {"key": "start", "kind": "start", "settings": {}, "next": body}})
}

fn world(tree: &[u8], growth: Growth) -> World {
    let values = Map::from_iter([("amount".to_owned(), json!("50"))]);
    World::new(plan_of(&grow(tree, growth)), People::default(), values_of(&values))
}

/// One random act: somebody does something that may or may not be possible.
fn act(world: &mut World, tape: &mut Tape<'_>) {
    world.standing = Standing::Ordinary;
    world.chance = tape.pick(7) as u64;
    let open: Vec<(TaskNo, String)> = world.state.pending().map(|(no, task)| (no, name(task.assignee))).collect();
    let kind = tape.pick(25);
    let note = Note::default;
    let Some((task, who)) = open.get(tape.pick(open.len())).cloned() else {
        world.standing = Standing::Administrator;
        let token = world.state.incidents.keys().next().copied().unwrap_or(TokenNo(0));
        let _ = world.act("u9", &Command::Retry { token });
        return;
    };
    let amount = ["5", "50", "500"][tape.pick(3)];
    let fields = if tape.pick(4) == 3 {
        values_of(&Map::from_iter([("amount".to_owned(), json!(amount))]))
    } else {
        Values::new()
    };
    let other = id(&format!("u{}", tape.pick(8)));
    let nodes: Vec<_> = world.plan.nodes().iter().map(|node| node.key.clone()).collect();
    let target = nodes[tape.pick(nodes.len())].clone();
    let mode = [ReturnMode::Rewalk, ReturnMode::Straight][tape.pick(2)];
    let position = [SignPosition::Before, SignPosition::After, SignPosition::Parallel][tape.pick(3)];
    let order = [SignOrder::Any, SignOrder::All, SignOrder::Seq][tape.pick(3)];
    let command = match kind {
        0..=5 => Command::Approve { task, note: note(), fields },
        6..=7 => Command::Complete { task, note: note(), fields },
        8 => Command::Reject { task, note: note(), fields },
        9..=12 => Command::Return { task, target, mode, note: note() },
        13 => Command::Transfer { task, to: other, note: note() },
        14 => Command::Delegate { task, to: other, note: note() },
        15 | 16 => Command::AddSign { task, position, users: vec![other], order, note: note() },
        17 => {
            let added = world.state.tasks.iter().filter(|(_, task)| task.added_by.is_some() && task.status.is_live());
            let Some((no, added)) = added.map(|(no, task)| (*no, task.added_by.unwrap())).next() else { return };
            let _ = world.act(&name(added), &Command::RemoveSign { task: no });
            return;
        }
        18 if tape.pick(2) == 1 => {
            let decided = world.state.tasks.iter().filter(|(_, task)| task.closed.is_some());
            let decided: Vec<(TaskNo, String)> = decided.map(|(no, task)| (*no, name(task.assignee))).collect();
            let Some((task, who)) = decided.get(tape.pick(decided.len())).cloned() else { return };
            let _ = world.act(&who, &Command::Recall { task, note: note() });
            return;
        }
        18 => Command::Resubmit { mode: None, note: note(), fields },
        19 | 20 => Command::Claim { task },
        21 => Command::Unclaim { task },
        22 | 23 => {
            world.standing = Standing::Administrator;
            match (kind, world.state.suspended) {
                (22, _) => Command::Reassign { task, to: other, note: note() },
                (_, None) => Command::Suspend { note: note() },
                (_, Some(_)) => Command::Resume { note: note() },
            }
        }
        _ => Command::Save { task, fields },
    };
    let before = world.state.clone();
    if world.act(&who, &command).is_err() {
        assert_eq!(world.state, before, "a refused command changed something");
    }
}

/// Lets a suspended instance go on.
fn go_on(world: &mut World) {
    if world.state.suspended.is_some() {
        world.standing = Standing::Administrator;
        world.act("u9", &Command::Resume { note: Note::default() }).unwrap();
    }
}

/// Agrees to everything until nobody is asked any more.
fn agree_to_all(world: &mut World) {
    for _ in 0..400 {
        let next = world.state.pending().map(|(no, task)| (no, task.clone())).next();
        let Some((task, held)) = next else { return };
        let node = world.state.node_of(task).cloned().unwrap();
        let completes = held.delegator.is_some() || world.plan.node(&node).unwrap().kind.completes();
        let pool =
            world.plan.node(&node).unwrap().task_settings().is_some_and(|task| matches!(task.mode, Mode::Pool(_)));
        if pool && held.parent.is_none() && !held.claimed {
            world.act(&name(held.assignee), &Command::Claim { task }).unwrap();
        }
        let (note, fields) = (Note::default(), Values::new());
        let command = match (held.origin, completes) {
            (crate::Origin::Initiator, _) => Command::Resubmit { mode: None, note, fields },
            (_, true) => Command::Complete { task, note, fields },
            (_, false) => Command::Approve { task, note, fields },
        };
        world.act(&name(held.assignee), &command).unwrap();
    }
    panic!("agreeing to everything does not come to an end");
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// `World::act` looks at I1 to I8 after every command.
    #[test]
    fn invariants_hold_whatever_people_do(
        tree in prop::collection::vec(any::<u8>(), 0..120),
        acts in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut world = world(&tree, Growth::Wild);
        world.act("u0", &Command::Start { dept: None, picks: Default::default() }).unwrap();
        let mut tape = Tape { bytes: &acts, at: 0 };
        while !tape.done() && world.state.flow_state == FlowState::Running {
            act(&mut world, &mut tape);
        }
        go_on(&mut world);
        world.standing = Standing::Ordinary;
        // Large amounts lead back again and again.
        world.values.extend(values_of(&Map::from_iter([("amount".to_owned(), json!("5"))])));
        agree_to_all(&mut world);
        let stuck = !world.state.incidents.is_empty();
        prop_assert!(world.state.flow_state.is_final() || stuck, "{:?}", world.state);
    }

    /// Preview and reality are the same where nobody changes anything.
    #[test]
    fn preview_is_what_happens(tree in prop::collection::vec(any::<u8>(), 0..120)) {
        let mut world = world(&tree, Growth::Foreseen);
        let predicted = world.preview("u0").unwrap();
        world.act("u0", &Command::Start { dept: None, picks: Default::default() }).unwrap();
        agree_to_all(&mut world);
        prop_assert_eq!(super::previews::visits(&world), super::previews::predicted(&predicted));
        prop_assert_eq!(predicted.flow_state, world.state.flow_state);
    }

    /// From anywhere on the way as well.
    #[test]
    fn preview_of_the_rest_is_what_happens(
        tree in prop::collection::vec(any::<u8>(), 0..120),
        acts in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut world = world(&tree, Growth::Foreseen);
        world.act("u0", &Command::Start { dept: None, picks: Default::default() }).unwrap();
        let mut tape = Tape { bytes: &acts, at: 0 };
        while !tape.done() && world.state.flow_state == FlowState::Running {
            act(&mut world, &mut tape);
        }
        go_on(&mut world);
        world.standing = Standing::Ordinary;
        let before = super::previews::visits(&world).len();
        let predicted = world.preview("u0");
        if world.state.flow_state != FlowState::Running {
            return Ok(());
        }
        let predicted = predicted.unwrap();
        agree_to_all(&mut world);
        let rest = super::previews::visits(&world).split_off(before);
        prop_assert_eq!(rest, super::previews::predicted(&predicted));
        prop_assert_eq!(predicted.flow_state, world.state.flow_state);
    }
}

#[test]
fn a_long_tape_makes_a_tree_worth_testing() {
    let bytes: Vec<u8> = (0..=255).map(|n: u8| n.wrapping_mul(37).wrapping_add(11)).collect();
    let plan = plan_of(&grow(&bytes, Growth::Wild));
    assert!(plan.nodes().len() > 5, "{}", plan.nodes().len());
    assert!(plan.node("start").is_some() && plan.node(&key("nothing")).is_none());
}
