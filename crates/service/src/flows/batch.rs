use mortise_model::{Id, Issue, Issues, Pointer};
use mortise_store::repos::tasks as repo;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{
    act::{ActOnTask, decide_task},
    kept::kept_by_id,
    tasks,
};
use crate::{
    Error, Platform, Result, Session,
    idempotency::{Answered, Once},
};

/// More tasks than this are not decided at once.
const MOST: usize = 100;

/// Several tasks that are decided alike.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideTasks {
    /// How.
    pub action: BatchAction,
    /// Which; at most 100.
    pub tasks: Vec<SeenTask>,
    /// What the person says to each.
    #[serde(default)]
    pub comment: Option<String>,
}

/// How several tasks are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchAction {
    /// Approved.
    Approve,
    /// Refused.
    Reject,
}

/// A task as the person has seen it.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenTask {
    /// Which.
    #[schema(value_type = String)]
    pub task: Id,
    /// The version that was seen; one that has moved on since is left alone.
    pub version: i64,
}

/// What came of each task.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    /// In the order in which they were sent.
    pub items: Vec<DecidedTask>,
}

/// What came of one task.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedTask {
    /// Whether it was decided.
    pub done: bool,
    /// Why not: a problem, as the same act on this task alone would be answered with.
    #[schema(value_type = Option<Object>)]
    pub problem: Option<Json>,
}

/// Decides several tasks, each in a transaction of its own: one that cannot be decided holds up no other.
///
/// Tasks at which something must be filled in or signed, or to which the person was added, want to be looked at and
/// are left alone. `tell` puts a refusal into words.
pub async fn decide_tasks(
    platform: &Platform,
    session: &Session,
    params: DecideTasks,
    once: &Once,
    tell: impl Fn(Error) -> Json,
) -> Result<Answered<Decided>> {
    require_some(&params)?;
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    // The key of the whole is kept with the whole answer; until then each task has a key of its own.
    tx.rollback().await?;
    let mut items = Vec::new();
    for seen in &params.tasks {
        let done = decide_one(platform, session, (&params, *seen), &once.part(&seen.task.to_string())).await;
        items.push(DecidedTask { done: done.is_ok(), problem: done.err().map(&tell) });
    }
    let decided = Decided { items };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    once.keep(&tx, &session.ctx, 200, &decided).await?;
    tx.commit().await?;
    Ok(Answered::Now(decided))
}

fn require_some(params: &DecideTasks) -> Result<()> {
    let at = Pointer::root().at("tasks");
    let issue = match params.tasks.len() {
        0 => Issue::error(at, "too_few").with("min", 1),
        found if found > MOST => Issue::error(at, "too_many").with("max", MOST),
        _ => return Ok(()),
    };
    Err(Error::Invalid(Issues::from(issue)))
}

async fn decide_one(
    platform: &Platform,
    session: &Session,
    (params, seen): (&DecideTasks, SeenTask),
    once: &Once,
) -> Result<()> {
    let db = session.tenant.reader();
    let row = repo::task_by_id(db, seen.task).await?.ok_or(Error::NotFound("task"))?;
    tasks::require_part(session, &row).await?;
    let model = platform.app(session, &row.app).await?;
    let flow = kept_by_id(db, &model, row.instance).await?;
    let settings = flow.plan.node(&row.node).and_then(|node| node.task_settings());
    let asks_more = settings.is_some_and(|settings| !settings.must.is_empty() || settings.signature);
    if row.origin == ADDED || asks_more {
        return Err(Error::conflict("batch_excluded"));
    }
    let act = ActOnTask { version: Some(seen.version), comment: params.comment.clone(), ..ActOnTask::default() };
    let action = match params.action {
        BatchAction::Approve => "approve",
        BatchAction::Reject => "reject",
    };
    decide_task(platform, session, (seen.task, action), act, (once, require_version)).await.map(drop)
}

/// The engine's word for who was added to a task.
const ADDED: &str = "add_sign";

/// From a list nobody sees the record, only the task: its version is what must still be so.
fn require_version(_: &Session, task: &repo::Task, _: &str, params: &ActOnTask) -> Result<()> {
    if params.version == Some(task.version) { Ok(()) } else { Err(crate::write::stale(task.version)) }
}
