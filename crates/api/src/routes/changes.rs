//! Work on many records, and change sets.

use actix_web::{
    HttpResponse, get,
    http::StatusCode,
    post,
    web::{Data, Json, Path, Query},
};
use mortise_model::{Id, Key};
use mortise_service::{
    Platform,
    changes::{self, ChangeSetDetail, ChangeSetPage, ChangesQuery, UndoChanges},
    idempotency::Answered,
    jobs::JobView,
    mass::{Begun, MassResult},
    records::{self, BatchRecords},
};
use serde::Deserialize;

use crate::{
    extract::{Posted, Who, answered},
    problem::Problem,
};

/// Where a page of records begins.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Behind {
    #[serde(default)]
    cursor: Option<String>,
}

/// Change, delete or restore many records, or press a button of each: a few at once, many as a job.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path)), request_body = BatchRecords, responses((status = 200, body = MassResult), (status = 202, body = JobView)))]
#[post("/apps/{app}/forms/{form}/records/batch")]
pub(super) async fn batch_records(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    posted: Posted<BatchRecords>,
) -> Result<HttpResponse, Problem> {
    let done = records::batch(&platform, &who, (&path.0, &path.1), posted.params, &posted.once).await;
    done.map(begun).map_err(|error| who.problem(error))
}

/// What was changed, by whom and when, newest first.
#[utoipa::path(tag = "changes", params(ChangesQuery), responses((status = 200, body = ChangeSetPage)))]
#[get("/changes")]
pub(super) async fn list_changes(
    platform: Data<Platform>,
    who: Who,
    query: Query<ChangesQuery>,
) -> Result<Json<ChangeSetPage>, Problem> {
    changes::change_sets(&platform, &who, query.into_inner()).await.map(Json).map_err(|error| who.problem(error))
}

/// One change set: which records it changed, and their fields before and after.
#[utoipa::path(tag = "changes", params(("change_set" = String, Path), ("cursor" = Option<String>, Query)), responses((status = 200, body = ChangeSetDetail)))]
#[get("/changes/{change_set}")]
pub(super) async fn get_change_set(
    platform: Data<Platform>,
    who: Who,
    path: Path<Id>,
    query: Query<Behind>,
) -> Result<Json<ChangeSetDetail>, Problem> {
    let found = changes::change_set(&platform, &who, *path, query.cursor.as_deref()).await;
    found.map(Json).map_err(|error| who.problem(error))
}

/// Take a change set back: a small one at once, a large one as a job.
#[utoipa::path(tag = "changes", params(("change_set" = String, Path)), request_body = UndoChanges, responses((status = 200, body = MassResult), (status = 202, body = JobView)))]
#[post("/changes/{change_set}/undo")]
pub(super) async fn undo_changes(
    platform: Data<Platform>,
    who: Who,
    path: Path<Id>,
    posted: Posted<UndoChanges>,
) -> Result<HttpResponse, Problem> {
    let done = changes::undo(&platform, &who, *path, posted.params, &posted.once).await;
    done.map(begun).map_err(|error| who.problem(error))
}

/// What is done is answered, what has begun is said to have.
fn begun(done: Answered<Begun>) -> HttpResponse {
    let status = match &done {
        Answered::Now(begun) => StatusCode::from_u16(begun.status()).unwrap_or(StatusCode::OK),
        Answered::Before { .. } => StatusCode::OK,
    };
    answered(status, done)
}
