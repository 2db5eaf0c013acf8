//! Approval flows: designing, submitting, deciding.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::StatusCode,
    post, put,
    web::{Data, Json, Path, Query},
};
use mortise_model::{Id, Key};
use mortise_service::{
    Error, Platform,
    flows::{
        self, ActOnTask, Acted, DecideTasks, Decided, InstanceView, PreviewParams, PreviewView, TaskBox, TaskDetail,
        TaskPage, WorkflowDraft,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::forms::version_of;
use crate::{
    extract::{Body, Posted, Who, answered},
    problem::{IssueView, Problem, issue_view},
};

/// A flow's draft and what keeps it from being published.
#[derive(Serialize, ToSchema)]
pub(super) struct WorkflowView {
    #[serde(flatten)]
    draft: WorkflowDraft,
    issues: Vec<IssueView>,
}

/// Which tasks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskQuery {
    #[serde(rename = "box", default)]
    which: Option<String>,
    #[serde(default)]
    cursor: Option<Id>,
}

/// Whom the initiator picks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubmitParams {
    /// People by node.
    #[serde(default)]
    #[schema(value_type = Object)]
    picks: BTreeMap<Key, Vec<Id>>,
    /// The record's version that was seen.
    #[serde(default)]
    version: Option<i64>,
}

fn told(who: &Who, done: Result<WorkflowDraft, Error>) -> Result<Json<WorkflowView>, Problem> {
    let draft = done.map_err(|error| who.problem(error))?;
    let issues = draft.issues.iter().map(|issue| issue_view(issue, who.ctx.locale)).collect();
    Ok(Json(WorkflowView { draft, issues }))
}

/// The draft of a form's flow.
#[utoipa::path(tag = "flows", params(("app" = String, Path), ("form" = String, Path)), responses((status = 200, body = WorkflowView)))]
#[get("/apps/{app}/forms/{form}/workflow")]
pub(super) async fn get_workflow(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<WorkflowView>, Problem> {
    told(&who, flows::workflow(&platform, &who, &path.0, &path.1).await)
}

/// Save the draft of a form's flow.
#[utoipa::path(tag = "flows", params(("app" = String, Path), ("form" = String, Path)), request_body = Object, responses((status = 200, body = WorkflowView)))]
#[put("/apps/{app}/forms/{form}/workflow")]
pub(super) async fn save_workflow(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    request: HttpRequest,
    body: Body<Value>,
) -> Result<Json<WorkflowView>, Problem> {
    let place = (&path.0, &path.1);
    let seen = version_of(&request).map_err(|error| who.problem(error))?;
    told(&who, flows::save_workflow(&platform, &who, place, body.0, seen).await)
}

/// Put the draft of a form's flow in force for new instances.
#[utoipa::path(tag = "flows", params(("app" = String, Path), ("form" = String, Path)), responses((status = 200, body = WorkflowView)))]
#[post("/apps/{app}/forms/{form}/workflow/publish")]
pub(super) async fn publish_workflow(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<WorkflowView>, Problem> {
    told(&who, flows::publish_workflow(&platform, &who, &path.0, &path.1).await)
}

/// Who will probably be asked.
#[utoipa::path(tag = "flows", params(("app" = String, Path), ("form" = String, Path)), request_body = PreviewParams, responses((status = 200, body = PreviewView)))]
#[post("/apps/{app}/forms/{form}/workflow/preview")]
pub(super) async fn preview_workflow(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    body: Body<PreviewParams>,
) -> Result<Json<PreviewView>, Problem> {
    flows::preview(&platform, &who, (&path.0, &path.1), body.0).await.map(Json).map_err(|error| who.problem(error))
}

/// Start the flow of a record.
#[utoipa::path(tag = "flows", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), request_body = SubmitParams, responses((status = 200, body = InstanceView)))]
#[post("/apps/{app}/forms/{form}/records/{record}/submit")]
pub(super) async fn submit_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
    posted: Posted<SubmitParams>,
) -> Result<HttpResponse, Problem> {
    let (params, once) = (posted.params, &posted.once);
    let done = flows::submit(&platform, &who, (&path.0, &path.1), (path.2, params.version), (params.picks, once)).await;
    done.map(|done| answered(StatusCode::OK, done)).map_err(|error| who.problem(error))
}

/// The newest instance of a record; null where it was never submitted.
#[utoipa::path(tag = "flows", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), responses((status = 200, body = Option<InstanceView>)))]
#[get("/apps/{app}/forms/{form}/records/{record}/instance")]
pub(super) async fn get_instance_of_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
) -> Result<Json<Option<InstanceView>>, Problem> {
    let done = flows::instance_of_record(&platform, &who, (&path.0, &path.1), path.2).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// The person's tasks.
#[utoipa::path(tag = "flows", params(("box" = Option<String>, Query), ("cursor" = Option<String>, Query)), responses((status = 200, body = TaskPage)))]
#[get("/tasks")]
pub(super) async fn list_tasks(
    platform: Data<Platform>,
    who: Who,
    query: Query<TaskQuery>,
) -> Result<Json<TaskPage>, Problem> {
    let which = match query.which.as_deref() {
        None | Some("todo") => TaskBox::Todo,
        Some("done") => TaskBox::Done,
        Some("started") => TaskBox::Started,
        Some("cc") => TaskBox::Cc,
        Some(_) => return Err(who.problem(Error::NotFound("box"))),
    };
    flows::tasks(&platform, &who, which, query.cursor).await.map(Json).map_err(|error| who.problem(error))
}

/// One task with all that is needed to decide it.
#[utoipa::path(tag = "flows", params(("task" = String, Path)), responses((status = 200, body = TaskDetail)))]
#[get("/tasks/{task}")]
pub(super) async fn get_task(platform: Data<Platform>, who: Who, task: Path<Id>) -> Result<Json<TaskDetail>, Problem> {
    flows::task(&platform, &who, *task).await.map(Json).map_err(|error| who.problem(error))
}

/// Decide, return, hand over a task.
#[utoipa::path(tag = "flows", params(("task" = String, Path), ("action" = String, Path)), request_body = ActOnTask, responses((status = 200, body = Acted)))]
#[post("/tasks/{task}/actions/{action}")]
pub(super) async fn act_on_task(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Id, String)>,
    posted: Posted<ActOnTask>,
) -> Result<HttpResponse, Problem> {
    let done = flows::act_on_task(&platform, &who, (path.0, &path.1), posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::OK, done)).map_err(|error| who.problem(error))
}

/// Approve or refuse several tasks at once, each by itself.
#[utoipa::path(tag = "flows", request_body = DecideTasks, responses((status = 200, body = Decided)))]
#[post("/tasks/batch")]
pub(super) async fn decide_tasks(
    platform: Data<Platform>,
    who: Who,
    posted: Posted<DecideTasks>,
) -> Result<HttpResponse, Problem> {
    let tell = |error| who.problem(error).to_json();
    let done = flows::decide_tasks(&platform, &who, posted.params, &posted.once, tell).await;
    done.map(|done| answered(StatusCode::OK, done)).map_err(|error| who.problem(error))
}

/// One instance.
#[utoipa::path(tag = "flows", params(("instance" = String, Path)), responses((status = 200, body = InstanceView)))]
#[get("/instances/{instance}")]
pub(super) async fn get_instance(
    platform: Data<Platform>,
    who: Who,
    instance: Path<Id>,
) -> Result<Json<InstanceView>, Problem> {
    flows::instance(&platform, &who, *instance).await.map(Json).map_err(|error| who.problem(error))
}

/// Withdraw, resubmit, comment or end an instance.
#[utoipa::path(tag = "flows", params(("instance" = String, Path), ("action" = String, Path)), request_body = ActOnTask, responses((status = 200, body = InstanceView)))]
#[post("/instances/{instance}/actions/{action}")]
pub(super) async fn act_on_instance(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Id, String)>,
    posted: Posted<ActOnTask>,
) -> Result<HttpResponse, Problem> {
    let done = flows::act_on_instance(&platform, &who, (path.0, &path.1), posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::OK, done)).map_err(|error| who.problem(error))
}
