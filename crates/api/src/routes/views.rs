//! Views of a form's records.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, put,
    web::{Data, Json, Path},
};
use mortise_model::Key;
use mortise_service::{
    Platform,
    views::{self, SaveView, SavedView, ViewList},
};

use super::{forms::version_of, records::Seen};
use crate::{
    extract::{Body, Who},
    problem::Problem,
};

/// The views of a form's records: the shared ones, then the person's own.
#[utoipa::path(tag = "views", params(("app" = String, Path), ("form" = String, Path)), responses((status = 200, body = ViewList)))]
#[get("/apps/{app}/forms/{form}/views")]
pub(super) async fn list_views(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<ViewList>, Problem> {
    views::views(&platform, &who, (&path.0, &path.1)).await.map(Json).map_err(|error| who.problem(error))
}

/// One view.
#[utoipa::path(tag = "views", params(("app" = String, Path), ("form" = String, Path), ("view" = String, Path)), responses((status = 200, body = SavedView)))]
#[get("/apps/{app}/forms/{form}/views/{view}")]
pub(super) async fn get_view(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Key)>,
) -> Result<Json<SavedView>, Problem> {
    let done = views::view(&platform, &who, (&path.0, &path.1), &path.2).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// Save a view, whole; `version` or `If-Match` names the version that was seen.
#[utoipa::path(tag = "views", params(("app" = String, Path), ("form" = String, Path), ("view" = String, Path)), request_body = SaveView, responses((status = 200, body = SavedView)))]
#[put("/apps/{app}/forms/{form}/views/{view}")]
pub(super) async fn save_view(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Key)>,
    request: HttpRequest,
    body: Body<SaveView>,
) -> Result<Json<SavedView>, Problem> {
    let seen = version_of(&request).map_err(|error| who.problem(error))?;
    let params = SaveView { version: body.0.version.or(seen), ..body.0 };
    let done = views::save(&platform, &who, (&path.0, &path.1), &path.2, params).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// Delete a view that was saved; one that the form's document has is as it is there again.
#[utoipa::path(tag = "views", params(("app" = String, Path), ("form" = String, Path), ("view" = String, Path)), request_body = Seen, responses((status = 204)))]
#[delete("/apps/{app}/forms/{form}/views/{view}")]
pub(super) async fn delete_view(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Key)>,
    seen: Body<Seen>,
) -> Result<HttpResponse, Problem> {
    let done = views::delete(&platform, &who, (&path.0, &path.1), &path.2, seen.0.version).await;
    done.map_err(|error| who.problem(error))?;
    Ok(HttpResponse::NoContent().finish())
}
