use mortise_model::Key;
use serde_json::{Map, json};

use super::{
    script::{plan_of, values_of},
    world::{People, World, id, key, name},
};
use crate::{Certainty, CloseReason, Command, Happened, Note, Preview, TaskNo};

/// The visits of nodes that people decide at, as they happened: node, round, who was asked first, who was skipped.
pub(crate) fn visits(world: &World) -> Vec<(Key, u32, Vec<String>, Vec<String>)> {
    let mut found = Vec::new();
    for event in &world.events {
        let Happened::NodeEntered { run, visit, .. } = &event.what else { continue };
        if world.plan.node(&visit.node).unwrap().task_settings().is_none() {
            continue;
        }
        let (mut asked, mut skipped) = (Vec::new(), Vec::new());
        for (_, task) in world.state.tasks_of(*run) {
            let skip = matches!(task.closed.as_ref().and_then(|closed| closed.reason), Some(CloseReason::Skipped(_)));
            let list = if skip { &mut skipped } else { &mut asked };
            list.push(name(task.assignee));
        }
        found.push((visit.node.clone(), visit.round, asked, skipped));
    }
    found
}

/// The same of a preview.
pub(crate) fn predicted(preview: &Preview) -> Vec<(Key, u32, Vec<String>, Vec<String>)> {
    let names = |people: &[mortise_model::Id]| people.iter().map(|person| name(*person)).collect::<Vec<_>>();
    let nodes = preview.nodes.iter();
    nodes.map(|node| (node.node.clone(), node.round, names(&node.people), names(&node.skipped))).collect()
}

fn flow(root_next: serde_json::Value) -> World {
    let flow = json!({"version": 1, "key": "f", "form": "request", "name": {"en": "f"},
        "root": {"key": "start", "kind": "start", "settings": {}, "next": root_next}});
    let amount = Map::from_iter([("amount".to_owned(), json!("200")), ("amount_cny".to_owned(), json!("200"))]);
    World::new(plan_of(&flow), People::default(), values_of(&amount))
}

fn by_amount(first: serde_json::Value) -> World {
    flow(json!({"key": "a", "kind": "approver", "settings": first, "next":
        {"key": "x", "kind": "condition", "settings": {"cases": [
            {"key": "big", "when": {"field": "amount_cny", "op": "gt", "value": "100"}, "body":
                {"key": "b", "kind": "approver", "settings": {"assignees": [{"user": "u2"}]}}},
            {"key": "else", "body": null}]},
        "next": {"key": "c", "kind": "approver", "settings": {"assignees": [{"user": "u3"}]}}}}))
}

fn certainty(preview: &Preview) -> Vec<(&str, Certainty)> {
    preview.nodes.iter().map(|node| (node.node.as_str(), node.certainty)).collect()
}

#[test]
fn a_condition_on_a_computed_field_hangs_on_what_may_be_written_before() {
    let world = by_amount(json!({"assignees": [{"user": "u1"}], "fields": {"amount": "write"}}));
    let preview = world.preview("u0").unwrap();
    let expected = [("a", Certainty::Certain), ("b", Certainty::DependsOnEdit), ("c", Certainty::Certain)];
    assert_eq!(certainty(&preview), expected);
    assert_eq!(preview.cases, [(key("x"), key("big"))]);
}

#[test]
fn a_condition_on_what_nobody_may_write_is_certain() {
    let world = by_amount(json!({"assignees": [{"user": "u1"}], "fields": {"note": "write"}}));
    let preview = world.preview("u0").unwrap();
    assert!(preview.nodes.iter().all(|node| node.certainty == Certainty::Certain), "{preview:?}");
}

#[test]
fn required_fields_comments_and_signatures_do_not_stop_a_preview() {
    let settings =
        json!({"assignees": [{"user": "u1"}], "must": ["note"], "signature": true, "comment_on": ["approve"]});
    let preview = by_amount(settings).preview("u0").unwrap();
    assert_eq!(certainty(&preview).len(), 3);
    assert_eq!(preview.flow_state, crate::FlowState::Approved);
}

#[test]
fn people_that_are_still_to_be_picked_are_marked() {
    let world = flow(json!({"key": "a", "kind": "approver", "settings": {"assignees": [{"initiator_picks": true}]}}));
    let preview = world.preview("u0").unwrap();
    assert_eq!(certainty(&preview), [("a", Certainty::NeedsPick)]);
    assert!(preview.nodes[0].people.is_empty());
}

#[test]
fn people_in_a_field_that_may_be_written_before_are_not_certain() {
    let world = flow(json!({"key": "a", "kind": "approver",
        "settings": {"assignees": [{"user": "u1"}], "fields": {"person": "write"}}, "next":
        {"key": "b", "kind": "approver", "settings": {"assignees": [{"field": "person"}, {"user": "u2"}]}}}));
    let preview = world.preview("u0").unwrap();
    assert_eq!(certainty(&preview), [("a", Certainty::Certain), ("b", Certainty::DependsOnEdit)]);
}

#[test]
fn a_preview_on_the_way_tells_the_rest() {
    let mut world = by_amount(json!({"assignees": [{"user": "u1"}], "fields": {"amount": "write"}}));
    world.act("u0", &Command::Start { dept: None, picks: Default::default() }).unwrap();
    let (task, _) = world.state.pending().next().unwrap();
    let approve = |task: TaskNo| Command::Approve { task, note: Note::default(), fields: Default::default() };
    world.act("u1", &approve(task)).unwrap();
    let preview = world.preview("u0").unwrap();
    assert_eq!(certainty(&preview), [("c", Certainty::Certain)]);
    assert_eq!(preview.nodes[0].people, [id("u3")]);
    assert!(world.state.pending().count() == 1, "a preview changed the instance");
}
