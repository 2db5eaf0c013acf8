use chrono::{DateTime, Utc};
use mortise_access::Act;
use mortise_model::{I18n, Id, Key};
use mortise_store::{
    ConnectionTrait,
    repos::{
        flow_events,
        instances::{self, Instance},
        tasks, users,
    },
};
use mortise_workflow::{Event, FlowState, Line, Origin, Plan, State, TaskNo, TimelineEntry, timeline};
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::kept::kept_by;
use crate::{Error, Platform, Result, Session, records};

/// A person by name.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PersonRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// The name to show.
    pub name: String,
}

/// One run of a flow, as those see it who take part.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstanceView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// The app.
    #[schema(value_type = String)]
    pub app: Key,
    /// The form.
    #[schema(value_type = String)]
    pub form: Key,
    /// The record.
    #[schema(value_type = String)]
    pub record: Id,
    /// The record's title.
    pub title: String,
    /// Where it stands: `running`, `approved`, `rejected`, `withdrawn`, `terminated`.
    pub state: String,
    /// Whether it is back with the initiator.
    pub revising: bool,
    /// Who started it.
    pub initiator: Option<PersonRef>,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The version of the flow that it keeps to.
    pub workflow_version: i64,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineView>,
    /// Who is asked right now.
    pub pending: Vec<PendingView>,
    /// Whether the viewer may take it back.
    pub can_withdraw: bool,
    /// Whether an administrator has suspended it: nothing can be done until it is let go on.
    pub suspended: bool,
    /// What the viewer may do with it as an administrator: `reassign`, `suspend`, `resume`, `retry`, `terminate`.
    pub acts: Vec<&'static str>,
    /// Where it waits for an administrator.
    pub incidents: Vec<IncidentView>,
}

/// Something that only an administrator can help.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentView {
    /// At which node.
    #[schema(value_type = String)]
    pub node: Key,
    /// What the node is called.
    #[schema(value_type = Option<Object>)]
    pub node_name: Option<I18n>,
    /// What is wrong, in lower snake case.
    pub code: String,
}

/// One line of what happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineView {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody where the product itself did.
    pub by: Option<PersonRef>,
    /// What: `submitted`, `asked`, `approved`, `rejected`, `returned` …
    pub act: String,
    /// What belongs to it, such as the node that was returned to.
    #[schema(value_type = Object)]
    pub detail: Json,
    /// At which node.
    #[schema(value_type = Option<String>)]
    pub node: Option<Key>,
    /// What the node is called.
    #[schema(value_type = Option<Object>)]
    pub node_name: Option<I18n>,
    /// On which visit of it.
    pub round: Option<u32>,
    /// What the person said.
    pub comment: Option<String>,
    /// Whom it concerns.
    pub people: Vec<PersonRef>,
}

/// Somebody who is asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PendingView {
    /// Which task.
    #[schema(value_type = String)]
    pub task: Id,
    /// Who.
    pub person: PersonRef,
    /// At which node.
    #[schema(value_type = String)]
    pub node: Key,
    /// What the node is called.
    #[schema(value_type = Option<Object>)]
    pub node_name: Option<I18n>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When a decision is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the person has taken it for all who could do it.
    pub claimed: bool,
    /// Whether the viewer added this person, and may take them away again.
    pub removable: bool,
}

/// An instance, for those who take part, may read its record, or administer the app.
pub async fn instance(platform: &Platform, session: &Session, id: Id) -> Result<InstanceView> {
    let row = require_part(platform, session, id).await?;
    view(platform, session, row, session.tenant.reader()).await
}

/// An instance as it is after an act of this person, in the transaction of the act.
pub(super) async fn after_act(
    platform: &Platform,
    session: &Session,
    id: Id,
    tx: &impl ConnectionTrait,
) -> Result<InstanceView> {
    let row = instances::instance_by_id(tx, id).await?.ok_or(Error::NotFound("instance"))?;
    view(platform, session, row, tx).await
}

/// The newest instance of a record.
pub async fn instance_of_record(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    record: Id,
) -> Result<Option<InstanceView>> {
    let model = platform.app(session, app).await?;
    records::require_visible(&model, session, form, Act::Read, record).await?;
    let found = instances::instances_of_record(session.tenant.reader(), app, form, record).await?;
    match found.into_iter().max_by_key(|instance| instance.id) {
        Some(row) => view(platform, session, row, session.tenant.reader()).await.map(Some),
        None => Ok(None),
    }
}

/// The instance, where the person may know of it.
pub(super) async fn require_part(platform: &Platform, session: &Session, id: Id) -> Result<Instance> {
    let db = session.tenant.reader();
    let row = instances::instance_by_id(db, id).await?.ok_or(Error::NotFound("instance"))?;
    let me = session.user_id();
    if row.initiator == Some(me) || tasks::takes_part(db, id, me).await? {
        return Ok(row);
    }
    let model = platform.app(session, &row.app).await?;
    if model.may_design(session) {
        return Ok(row);
    }
    let readable = records::require_visible(&model, session, &row.form, Act::Read, row.record).await;
    readable.map(|()| row).map_err(|_| Error::NotFound("instance"))
}

async fn view(
    platform: &Platform,
    session: &Session,
    row: Instance,
    db: &impl ConnectionTrait,
) -> Result<InstanceView> {
    let model = platform.app(session, &row.app).await?;
    let flow = kept_by(db, &model, &row).await?;
    let plan = Some(&flow.plan);
    let state: State = serde_json::from_value(row.state.clone()).map_err(Error::internal)?;
    let events = flow_events::flow_events(db, row.id, 0).await?;
    let events: Vec<Event> = events
        .into_iter()
        .map(|event| serde_json::from_value(event.body))
        .collect::<Result<_, _>>()
        .map_err(Error::internal)?;
    let waiting = tasks::tasks_of_instance(db, row.id).await?;
    let waiting: Vec<_> = waiting.into_iter().filter(|task| task.status == tasks::PENDING).collect();
    let lines = timeline(&events);
    let names = Names::of(db, &row, &lines, waiting.iter().map(|task| task.assignee)).await?;
    let me = session.user_id();
    Ok(InstanceView {
        id: row.id,
        initiator: row.initiator.map(|id| names.person(id)),
        revising: state.revising,
        can_withdraw: row.initiator == Some(me) && row.ended_at.is_none(),
        suspended: row.suspended,
        acts: if model.may_design(session) { administered(&state) } else { Vec::new() },
        incidents: state
            .incidents
            .values()
            .map(|incident| IncidentView {
                node_name: node_name(plan, &incident.node),
                node: incident.node.clone(),
                code: incident.code.clone(),
            })
            .collect(),
        timeline: lines.into_iter().map(|line| line_view(line, plan, &names)).collect(),
        pending: waiting
            .into_iter()
            .map(|task| PendingView {
                task: task.id,
                person: names.person(task.assignee),
                node_name: node_name(plan, &task.node),
                node: task.node,
                since: task.opened_at.unwrap_or(task.created_at),
                due_at: task.due_at,
                claimed: state.tasks.get(&TaskNo(task.no)).is_some_and(|task| task.claimed),
                removable: state.tasks.get(&TaskNo(task.no)).is_some_and(|task| task.added_by == Some(me)),
            })
            .collect(),
        app: row.app,
        form: row.form,
        record: row.record,
        title: row.title,
        state: row.status,
        started_at: row.started_at,
        ended_at: row.ended_at,
        workflow_version: row.version,
    })
}

/// What an administrator may do with an instance as it stands.
fn administered(state: &State) -> Vec<&'static str> {
    match (state.flow_state, state.suspended) {
        (FlowState::Running, Some(_)) => vec!["resume", "terminate"],
        (FlowState::Running, None) => {
            let retry = (!state.incidents.is_empty()).then_some("retry");
            let reassign = state.pending().any(|(_, task)| task.origin != Origin::Initiator).then_some("reassign");
            retry.into_iter().chain(reassign).chain(["suspend", "terminate"]).collect()
        }
        _ => Vec::new(),
    }
}

fn line_view(line: TimelineEntry, plan: Option<&Plan>, names: &Names) -> TimelineView {
    let what = serde_json::to_value(&line.what).unwrap_or(Json::Null);
    TimelineView {
        at: line.at,
        by: line.by.map(|id| names.person(id)),
        act: what["kind"].as_str().unwrap_or_default().to_owned(),
        detail: what.get("data").cloned().unwrap_or_else(|| json!({})),
        node_name: line.node.as_ref().and_then(|node| node_name(plan, node)),
        node: line.node,
        round: line.round,
        comment: line.note.comment,
        people: people_of(&line.what).into_iter().map(|id| names.person(id)).collect(),
    }
}

pub(super) fn node_name(plan: Option<&Plan>, node: &Key) -> Option<I18n> {
    plan.and_then(|plan| plan.node(node)).and_then(|node| node.name.clone())
}

fn people_of(line: &Line) -> Vec<Id> {
    match line {
        Line::Asked { person }
        | Line::SignRemoved { person }
        | Line::Skipped { person, .. }
        | Line::Urged { person } => {
            vec![*person]
        }
        Line::Answered { to } => to.iter().copied().collect(),
        Line::Transferred { to } | Line::Delegated { to } => vec![*to],
        Line::SignAdded { people, .. } | Line::Told { people } => people.clone(),
        Line::Submitted
        | Line::Resubmitted
        | Line::Approved
        | Line::Completed
        | Line::Rejected
        | Line::Recalled
        | Line::Returned { .. }
        | Line::Passed { .. }
        | Line::Case { .. }
        | Line::FieldsSet { .. }
        | Line::Commented
        | Line::Claimed
        | Line::Unclaimed
        | Line::Jumped { .. }
        | Line::Suspended
        | Line::Continued
        | Line::Incident { .. }
        | Line::Finished { .. } => Vec::new(),
    }
}

/// What the people of an instance are called.
struct Names(Vec<users::User>);

impl Names {
    async fn of(
        db: &impl ConnectionTrait,
        row: &Instance,
        lines: &[TimelineEntry],
        more: impl Iterator<Item = Id>,
    ) -> Result<Self> {
        let told = lines.iter().flat_map(|line| people_of(&line.what).into_iter().chain(line.by));
        let mut ids: Vec<Id> = told.chain(row.initiator).chain(more).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(users::users_by_ids(db, &ids).await?))
    }

    fn person(&self, id: Id) -> PersonRef {
        let name = self.0.iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone());
        PersonRef { id, name }
    }
}
