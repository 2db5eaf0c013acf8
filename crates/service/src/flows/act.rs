use std::sync::Arc;

use mortise_forms::{Normalised, Writer as Hand, normalise};
use mortise_model::{Id, Issue, Issues, Key, Pointer, Values};
use mortise_store::{records::Stored, repos::tasks as repo};
use mortise_workflow::{Command, Note, ReturnMode, SignOrder, SignPosition, Standing, State, TaskNo, TokenNo};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::{
    instance::{self, InstanceView},
    runner::Runner,
    tasks::{self, TaskView},
};
use crate::{
    Error, Platform, Result, Session,
    idempotency::{Answered, Once},
    write::Writer,
};

/// What is said and changed along with an act on a task or an instance.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActOnTask {
    /// The task's version that was seen.
    #[serde(default)]
    pub version: Option<i64>,
    /// The record's version that was seen; a record that has changed since is refused.
    #[serde(default)]
    pub record_version: Option<i64>,
    /// What the person says.
    #[serde(default)]
    pub comment: Option<String>,
    /// Fields that the person fills in at this node.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// The node to return to.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub target: Option<Key>,
    /// How a returned task comes back: `rewalk` or `straight`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mode: Option<ReturnMode>,
    /// To whom a task goes.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub user: Option<Id>,
    /// Whom to add, or to tell.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub users: Vec<Id>,
    /// Where people are added: `before`, `after`, `parallel`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub position: Option<SignPosition>,
    /// How added people decide: `any`, `all`, `seq`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub order: Option<SignOrder>,
    /// The file with the signature.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub signature_file: Option<Id>,
    /// The other task that an act is about: the one to reassign, or that of who was added.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub task: Option<Id>,
}

/// What came of an act on a task.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acted {
    /// The task afterwards.
    pub task: TaskView,
    /// The instance afterwards.
    pub instance: InstanceView,
    /// The tasks of the instance that wait now for the person who acted.
    pub next_tasks: Vec<TaskView>,
}

/// Decides, returns, hands over or comments a task.
pub async fn act_on_task(
    platform: &Platform,
    session: &Session,
    (task, action): (Id, &str),
    params: ActOnTask,
    once: &Once,
) -> Result<Answered<Acted>> {
    decide_task(platform, session, (task, action), params, (once, require_seen)).await
}

/// What of a decision must be known: the versions that the person has seen.
pub(super) type Seen = fn(&Session, &repo::Task, &str, &ActOnTask) -> Result<()>;

/// Does what somebody wants with a task, in a transaction of its own.
pub(super) async fn decide_task(
    platform: &Platform,
    session: &Session,
    (task, action): (Id, &str),
    params: ActOnTask,
    (once, require_seen): (&Once, Seen),
) -> Result<Answered<Acted>> {
    let row = repo::task_by_id(session.tenant.reader(), task).await?.ok_or(Error::NotFound("task"))?;
    tasks::require_part(session, &row).await?;
    let model = platform.app(session, &row.app).await?;
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    require_seen(session, &row, action, &params)?;
    let mut writer = Writer::new(&session.ctx, &tx, model, "act_on_task").by(&session.identity);
    let mut runner = Runner::open(&mut writer, row.instance).await?;
    let stored = runner.writer.load(&row.form, row.record).await?;
    if params.record_version.is_some_and(|seen| seen != stored.version) {
        return Err(crate::write::stale(stored.version));
    }
    let fields = canonical(&mut runner, &params.values, &stored).await?;
    require_signature(&mut runner, &params).await?;
    let other = other_task(&runner, &params).await?;
    let command = task_command(action, (TaskNo(row.no), other), &params, fields)?;
    runner.command(&command, Standing::Ordinary).await?;
    let news = writer.finish().await?;
    let row = repo::task_by_id(&tx, task).await?.ok_or(Error::NotFound("task"))?;
    let acted = Acted {
        instance: instance::after_act(platform, session, row.instance, &tx).await?,
        next_tasks: tasks::waiting_at(platform, session, row.instance, &tx).await?,
        task: tasks::view(platform, session, row).await?,
    };
    once.keep(&tx, &session.ctx, 200, &acted).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(Answered::Now(acted))
}

/// Who decides says which version of the record the decision is about; a task that has moved on is not decided.
fn require_seen(session: &Session, task: &repo::Task, action: &str, params: &ActOnTask) -> Result<()> {
    let decides = matches!(action, "approve" | "reject" | "complete" | "return");
    if params.version.is_some_and(|seen| seen != task.version) {
        return Err(crate::write::stale(task.version));
    }
    // A task that is closed, or another's, is refused as such whatever version is named.
    let open = task.status == repo::PENDING && task.assignee == session.user_id();
    if decides && open && params.record_version.is_none() { Err(Error::VersionMissing) } else { Ok(()) }
}

/// Withdraws, resubmits, comments, copies, urges or ends an instance.
pub async fn act_on_instance(
    platform: &Platform,
    session: &Session,
    (id, action): (Id, &str),
    params: ActOnTask,
    once: &Once,
) -> Result<Answered<InstanceView>> {
    let row = instance::require_part(platform, session, id).await?;
    let model = platform.app(session, &row.app).await?;
    let standing = if model.may_design(session) { Standing::Administrator } else { Standing::Ordinary };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    let mut writer = Writer::new(&session.ctx, &tx, Arc::clone(&model), "act_on_instance").by(&session.identity);
    let mut runner = Runner::open(&mut writer, id).await?;
    let stored = runner.writer.load(&row.form, row.record).await?;
    let fields = canonical(&mut runner, &params.values, &stored).await?;
    require_signature(&mut runner, &params).await?;
    let other = other_task(&runner, &params).await?;
    for command in instance_commands(action, (&runner.state, other), &params, fields)? {
        runner.command(&command, standing).await?;
    }
    let news = writer.finish().await?;
    let view = instance::after_act(platform, session, id, &tx).await?;
    once.keep(&tx, &session.ctx, 200, &view).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(Answered::Now(view))
}

/// The fields that were sent in canonical form; which of them are open at the node the engine checks.
async fn canonical(runner: &mut Runner<'_, '_>, sent: &Map<String, Json>, before: &Stored) -> Result<Values> {
    let form = Arc::clone(runner.writer.model.form(&runner.instance.form)?);
    let Normalised { mut values, mut issues } =
        runner.writer.ask(|writer| normalise(&form, sent, Some(&before.values), Hand::Product, &writer.facts)).await?;
    issues.extend(runner.writer.complete_files(&form, &mut values, Some(before)).await?);
    issues.extend(runner.writer.links_in_sight(&form, Some(&before.values), &mut values).await?);
    if issues.has_errors() { Err(Error::Invalid(issues)) } else { Ok(values) }
}

/// A signature is a file that the person may use; it stays with the record from now on.
async fn require_signature(runner: &mut Runner<'_, '_>, params: &ActOnTask) -> Result<()> {
    let Some(file) = params.signature_file else { return Ok(()) };
    if runner.writer.may_use(file, runner.instance.record).await? {
        return runner.writer.hold_signature(&runner.instance.form, runner.instance.record, file).await;
    }
    Err(Error::Invalid(Issues::from(Issue::error(Pointer::root().at("signature_file"), "unknown_file"))))
}

fn note(params: &ActOnTask) -> Note {
    let comment = params.comment.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Note { comment, files: Vec::new(), signature: params.signature_file }
}

/// The number of the other task that an act is about; one of the same instance.
async fn other_task(runner: &Runner<'_, '_>, params: &ActOnTask) -> Result<Option<TaskNo>> {
    let Some(id) = params.task else { return Ok(None) };
    let row = repo::task_by_id(runner.writer.tx, id).await?.filter(|row| row.instance == runner.instance.id);
    row.map(|row| Some(TaskNo(row.no)))
        .ok_or_else(|| Error::Invalid(Issues::from(Issue::error(Pointer::root().at("task"), "task_unknown"))))
}

fn task_command(
    action: &str,
    (task, other): (TaskNo, Option<TaskNo>),
    params: &ActOnTask,
    fields: Values,
) -> Result<Command> {
    let note = note(params);
    Ok(match action {
        "approve" => Command::Approve { task, note, fields },
        "reject" => Command::Reject { task, note, fields },
        "complete" => Command::Complete { task, note, fields },
        "save" => Command::Save { task, fields },
        "return" => Command::Return {
            task,
            target: params.target.clone().ok_or_else(|| needed("target"))?,
            mode: params.mode.unwrap_or(ReturnMode::Rewalk),
            note,
        },
        "transfer" => Command::Transfer { task, to: params.user.ok_or_else(|| needed("user"))?, note },
        "delegate" => Command::Delegate { task, to: params.user.ok_or_else(|| needed("user"))?, note },
        "add_sign" => Command::AddSign {
            task,
            position: params.position.ok_or_else(|| needed("position"))?,
            users: params.users.clone(),
            order: params.order.unwrap_or_default(),
            note,
        },
        "remove_sign" => Command::RemoveSign { task: other.unwrap_or(task) },
        "recall" => Command::Recall { task, note },
        "claim" => Command::Claim { task },
        "unclaim" => Command::Unclaim { task },
        "urge" => Command::Urge { task: Some(task) },
        _ => return Err(Error::NotFound("action")),
    })
}

/// One command for most acts; a new try for each place at which the instance waits for an administrator.
fn instance_commands(
    action: &str,
    (state, other): (&State, Option<TaskNo>),
    params: &ActOnTask,
    fields: Values,
) -> Result<Vec<Command>> {
    let note = note(params);
    if action == "retry" {
        let tokens: Vec<TokenNo> = state.incidents.keys().copied().collect();
        let none = || Error::conflict("no_incident");
        return if tokens.is_empty() {
            Err(none())
        } else {
            Ok(tokens.into_iter().map(|token| Command::Retry { token }).collect())
        };
    }
    Ok(vec![match action {
        "withdraw" => Command::Withdraw { note },
        "resubmit" => Command::Resubmit { mode: params.mode, note, fields },
        "comment" => Command::Comment { note },
        "cc" => Command::Cc { users: params.users.clone(), note },
        "urge" => Command::Urge { task: None },
        "terminate" => Command::Terminate { note },
        "suspend" => Command::Suspend { note },
        "resume" => Command::Resume { note },
        "reassign" => Command::Reassign {
            task: other.ok_or_else(|| needed("task"))?,
            to: params.user.ok_or_else(|| needed("user"))?,
            note,
        },
        _ => return Err(Error::NotFound("action")),
    }])
}

fn needed(member: &str) -> Error {
    Error::Invalid(Issues::from(Issue::error(Pointer::root().at(member), "required")))
}
