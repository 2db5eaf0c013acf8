//! The engine's tasks and copies as rows that lists read.

use std::collections::BTreeSet;

use mortise_model::{Ctx, Id};
use mortise_store::{
    ConnectionTrait,
    repos::{
        instances::Instance,
        tasks::{self, Copy, Task as Row},
    },
};
use mortise_workflow::{Event, Happened, Run, State, Task, TaskNo, TaskStatus};
use serde::Serialize;

use crate::{Error, Result};

/// Brings the rows of an instance's tasks to what the engine says; the people whose lists have changed.
pub(super) async fn sync_tasks(
    db: &impl ConnectionTrait,
    ctx: &Ctx,
    instance: &Instance,
    state: &State,
) -> Result<BTreeSet<Id>> {
    let known = tasks::tasks_of_instance(db, instance.id).await?;
    let mut fresh = Vec::new();
    let mut touched = BTreeSet::new();
    for (no, task) in &state.tasks {
        let run = state.runs.get(&task.run).ok_or_else(|| Error::internal("a task without its node's visit"))?;
        match known.iter().find(|row| row.no == no.0) {
            None => {
                touched.insert(task.assignee);
                fresh.push(new_row(ctx, instance, (*no, task), run));
            }
            Some(row) => {
                let mut next = row.clone();
                fill(&mut next, ctx, instance, task);
                if next == *row {
                    continue;
                }
                touched.extend([row.assignee, next.assignee]);
                next.version = row.version + 1;
                if !tasks::update_task(db, row.version, &row.status, &next).await? {
                    return Err(Error::conflict("task_closed"));
                }
            }
        }
    }
    tasks::insert_tasks(db, &fresh).await?;
    Ok(touched)
}

fn new_row(ctx: &Ctx, instance: &Instance, (no, task): (TaskNo, &Task), run: &Run) -> Row {
    let mut row = Row {
        id: ctx.new_id(),
        instance: instance.id,
        no: no.0,
        app: instance.app.clone(),
        workflow: instance.workflow.clone(),
        node: run.node.clone(),
        round: run.round,
        form: instance.form.clone(),
        record: instance.record,
        title: String::new(),
        initiator: instance.initiator,
        assignee: task.assignee,
        owner: task.owner,
        origin: word(&task.origin),
        status: String::new(),
        act: None,
        comment: None,
        due_at: None,
        epoch: 0,
        version: 1,
        created_at: ctx.now,
        opened_at: None,
        read_at: None,
        urged_at: None,
        ended_at: None,
        ended_by: None,
    };
    fill(&mut row, ctx, instance, task);
    row
}

/// What of a row the engine decides.
fn fill(row: &mut Row, ctx: &Ctx, instance: &Instance, task: &Task) {
    row.title.clone_from(&instance.title);
    row.initiator = instance.initiator;
    row.assignee = task.assignee;
    row.status = word(&task.status);
    row.due_at = task.due_at;
    row.epoch = task.epoch;
    row.urged_at = task.urged_at;
    if task.status == TaskStatus::Pending && row.opened_at.is_none() {
        row.opened_at = Some(ctx.now);
    }
    if let Some(closed) = &task.closed {
        row.act = Some(word(&closed.act));
        row.ended_at = Some(closed.at);
        row.ended_by = closed.by;
    }
}

/// Keeps who was told.
pub(super) async fn keep_copies(
    db: &impl ConnectionTrait,
    ctx: &Ctx,
    instance: &Instance,
    events: &[Event],
) -> Result<()> {
    let mut copies = Vec::new();
    for event in events {
        let Happened::Told { node, people, .. } = &event.what else { continue };
        copies.extend(people.iter().map(|user| Copy {
            id: ctx.new_id(),
            instance: instance.id,
            user: *user,
            app: instance.app.clone(),
            workflow: instance.workflow.clone(),
            node: node.clone(),
            form: instance.form.clone(),
            record: instance.record,
            title: instance.title.clone(),
            at: event.at,
            read_at: None,
        }));
    }
    Ok(tasks::insert_copies(db, &copies).await?)
}

/// The snake-case name of a word of the engine.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}
