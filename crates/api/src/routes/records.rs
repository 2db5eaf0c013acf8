//! Records.

use actix_web::{
    HttpResponse, delete, get,
    http::StatusCode,
    patch, post,
    web::{Data, Json, Path},
};
use mortise_model::{Id, Key};
use mortise_service::{
    Platform,
    jobs::JobView,
    records::{
        self, ChangeView, CommentParams, CommentView, CreateRecord, EvaluateRecord, ExportParams, PressButton, Pressed,
        QueryRecords, RecordPage, RecordView, UpdateRecord,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    extract::{Body, Posted, Who, answered},
    problem::{IssueView, Problem, issue_view},
};

/// What happened to a record.
#[derive(Serialize, ToSchema)]
pub(super) struct HistoryView {
    items: Vec<ChangeView>,
}

/// What was said about a record.
#[derive(Serialize, ToSchema)]
pub(super) struct CommentsView {
    items: Vec<CommentView>,
}

/// What follows from the values that stand in a form.
#[derive(Serialize, ToSchema)]
pub(super) struct EvaluatedBody {
    #[serde(flatten)]
    evaluated: records::EvaluatedView,
    issues: Vec<IssueView>,
}

/// The version that was seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    #[serde(default)]
    pub(super) version: Option<i64>,
}

/// The records that fit.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path)), request_body = QueryRecords, responses((status = 200, body = RecordPage)))]
#[post("/apps/{app}/forms/{form}/records/query")]
pub(super) async fn query_records(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    body: Body<QueryRecords>,
) -> Result<Json<RecordPage>, Problem> {
    records::query(&platform, &who, (&path.0, &path.1), body.0).await.map(Json).map_err(|error| who.problem(error))
}

/// Live formulas, defaults, visibility and checks for a form that is being filled in.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path)), request_body = EvaluateRecord, responses((status = 200, body = EvaluatedBody)))]
#[post("/apps/{app}/forms/{form}/records/evaluate")]
pub(super) async fn evaluate_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    body: Body<EvaluateRecord>,
) -> Result<Json<EvaluatedBody>, Problem> {
    let done = records::evaluate(&platform, &who, (&path.0, &path.1), body.0).await;
    let evaluated = done.map_err(|error| who.problem(error))?;
    let issues = evaluated.issues.iter().map(|issue| issue_view(issue, who.ctx.locale)).collect();
    Ok(Json(EvaluatedBody { evaluated, issues }))
}

/// Make a record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path)), request_body = CreateRecord, responses((status = 201, body = RecordView)))]
#[post("/apps/{app}/forms/{form}/records")]
pub(super) async fn create_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    posted: Posted<CreateRecord>,
) -> Result<HttpResponse, Problem> {
    let done = records::create(&platform, &who, (&path.0, &path.1), posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// One record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), responses((status = 200, body = RecordView)))]
#[get("/apps/{app}/forms/{form}/records/{record}")]
pub(super) async fn get_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
) -> Result<Json<RecordView>, Problem> {
    records::get(&platform, &who, (&path.0, &path.1), path.2).await.map(Json).map_err(|error| who.problem(error))
}

/// Change a record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), request_body = UpdateRecord, responses((status = 200, body = RecordView)))]
#[patch("/apps/{app}/forms/{form}/records/{record}")]
pub(super) async fn update_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
    body: Body<UpdateRecord>,
) -> Result<Json<RecordView>, Problem> {
    let done = records::update(&platform, &who, (&path.0, &path.1), path.2, body.0).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// Move a record to the recycle bin.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), request_body = Seen, responses((status = 204)))]
#[delete("/apps/{app}/forms/{form}/records/{record}")]
pub(super) async fn delete_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
    seen: Body<Seen>,
) -> Result<HttpResponse, Problem> {
    let done = records::delete(&platform, &who, (&path.0, &path.1), path.2, seen.0.version).await;
    done.map_err(|error| who.problem(error))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Bring a record back from the recycle bin.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), responses((status = 200, body = RecordView)))]
#[post("/apps/{app}/forms/{form}/records/{record}/restore")]
pub(super) async fn restore_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
) -> Result<Json<RecordView>, Problem> {
    records::restore(&platform, &who, (&path.0, &path.1), path.2).await.map(Json).map_err(|error| who.problem(error))
}

/// Press a button of a record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path), ("button" = String, Path)), request_body = PressButton, responses((status = 200, body = Pressed)))]
#[post("/apps/{app}/forms/{form}/records/{record}/actions/{button}")]
pub(super) async fn press_button(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id, Key)>,
    posted: Posted<PressButton>,
) -> Result<HttpResponse, Problem> {
    let (app, form, record, button) = path.into_inner();
    let done = records::press(&platform, &who, (&app, &form), (record, &button), posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::OK, done)).map_err(|error| who.problem(error))
}

/// Take records out to a file in the background; the job ends with the file.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path)), request_body = ExportParams, responses((status = 202, body = JobView)))]
#[post("/apps/{app}/forms/{form}/records/export")]
pub(super) async fn export_records(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    posted: Posted<ExportParams>,
) -> Result<HttpResponse, Problem> {
    let done = records::export(&platform, &who, (&path.0, &path.1), posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::ACCEPTED, done)).map_err(|error| who.problem(error))
}

/// What was said about a record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), responses((status = 200, body = CommentsView)))]
#[get("/apps/{app}/forms/{form}/records/{record}/comments")]
pub(super) async fn list_comments(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
) -> Result<Json<CommentsView>, Problem> {
    let items = records::comments(&platform, &who, (&path.0, &path.1), path.2).await;
    items.map(|items| Json(CommentsView { items })).map_err(|error| who.problem(error))
}

/// Say something about a record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), request_body = CommentParams, responses((status = 201, body = CommentView)))]
#[post("/apps/{app}/forms/{form}/records/{record}/comments")]
pub(super) async fn comment_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
    posted: Posted<CommentParams>,
) -> Result<HttpResponse, Problem> {
    let done = records::comment(&platform, &who, (&path.0, &path.1), path.2, (posted.params, &posted.once)).await;
    done.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// What happened to a record.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path)), responses((status = 200, body = HistoryView)))]
#[get("/apps/{app}/forms/{form}/records/{record}/history")]
pub(super) async fn get_history(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id)>,
) -> Result<Json<HistoryView>, Problem> {
    let items = records::history(&platform, &who, (&path.0, &path.1), path.2).await;
    items.map(|items| Json(HistoryView { items })).map_err(|error| who.problem(error))
}
