use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use mortise_model::{I18n, Id, Key};
use mortise_store::{
    ConnectionTrait,
    repos::{
        Page, instances,
        tasks::{self as repo, Copy, Task, TaskFilter},
        users,
    },
};
use mortise_workflow::{Access, Button, FlowState, Mode, Plan, Recall, State, Task as Held, TaskNo, TaskStatus};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{
    instance::{self, InstanceView, PersonRef, node_name},
    kept::{kept_by, kept_by_id},
    rows::word,
};
use crate::{
    AppModel, Error, Platform, Result, Session,
    forms::spec_seen,
    records::{RecordView, permit_to_read},
};

const AT_ONCE: u64 = 50;

/// Which tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Box {
    /// Those that wait for the person.
    Todo,
    /// Those that the person has decided.
    Done,
    /// The instances that the person has started.
    Started,
    /// Those of which the person was told.
    Cc,
}

/// A task in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskView {
    /// Which; in the boxes `started` and `cc` the instance.
    #[schema(value_type = String)]
    pub id: Id,
    /// The instance.
    #[schema(value_type = String)]
    pub instance: Id,
    /// The app.
    #[schema(value_type = String)]
    pub app: Key,
    /// The form.
    #[schema(value_type = String)]
    pub form: Key,
    /// What the form is called.
    #[schema(value_type = Object)]
    pub form_name: I18n,
    /// The record.
    #[schema(value_type = String)]
    pub record: Id,
    /// The record's title.
    pub title: String,
    /// The node that asks.
    #[schema(value_type = Option<String>)]
    pub node: Option<Key>,
    /// What the node is called.
    #[schema(value_type = Option<Object>)]
    pub node_name: Option<I18n>,
    /// How far it is.
    pub status: String,
    /// Who started the instance.
    pub initiator: Option<PersonRef>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When a decision is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
}

/// One page of tasks.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskPage {
    /// The tasks, newest first.
    pub items: Vec<TaskView>,
    /// Leads to the next page.
    pub next_cursor: Option<String>,
    /// How many wait for the person.
    pub total: u64,
}

/// A task with all that is needed to decide it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskDetail {
    /// The task.
    pub task: TaskView,
    /// Its record as the person may see it at this node.
    pub record: RecordView,
    /// The form as the person sees it at this node: with the fields that the node opens, without buttons.
    #[schema(value_type = Object)]
    pub spec: Json,
    /// What may be done with each field at this node: `write`, `read`, `hide`.
    #[schema(value_type = Object)]
    pub rights: IndexMap<String, &'static str>,
    /// Fields that must not be blank on approval.
    pub must: Vec<String>,
    /// What the person can do.
    pub actions: Vec<&'static str>,
    /// Where the task can be returned to.
    pub return_targets: Vec<ReturnTarget>,
    /// The instance.
    pub instance: InstanceView,
}

/// A node to which a task can be returned.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnTarget {
    /// The node.
    #[schema(value_type = String)]
    pub node: Key,
    /// What it is called.
    #[schema(value_type = Option<Object>)]
    pub name: Option<I18n>,
}

/// The tasks of a person.
pub async fn tasks(platform: &Platform, session: &Session, which: Box, cursor: Option<Id>) -> Result<TaskPage> {
    let db = session.tenant.reader();
    let me = session.user_id();
    let page = cursor.map_or_else(|| Page::first(AT_ONCE), |last| Page::after(last, AT_ONCE));
    let mut items = Vec::new();
    match which {
        Box::Todo => {
            for row in repo::tasks_waiting_for(db, me, &TaskFilter::default(), page).await? {
                items.push(view(platform, session, row).await?);
            }
        }
        Box::Done => {
            for row in repo::tasks_done_by(db, me, &TaskFilter::default(), page).await? {
                items.push(view(platform, session, row).await?);
            }
        }
        Box::Started => {
            let filter = instances::InstanceFilter { initiator: Some(me), ..Default::default() };
            for row in instances::instances(db, &filter, page).await? {
                items.push(of_instance(platform, session, row).await?);
            }
        }
        Box::Cc => {
            for copy in repo::copies_for(db, me, page).await? {
                items.push(of_copy(platform, session, copy).await?);
            }
        }
    }
    let full = items.len() as u64 == AT_ONCE;
    let next_cursor = items.last().filter(|_| full).map(|item: &TaskView| item.id.to_string());
    Ok(TaskPage { items, next_cursor, total: repo::count_waiting_for(db, me).await? })
}

/// One task, for the person who is asked.
pub async fn task(platform: &Platform, session: &Session, id: Id) -> Result<TaskDetail> {
    let db = session.tenant.reader();
    let row = repo::task_by_id(db, id).await?.ok_or(Error::NotFound("task"))?;
    require_part(session, &row).await?;
    let model = platform.app(session, &row.app).await?;
    let record = crate::records::get(platform, session, (&row.app, &row.form), row.record).await?;
    let permit = permit_to_read(&model, &session.identity, &row.form, row.record, db).await?;
    let spec = spec_seen(model.form(&row.form)?, &permit)?;
    let instance = instance::instance(platform, session, row.instance).await?;
    let stored = instances::instance_by_id(db, row.instance).await?.ok_or(Error::NotFound("instance"))?;
    let state: State = serde_json::from_value(stored.state.clone()).map_err(Error::internal)?;
    let flow = kept_by(db, &model, &stored).await?;
    let plan = Some(&flow.plan);
    let open = row.status == word(&TaskStatus::Pending) && row.assignee == session.user_id();
    let (rights, must) = field_rights(plan, &row.node, record.values.keys());
    Ok(TaskDetail {
        actions: match state.tasks.get(&TaskNo(row.no)) {
            _ if state.suspended.is_some() => Vec::new(),
            Some(task) if open => actions(plan, &row.node, task),
            Some(task) if may_recall(&flow.plan, &state, (TaskNo(row.no), task), session.user_id()) => vec!["recall"],
            _ => Vec::new(),
        },
        return_targets: plan.filter(|_| open).map(|plan| return_targets(plan, &state, &row.node)).unwrap_or_default(),
        task: view(platform, session, row).await?,
        record,
        spec,
        rights,
        must,
        instance,
    })
}

/// The tasks of an instance that wait for the person.
pub(super) async fn waiting_at(
    platform: &Platform,
    session: &Session,
    instance: Id,
    db: &impl ConnectionTrait,
) -> Result<Vec<TaskView>> {
    let mut found = Vec::new();
    for row in repo::tasks_of_instance(db, instance).await? {
        if row.status == repo::PENDING && row.assignee == session.user_id() {
            found.push(view(platform, session, row).await?);
        }
    }
    Ok(found)
}

/// Only those who are or were asked may know of a task.
pub(super) async fn require_part(session: &Session, task: &Task) -> Result<()> {
    let me = session.user_id();
    if [task.assignee, task.owner].contains(&me) || task.ended_by == Some(me) || task.initiator == Some(me) {
        return Ok(());
    }
    Err(Error::NotFound("task"))
}

pub(super) async fn view(platform: &Platform, session: &Session, row: Task) -> Result<TaskView> {
    let model = platform.app(session, &row.app).await?;
    let flow = kept_by_id(session.tenant.reader(), &model, row.instance).await?;
    Ok(TaskView {
        id: row.id,
        instance: row.instance,
        form_name: form_name(&model, &row.form)?,
        node_name: node_name(Some(&flow.plan), &row.node),
        node: Some(row.node),
        app: row.app,
        form: row.form,
        record: row.record,
        title: row.title,
        status: row.status,
        initiator: person(session, row.initiator).await?,
        created_at: row.opened_at.unwrap_or(row.created_at),
        due_at: row.due_at,
        version: row.version,
    })
}

async fn of_instance(platform: &Platform, session: &Session, row: instances::Instance) -> Result<TaskView> {
    let model = platform.app(session, &row.app).await?;
    Ok(TaskView {
        id: row.id,
        instance: row.id,
        form_name: form_name(&model, &row.form)?,
        node_name: None,
        node: None,
        app: row.app,
        form: row.form,
        record: row.record,
        title: row.title,
        status: row.status,
        initiator: person(session, row.initiator).await?,
        created_at: row.started_at,
        due_at: None,
        version: row.rev,
    })
}

async fn of_copy(platform: &Platform, session: &Session, copy: Copy) -> Result<TaskView> {
    let model = platform.app(session, &copy.app).await?;
    let flow = kept_by_id(session.tenant.reader(), &model, copy.instance).await?;
    Ok(TaskView {
        id: copy.id,
        instance: copy.instance,
        form_name: form_name(&model, &copy.form)?,
        node_name: copy.node.as_ref().and_then(|node| node_name(Some(&flow.plan), node)),
        node: copy.node,
        app: copy.app,
        form: copy.form,
        record: copy.record,
        title: copy.title,
        status: if copy.read_at.is_some() { "read" } else { "unread" }.to_owned(),
        initiator: None,
        created_at: copy.at,
        due_at: None,
        version: 1,
    })
}

fn form_name(model: &AppModel, form: &Key) -> Result<I18n> {
    Ok(model.form(form)?.spec().name.clone())
}

async fn person(session: &Session, id: Option<Id>) -> Result<Option<PersonRef>> {
    let Some(id) = id else { return Ok(None) };
    let user = users::user_by_id(session.tenant.reader(), id).await?;
    Ok(user.map(|user| PersonRef { id, name: user.name }))
}

fn field_rights<'a>(
    plan: Option<&Plan>,
    node: &Key,
    fields: impl Iterator<Item = &'a String>,
) -> (IndexMap<String, &'static str>, Vec<String>) {
    let Some(rights) = plan.and_then(|plan| plan.field_rights(node)) else { return Default::default() };
    let named = |access| match access {
        Access::Write => "write",
        Access::Read => "read",
        Access::Hide => "hide",
    };
    let all = fields.map(|field| (field.clone(), named(rights.field(field)))).collect();
    (all, rights.must.iter().map(ToString::to_string).collect())
}

/// What the node offers, in the order in which buttons stand. What several could do is claimed first.
fn actions(plan: Option<&Plan>, node: &Key, task: &Held) -> Vec<&'static str> {
    let Some(node) = plan.and_then(|plan| plan.node(node)) else { return Vec::new() };
    let pool = node.task_settings().is_some_and(|settings| matches!(settings.mode, Mode::Pool(_)));
    match (pool && task.parent.is_none(), task.claimed) {
        (true, false) => vec!["claim"],
        (true, true) => node.kind.buttons().iter().copied().map(action).chain(["unclaim"]).collect(),
        (false, _) if task.delegator.is_some() => vec!["complete", "transfer"],
        (false, _) => node.kind.buttons().iter().copied().map(action).collect(),
    }
}

/// Whether a person is offered to take an own approval back: nobody has decided at a node that came later.
/// The engine looks more closely.
fn may_recall(plan: &Plan, state: &State, (no, task): (TaskNo, &Held), me: Id) -> bool {
    let settings = state.node_of(no).and_then(|node| plan.node(node)).and_then(|node| node.task_settings());
    let mine = task.assignee == me && task.closed.as_ref().is_none_or(|closed| closed.by == Some(me));
    let approved = matches!(task.status, TaskStatus::Approved | TaskStatus::Approving) && task.parent.is_none();
    let later = state.tasks.values().filter(|other| other.run > task.run);
    let decided_later = later.filter_map(|other| other.closed.as_ref()).any(|closed| closed.by.is_some());
    state.flow_state == FlowState::Running
        && settings.is_some_and(|settings| settings.recall != Recall::Off)
        && mine
        && approved
        && !decided_later
}

fn action(button: Button) -> &'static str {
    match button {
        Button::Approve => "approve",
        Button::Reject => "reject",
        Button::Complete => "complete",
        Button::Return => "return",
        Button::Transfer => "transfer",
        Button::Delegate => "delegate",
        Button::AddSign => "add_sign",
    }
}

/// The human nodes that were visited before, and the start.
fn return_targets(plan: &Plan, state: &State, here: &Key) -> Vec<ReturnTarget> {
    let visited = |key: &Key| state.runs.values().any(|run| run.node == *key);
    plan.nodes()
        .iter()
        .enumerate()
        .filter(|(ix, node)| {
            *ix == 0 || (node.key != *here && node.kind.task_settings().is_some() && visited(&node.key))
        })
        .map(|(_, node)| ReturnTarget { node: node.key.clone(), name: node.name.clone() })
        .collect()
}
