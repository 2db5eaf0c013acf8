use std::collections::BTreeMap;

use indexmap::IndexMap;
use mortise_model::{Id, Key, Row, Storage, Value, Values};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::world::{People, World, id, key, name, shapes};
use crate::{
    Command, Effect, Event, Happened, Note, Plan, ReturnMode, SignOrder, SignPosition, Standing, TaskNo, TaskStatus,
    Timer, read_workflow, timeline,
};

/// One case of a case file: a definition, people, and what happens step by step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) key: String,
    /// The numbers of the scenarios that it is about, where it is about one that has a number.
    #[serde(default)]
    pub(crate) scenario: String,
    /// What it shows.
    pub(crate) shows: String,
    pub(crate) flow: Json,
    #[serde(default)]
    pub(crate) people: People,
    #[serde(default)]
    pub(crate) values: Map<String, Json>,
    pub(crate) steps: Vec<Step>,
}

/// One step: who does what, and what is so afterwards. What is left out is not looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Step {
    #[serde(rename = "as")]
    who: Option<String>,
    start: bool,
    picks: BTreeMap<String, Vec<String>>,
    /// The node at which the person's task is acted on.
    approve: Option<String>,
    reject: Option<String>,
    complete: Option<String>,
    save: Option<String>,
    #[serde(rename = "return")]
    give_back: Option<String>,
    recall: Option<String>,
    /// The node whose timer of the live task fires; `stale` for one of an older opening.
    fire: Option<String>,
    /// The node whose reminder of the live task fires; `stale` for one of an older opening.
    remind: Option<String>,
    stale: bool,
    transfer: Option<String>,
    delegate: Option<String>,
    add_sign: Option<String>,
    remove_sign: Option<String>,
    claim: Option<String>,
    unclaim: Option<String>,
    /// The node at which the task of `user` goes to `to`.
    reassign: Option<String>,
    user: Option<String>,
    to: Option<String>,
    mode: Option<ReturnMode>,
    position: Option<SignPosition>,
    order: SignOrder,
    users: Vec<String>,
    resubmit: bool,
    withdraw: bool,
    terminate: bool,
    retry: bool,
    suspend: bool,
    resume: bool,
    urge: bool,
    say: Option<String>,
    tell: Vec<String>,
    comment: Option<String>,
    signed: bool,
    values: Map<String, Json>,
    /// Changes around the instance, before the act.
    administrator: bool,
    set: Map<String, Json>,
    leave: Vec<String>,
    minutes: i64,
    /// By what lots are drawn in this step.
    chance: u64,
    /// What is so afterwards.
    refused: Option<String>,
    params: Map<String, Json>,
    pending: Option<Vec<String>>,
    parked: Option<Vec<String>>,
    waiting: Option<Vec<String>>,
    state: Option<String>,
    incidents: Option<Vec<String>>,
    trace: Option<Vec<String>>,
    lines: Option<Vec<String>>,
    record: Map<String, Json>,
    told: Option<Vec<String>>,
    due: IndexMap<String, String>,
    /// By node, when its person is to be reminded by timers that this step started.
    reminders: IndexMap<String, Vec<String>>,
    /// What this step told people: `kind person`.
    notices: Option<Vec<String>>,
    /// Nodes whose live task is still the one from before this step.
    same_task: Vec<String>,
}

pub(crate) fn plan_of(flow: &Json) -> Plan {
    let spec = read_workflow(flow).unwrap_or_else(|issues| panic!("{issues:?}"));
    Plan::new(&spec).unwrap_or_else(|issues| panic!("{issues:?}"))
}

/// Values of the test form from JSON.
pub(crate) fn values_of(written: &Map<String, Json>) -> Values {
    let app = shapes();
    let form = app.form("request").unwrap();
    written.iter().map(|(field, json)| (key(field), value_of(&form.fields[field.as_str()].storage, json))).collect()
}

fn value_of(storage: &Storage, json: &Json) -> Value {
    let number = |json: &Json| json.to_string().trim_matches('"').to_owned();
    match (storage, json) {
        (_, Json::Null) => Value::Null,
        (Storage::Decimal { .. }, _) => Value::Decimal(number(json).parse().unwrap()),
        (Storage::Int, _) => Value::Int(number(json).parse().unwrap()),
        (Storage::Ref(_), Json::String(one)) => Value::Ref(id(one)),
        (Storage::RefList(_), Json::Array(list)) => {
            Value::Refs(list.iter().map(|one| id(one.as_str().unwrap())).collect())
        }
        (Storage::Rows, Json::Array(rows)) => Value::Rows(rows.iter().map(row_of).collect()),
        (Storage::Text, Json::String(text)) => Value::Text(text.clone()),
        other => panic!("no value for {other:?}"),
    }
}

fn row_of(json: &Json) -> Row {
    let map = json.as_object().unwrap();
    let storage = |column: &str| if column == "qty" { Storage::Int } else { Storage::Decimal { scale: 2 } };
    let cells = map.iter().filter(|(column, _)| *column != "_id");
    Row {
        id: map.get("_id").and_then(Json::as_i64).map(Id::from_raw),
        values: cells.map(|(column, cell)| (key(column), value_of(&storage(column), cell))).collect(),
    }
}

/// Runs a case; panics with the step that does not go as written.
pub(crate) fn check(case: &Case) -> World {
    assert!(!case.shows.is_empty(), "case `{}` does not say what it shows", case.key);
    let mut world = World::new(plan_of(&case.flow), case.people.clone(), values_of(&case.values));
    for (number, step) in case.steps.iter().enumerate() {
        let place = format!("case `{}`, step {}", case.key, number + 1);
        take(&mut world, step, &place);
    }
    world
}

fn take(world: &mut World, step: &Step, place: &str) {
    world.advance(step.minutes);
    world.values.extend(values_of(&step.set));
    world.values = super::world::recomputed(&world.values);
    world.people.inactive.extend(step.leave.iter().cloned());
    world.chance = step.chance;
    world.standing = if step.administrator { Standing::Administrator } else { Standing::Ordinary };
    let before: Vec<(String, Option<TaskNo>)> =
        step.same_task.iter().map(|node| (node.clone(), live_task(world, node))).collect();
    if let Some(who) = &step.who {
        let command = command_of(world, step, who, place);
        match (world.act(who, &command), &step.refused) {
            (Ok(()), None) => {}
            (Ok(()), Some(code)) => panic!("{place}: expected to be refused with `{code}`"),
            (Err(refusal), None) => panic!("{place}: {refusal:?}"),
            (Err(refusal), Some(code)) => {
                assert_eq!(refusal.code, code, "{place}: {refusal:?}");
                for (name, value) in &step.params {
                    assert_eq!(shown(&refusal.params[name]), *value, "{place}: {name} of {refusal:?}");
                }
            }
        }
    }
    for (node, task) in before {
        assert!(task.is_some() && live_task(world, &node) == task, "{place}: the task at `{node}` is another one");
    }
    compare(world, step, place);
}

fn live_task(world: &World, node: &str) -> Option<TaskNo> {
    let live = world.state.tasks.iter().filter(|(_, task)| task.status.is_live()).map(|(no, _)| *no);
    live.into_iter().find(|no| world.state.node_of(*no).is_some_and(|key| *key == *node))
}

/// Ids in refusals as the names that scripts use.
fn shown(json: &Json) -> Json {
    match json.as_str().and_then(|text| text.parse::<Id>().ok()) {
        Some(id) => Json::String(name(id)),
        None => json.clone(),
    }
}

/// The task at a node that a person holds, or held last.
fn task_of(world: &World, node: &str, who: &str) -> Option<TaskNo> {
    let at_node = |no: &TaskNo| world.state.node_of(*no).is_some_and(|key| *key == *node);
    let mut mine = world.state.tasks.iter().filter(|(no, task)| {
        at_node(no) && (task.assignee == id(who) || (task.owner == id(who) && task.origin == crate::Origin::StandIn))
    });
    let open = mine.clone().find(|(_, task)| task.status == TaskStatus::Pending);
    open.or_else(|| mine.next_back()).map(|(no, _)| *no)
}

fn command_of(world: &World, step: &Step, who: &str, place: &str) -> Command {
    let note =
        Note { comment: step.comment.clone(), files: Vec::new(), signature: step.signed.then_some(Id::from_raw(9)) };
    let fields = values_of(&step.values);
    let users: Vec<Id> = step.users.iter().map(|user| id(user)).collect();
    let task = |node: &str| {
        task_of(world, node, who).unwrap_or_else(|| {
            // Somebody else's task, so that the engine refuses.
            world
                .state
                .pending()
                .map(|(no, _)| no)
                .find(|no| *world.state.node_of(*no).unwrap() == *node)
                .unwrap_or_else(|| panic!("{place}: nobody has a task at `{node}`"))
        })
    };
    let to = || id(step.to.as_ref().unwrap_or_else(|| panic!("{place}: `to` is missing")));
    match step {
        Step { start: true, .. } => {
            let picks = step.picks.iter().map(|(node, users)| (key(node), users.iter().map(|u| id(u)).collect()));
            Command::Start { dept: None, picks: picks.collect() }
        }
        Step { approve: Some(node), .. } => Command::Approve { task: task(node), note, fields },
        Step { reject: Some(node), .. } => Command::Reject { task: task(node), note, fields },
        Step { complete: Some(node), .. } => Command::Complete { task: task(node), note, fields },
        Step { save: Some(node), .. } => Command::Save { task: task(node), fields },
        Step { give_back: Some(node), .. } => Command::Return {
            task: task(node),
            target: key(step.to.as_ref().unwrap()),
            mode: step.mode.unwrap_or(ReturnMode::Rewalk),
            note,
        },
        Step { recall: Some(node), .. } => {
            let mine = |task: &&crate::Task| task.assignee == id(who);
            let at_node = world
                .state
                .tasks
                .iter()
                .filter(|(no, task)| world.state.node_of(**no).unwrap().as_str() == node && mine(task));
            Command::Recall { task: at_node.map(|(no, _)| *no).next_back().unwrap(), note }
        }
        Step { fire: Some(node), .. } => {
            let task = live_task(world, node).unwrap_or_else(|| panic!("{place}: nobody is asked at `{node}`"));
            Command::Due { task, epoch: world.state.tasks[&task].epoch - u32::from(step.stale) }
        }
        Step { remind: Some(node), .. } => {
            let task = live_task(world, node).unwrap_or_else(|| panic!("{place}: nobody is asked at `{node}`"));
            Command::Remind { task, epoch: world.state.tasks[&task].epoch - u32::from(step.stale) }
        }
        Step { transfer: Some(node), .. } => Command::Transfer { task: task(node), to: to(), note },
        Step { delegate: Some(node), .. } => Command::Delegate { task: task(node), to: to(), note },
        Step { add_sign: Some(node), .. } => {
            Command::AddSign { task: task(node), position: step.position.unwrap(), users, order: step.order, note }
        }
        Step { remove_sign: Some(node), .. } => {
            let task = task_of(world, node, step.to.as_ref().unwrap()).unwrap();
            Command::RemoveSign { task }
        }
        Step { claim: Some(node), .. } => Command::Claim { task: task(node) },
        Step { unclaim: Some(node), .. } => Command::Unclaim { task: task(node) },
        Step { reassign: Some(node), user: Some(user), .. } => {
            Command::Reassign { task: task_of(world, node, user).unwrap(), to: to(), note }
        }
        Step { suspend: true, .. } => Command::Suspend { note },
        Step { resume: true, .. } => Command::Resume { note },
        Step { resubmit: true, .. } => Command::Resubmit { mode: step.mode, note, fields },
        Step { withdraw: true, .. } => Command::Withdraw { note },
        Step { terminate: true, .. } => Command::Terminate { note },
        Step { retry: true, .. } => Command::Retry { token: *world.state.incidents.keys().next().unwrap() },
        Step { urge: true, .. } => Command::Urge { task: None },
        Step { say: Some(text), .. } => Command::Comment { note: Note { comment: Some(text.clone()), ..note } },
        Step { tell, .. } if !tell.is_empty() => {
            Command::Cc { users: tell.iter().map(|user| id(user)).collect(), note }
        }
        _ => panic!("{place}: nothing is done"),
    }
}

fn compare(world: &World, step: &Step, place: &str) {
    let with = |status: TaskStatus| tasks_with(world, status);
    if let Some(pending) = &step.pending {
        assert_eq!(with(TaskStatus::Pending), sorted(pending), "{place}: who is asked");
    }
    if let Some(waiting) = &step.waiting {
        assert_eq!(with(TaskStatus::Waiting), sorted(waiting), "{place}: whose turn has not come");
    }
    if let Some(parked) = &step.parked {
        assert_eq!(with(TaskStatus::Parked), sorted(parked), "{place}: what is laid aside");
    }
    if let Some(state) = &step.state {
        assert_eq!(world.state.flow_state.as_str(), state, "{place}: where the instance stands");
    }
    if let Some(incidents) = &step.incidents {
        let found: Vec<String> =
            world.state.incidents.values().map(|incident| format!("{}:{}", incident.node, incident.code)).collect();
        assert_eq!(found, *incidents, "{place}: incidents");
    }
    if let Some(expected) = &step.trace {
        assert_eq!(trace(&world.events), *expected, "{place}: what happened to forks and returns");
    }
    if let Some(expected) = &step.lines {
        assert_eq!(lines(world), *expected, "{place}: the timeline");
    }
    if let Some(expected) = &step.told {
        let told: Vec<String> = world.state.told.iter().map(|id| name(*id)).collect();
        assert_eq!(told, sorted(expected), "{place}: who was told");
    }
    for (field, value) in values_of(&step.record) {
        assert_eq!(world.values.get(&field).unwrap_or(&Value::Null), &value, "{place}: field `{field}`");
    }
    compare_reminders(world, step, place);
    for (node, due) in &step.due {
        let task = live_task(world, node).unwrap_or_else(|| panic!("{place}: nobody is asked at `{node}`"));
        let at = world.state.tasks[&task].due_at.map(|at| at.format("%Y-%m-%dT%H:%M").to_string());
        assert_eq!(at.as_ref(), Some(due), "{place}: when `{node}` is due");
        let timer = |effect: &Effect| matches!(effect, Effect::StartTimer { task: at_task, .. } if *at_task == task);
        assert!(world.effects.iter().any(timer), "{place}: no timer was started at `{node}`");
    }
}

fn compare_reminders(world: &World, step: &Step, place: &str) {
    for (node, expected) in &step.reminders {
        let task = live_task(world, node).unwrap_or_else(|| panic!("{place}: nobody is asked at `{node}`"));
        let at = |effect: &Effect| match effect {
            Effect::StartTimer { task: of, at, what: Timer::Remind(_), .. } if *of == task => {
                Some(at.format("%Y-%m-%dT%H:%M").to_string())
            }
            _ => None,
        };
        let found: Vec<String> = world.effects.iter().filter_map(at).collect();
        assert_eq!(found, *expected, "{place}: the reminders of `{node}`");
    }
    if let Some(expected) = &step.notices {
        let told = |effect: &Effect| match effect {
            Effect::Notify { to, kind, .. } => {
                let kind = serde_json::to_value(kind).unwrap();
                let people = to.iter().map(|person| format!("{} {}", kind.as_str().unwrap(), name(*person)));
                people.collect::<Vec<_>>()
            }
            _ => Vec::new(),
        };
        let found: Vec<String> = world.effects.iter().flat_map(told).collect();
        assert_eq!(found, *expected, "{place}: what people are told");
    }
}

fn sorted(list: &[String]) -> Vec<String> {
    let mut list = list.to_vec();
    list.sort();
    list
}

/// The tasks with a status as `node round:person`, in order; the round is left out on the first visit.
fn tasks_with(world: &World, status: TaskStatus) -> Vec<String> {
    let tasks = world.state.tasks.values().filter(|task| task.status == status);
    let shown = tasks.map(|task| {
        let run = &world.state.runs[&task.run];
        let round = if run.round == 1 { String::new() } else { format!(" {}", run.round) };
        format!("{}{round}:{}", run.node, name(task.assignee))
    });
    sorted(&shown.collect::<Vec<_>>())
}

/// What happened to forks, and what was returned.
fn trace(events: &[Event]) -> Vec<String> {
    let mut forks: BTreeMap<crate::ScopeNo, (Key, u32)> = BTreeMap::new();
    let mut found = Vec::new();
    for event in events {
        match &event.what {
            Happened::ScopeOpened { scope, fork, generation, .. } => {
                forks.insert(*scope, (fork.clone(), *generation));
                found.push(format!("open {fork} {generation}"));
            }
            Happened::ScopeReopened { scope, generation, branch } => {
                let fork = forks.get_mut(scope).unwrap();
                fork.1 = *generation;
                found.push(format!("reopen {} {generation} {branch}", fork.0));
            }
            Happened::ScopeClosed { scope } => found.push(format!("close {} {}", forks[scope].0, forks[scope].1)),
            Happened::ScopeCancelled { scope, .. } => {
                found.push(format!("cancel {} {}", forks[scope].0, forks[scope].1));
            }
            Happened::Returned { target, .. } => found.push(format!("return {target}")),
            Happened::Resumed { straight, .. } => found.push(format!("resume {straight}")),
            _ => {}
        }
    }
    found
}

/// The timeline in short: `kind who node`.
fn lines(world: &World) -> Vec<String> {
    let entries = timeline(&world.events);
    let short = entries.iter().map(|entry| {
        let what = serde_json::to_value(&entry.what).unwrap();
        let who = entry.by.map(name).unwrap_or_default();
        let node = entry.node.as_ref().map(|node| format!(" {node}")).unwrap_or_default();
        let behalf = entry.on_behalf_of.map(|owner| format!(" for {}", name(owner))).unwrap_or_default();
        let note = entry.note.comment.as_ref().map(|text| format!(" \"{text}\"")).unwrap_or_default();
        format!("{} {who}{node}{behalf}{note}", what["kind"].as_str().unwrap())
    });
    short.filter(|line| !line.starts_with("asked")).collect()
}
