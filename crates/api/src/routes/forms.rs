//! Designing forms.

use actix_web::{
    HttpRequest, get,
    http::header,
    post, put,
    web::{Data, Json, Path, Query},
};
use mortise_model::{Issue, Issues, Key, Pointer};
use mortise_service::{
    Error, Platform,
    forms::{
        self, DraftView, FormEntry, PublishForm, Published, PublishedView, VersionPage, VersionView, VersionsQuery,
    },
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    extract::{Body, Who},
    problem::{IssueView, Problem, issue_view},
};

/// The forms of an app.
#[derive(Serialize, ToSchema)]
pub(super) struct FormsView {
    items: Vec<FormEntry>,
}

/// A form's draft and what keeps it from being published.
#[derive(Serialize, ToSchema)]
pub(super) struct FormDraft {
    #[serde(flatten)]
    draft: DraftView,
    issues: Vec<IssueView>,
}

fn told(who: &Who, done: Result<DraftView, Error>) -> Result<Json<FormDraft>, Problem> {
    let draft = done.map_err(|error| who.problem(error))?;
    let issues = draft.issues.iter().map(|issue| issue_view(issue, who.ctx.locale)).collect();
    Ok(Json(FormDraft { draft, issues }))
}

/// The forms of an app, for who may design.
#[utoipa::path(tag = "forms", params(("app" = String, Path)), responses((status = 200, body = FormsView)))]
#[get("/apps/{app}/forms")]
pub(super) async fn list_forms(platform: Data<Platform>, who: Who, app: Path<Key>) -> Result<Json<FormsView>, Problem> {
    let items = forms::forms(&platform, &who, &app).await.map_err(|error| who.problem(error))?;
    Ok(Json(FormsView { items }))
}

/// A form's draft.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path)), responses((status = 200, body = FormDraft)))]
#[get("/apps/{app}/forms/{form}")]
pub(super) async fn get_form(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<FormDraft>, Problem> {
    told(&who, forms::draft(&platform, &who, &path.0, &path.1).await)
}

/// Save a form's draft; `If-Match` names the draft's version that was seen.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path)), request_body = Object, responses((status = 200, body = FormDraft)))]
#[put("/apps/{app}/forms/{form}")]
pub(super) async fn save_form(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    request: HttpRequest,
    body: Body<Value>,
) -> Result<Json<FormDraft>, Problem> {
    let place = (&path.0, &path.1);
    let seen = version_of(&request).map_err(|error| who.problem(error))?;
    told(&who, forms::save_draft(&platform, &who, place, body.0, seen).await)
}

/// Put a form's draft in force.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path)), request_body = PublishForm, responses((status = 200, body = Published)))]
#[post("/apps/{app}/forms/{form}/publish")]
pub(super) async fn publish_form(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    body: Body<PublishForm>,
) -> Result<Json<Published>, Problem> {
    let done = forms::publish(&platform, &who, &path.0, &path.1, body.0).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// The versions of a form, newest first, each with what it changed.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path), VersionsQuery), responses((status = 200, body = VersionPage)))]
#[get("/apps/{app}/forms/{form}/versions")]
pub(super) async fn list_form_versions(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    query: Query<VersionsQuery>,
) -> Result<Json<VersionPage>, Problem> {
    let found = forms::versions(&platform, &who, (&path.0, &path.1), query.into_inner()).await;
    found.map(Json).map_err(|error| who.problem(error))
}

/// One version of a form as it stood, and how it differs from the draft.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path), ("form_version" = i64, Path)), responses((status = 200, body = VersionView)))]
#[get("/apps/{app}/forms/{form}/versions/{form_version}")]
pub(super) async fn get_form_version(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, i64)>,
) -> Result<Json<VersionView>, Problem> {
    let found = forms::version(&platform, &who, (&path.0, &path.1), path.2).await;
    found.map(Json).map_err(|error| who.problem(error))
}

/// A published form as this person may see it.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path)), responses((status = 200, body = PublishedView)))]
#[get("/apps/{app}/forms/{form}/published")]
pub(super) async fn get_published(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<PublishedView>, Problem> {
    forms::published(&platform, &who, &path.0, &path.1).await.map(Json).map_err(|error| who.problem(error))
}

/// The JSON Schema of one record's values as this person may write it.
#[utoipa::path(tag = "forms", params(("app" = String, Path), ("form" = String, Path)), responses((status = 200, body = Object)))]
#[get("/apps/{app}/forms/{form}/record-schema")]
pub(super) async fn get_record_schema(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<Value>, Problem> {
    forms::record_schema(&platform, &who, &path.0, &path.1).await.map(Json).map_err(|error| who.problem(error))
}

/// The version in `If-Match: "3"`, where the request has one.
pub(super) fn version_of(request: &HttpRequest) -> Result<Option<i64>, Error> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let version = text.trim_start_matches("W/").trim_matches('"').parse().ok();
    version.map(Some).ok_or_else(|| Error::BadRequest(Issues::from(Issue::error(Pointer::root(), "if_match"))))
}
