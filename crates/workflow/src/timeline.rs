//! What happened to an instance as people read it: on the task's page, in print, in a message.
//!
//! A projection of the events and nothing else; it holds no text, only who, what, where and when.

use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use serde::{Deserialize, Serialize};

use crate::engine::{
    CancelReason, Event, FlowState, Happened, Note, ReturnMode, SignOrder, SignPosition, SkipReason, State, TaskAct,
    TaskNo, TaskStatus,
};

/// One line of an instance's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The number of the event.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody where the product itself did.
    pub by: Option<Id>,
    /// For whom the person stood in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Id>,
    /// What.
    pub what: Line,
    /// At which node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Key>,
    /// On which visit of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// At which task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskNo>,
    /// What was said along with it.
    #[serde(default)]
    pub note: Note,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Line {
    /// The record was submitted.
    Submitted,
    /// It was submitted again.
    Resubmitted,
    /// A person was asked.
    Asked { person: Id },
    /// A task was approved, or reported done.
    Approved,
    /// It was reported done.
    Completed,
    /// It was refused.
    Rejected,
    /// A delegate has answered.
    Answered { to: Option<Id> },
    /// It was given back.
    Returned { target: Key, mode: ReturnMode },
    /// An approval was taken back.
    Recalled,
    /// It was handed over.
    Transferred { to: Id },
    /// Somebody else was asked first.
    Delegated { to: Id },
    /// People were added.
    SignAdded { position: SignPosition, order: SignOrder, people: Vec<Id> },
    /// Somebody who had been added was taken away.
    SignRemoved { person: Id },
    /// A person counts as having approved.
    Skipped { person: Id, reason: SkipReason },
    /// A node was passed without anybody being asked.
    Passed { reason: Option<SkipReason> },
    /// A condition chose.
    Case { case: Key },
    /// Fields got values from the flow.
    FieldsSet { fields: Vec<Key> },
    /// People were told.
    Told { people: Vec<Id> },
    /// Somebody said something.
    Commented,
    /// Somebody was reminded.
    Urged { person: Id },
    /// Somebody took a task for all who were asked.
    Claimed,
    /// Somebody gave it back to them.
    Unclaimed,
    /// A route led to another node.
    Jumped { target: Key },
    /// An administrator suspended it.
    Suspended,
    /// An administrator let it go on.
    Continued,
    /// It waits for an administrator.
    Incident { code: String },
    /// It ended.
    Finished { flow_state: FlowState },
}

/// The history of an instance, oldest first.
pub fn timeline(events: &[Event]) -> Vec<TimelineEntry> {
    let mut state = State::default();
    let mut entries = Vec::new();
    for event in events {
        state.apply(event);
        if let Some((what, place)) = line_of(&state, &event.what) {
            entries.push(entry(&state, event, what, place));
        }
    }
    entries
}

/// Where a line belongs.
enum Place {
    Task(TaskNo),
    Node(Option<Key>),
}

fn entry(state: &State, event: &Event, what: Line, place: Place) -> TimelineEntry {
    let (task, node) = match place {
        Place::Task(task) => (Some(task), state.node_of(task).cloned()),
        Place::Node(node) => (None, node),
    };
    let run = task.and_then(|task| state.tasks.get(&task)).and_then(|task| state.runs.get(&task.run));
    let owner = task.and_then(|task| state.tasks.get(&task)).filter(|task| task.origin == crate::Origin::StandIn);
    TimelineEntry {
        seq: event.seq,
        at: event.at,
        by: event.by,
        on_behalf_of: owner.map(|task| task.owner).filter(|owner| Some(*owner) != event.by),
        what,
        node,
        round: run.map(|run| run.round),
        task,
        note: note_of(&event.what),
    }
}

fn note_of(what: &Happened) -> Note {
    match what {
        Happened::TaskDecided { note, .. }
        | Happened::SignAdded { note, .. }
        | Happened::Told { note, .. }
        | Happened::Commented { note }
        | Happened::Suspended { note }
        | Happened::Continued { note }
        | Happened::Recalled { note, .. }
        | Happened::Finished { note, .. } => note.clone(),
        _ => Note::default(),
    }
}

fn line_of(state: &State, what: &Happened) -> Option<(Line, Place)> {
    let nowhere = Place::Node(None);
    let at_task = |task: &TaskNo| Place::Task(*task);
    let assignee = |task: &TaskNo| state.tasks.get(task).map(|task| task.assignee);
    Some(match what {
        Happened::Started { .. } => (Line::Submitted, nowhere),
        Happened::Resubmitted { .. } => (Line::Resubmitted, nowhere),
        Happened::TaskOpened { task, .. } => (Line::Asked { person: assignee(task)? }, at_task(task)),
        Happened::TaskDecided { task, .. } => (decision(state, what)?, at_task(task)),
        Happened::TaskSkipped { task, reason, .. } => {
            (Line::Skipped { person: assignee(task)?, reason: *reason }, at_task(task))
        }
        Happened::TaskClosed { task, reason: CancelReason::Removed, .. } => {
            (Line::SignRemoved { person: assignee(task)? }, at_task(task))
        }
        Happened::SignAdded { task, position, order, users, .. } => {
            (Line::SignAdded { position: *position, order: *order, people: users.clone() }, at_task(task))
        }
        Happened::Recalled { task, .. } => (Line::Recalled, at_task(task)),
        Happened::TaskClaimed { task } => (Line::Claimed, at_task(task)),
        Happened::TaskUnclaimed { task } => (Line::Unclaimed, at_task(task)),
        Happened::Jumped { node, target } => (Line::Jumped { target: target.clone() }, Place::Node(Some(node.clone()))),
        Happened::Suspended { .. } => (Line::Suspended, nowhere),
        Happened::Continued { .. } => (Line::Continued, nowhere),
        Happened::Returned { run, target, mode } => {
            let node = state.runs.get(run).map(|run| run.node.clone());
            (Line::Returned { target: target.clone(), mode: *mode }, Place::Node(node))
        }
        Happened::RunClosed { run, skip: Some(reason), .. } => {
            let node = state.runs.get(run).map(|run| run.node.clone());
            (Line::Passed { reason: Some(*reason) }, Place::Node(node))
        }
        Happened::NodePassed { node } => (Line::Passed { reason: None }, Place::Node(Some(node.clone()))),
        Happened::CaseTaken { node, case } => (Line::Case { case: case.clone() }, Place::Node(Some(node.clone()))),
        Happened::FieldsSet { node, fields, .. } => {
            (Line::FieldsSet { fields: fields.clone() }, Place::Node(node.clone()))
        }
        Happened::Told { node, people, .. } => {
            (Line::Told { people: people.iter().copied().collect() }, Place::Node(node.clone()))
        }
        Happened::Commented { .. } => (Line::Commented, nowhere),
        Happened::Urged { task } => (Line::Urged { person: assignee(task)? }, at_task(task)),
        Happened::IncidentRaised { node, code, .. } => {
            (Line::Incident { code: code.clone() }, Place::Node(Some(node.clone())))
        }
        Happened::Finished { flow_state, end, .. } => {
            (Line::Finished { flow_state: *flow_state }, Place::Node(end.clone()))
        }
        _ => return None,
    })
}

fn decision(state: &State, what: &Happened) -> Option<Line> {
    let Happened::TaskDecided { task, status, act, to, .. } = what else { return None };
    let resubmitted = state.tasks.get(task).is_some_and(|task| task.origin == crate::Origin::Initiator);
    match status {
        // The initiator's own task ends with a line of its own.
        _ if resubmitted => None,
        TaskStatus::Approved if *act == TaskAct::Complete => Some(Line::Completed),
        TaskStatus::Approved | TaskStatus::Approving => Some(Line::Approved),
        TaskStatus::Rejected => Some(Line::Rejected),
        TaskStatus::Answered => Some(Line::Answered { to: *to }),
        TaskStatus::Transferred => to.map(|to| Line::Transferred { to }),
        TaskStatus::Delegated => to.map(|to| Line::Delegated { to }),
        // The line of the visit names the target.
        TaskStatus::Returned => None,
        TaskStatus::Waiting
        | TaskStatus::Pending
        | TaskStatus::Parked
        | TaskStatus::Skipped
        | TaskStatus::Cancelled => None,
    }
}
