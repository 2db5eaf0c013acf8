//! What a person was told.

use actix_web::{
    get, post,
    web::{Data, Json, Query},
};
use mortise_model::Id;
use mortise_service::{
    Platform,
    notices::{self, NotificationPage, ReadNotifications, UnreadView},
};
use serde::Deserialize;

use crate::{
    extract::{Body, Who},
    problem::Problem,
};

/// Which page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NotificationQuery {
    #[serde(default)]
    cursor: Option<Id>,
}

/// What the person was told, newest first.
#[utoipa::path(tag = "meta", params(("cursor" = Option<String>, Query)), responses((status = 200, body = NotificationPage)))]
#[get("/notifications")]
pub(super) async fn list_notifications(
    platform: Data<Platform>,
    who: Who,
    query: Query<NotificationQuery>,
) -> Result<Json<NotificationPage>, Problem> {
    notices::notifications(&platform, &who, query.cursor).await.map(Json).map_err(|error| who.problem(error))
}

/// Say what has been read: some of it, or all.
#[utoipa::path(tag = "meta", request_body = ReadNotifications, responses((status = 200, body = UnreadView)))]
#[post("/notifications/read")]
pub(super) async fn read_notifications(
    platform: Data<Platform>,
    who: Who,
    body: Body<ReadNotifications>,
) -> Result<Json<UnreadView>, Problem> {
    let done = notices::read_notifications(&platform, &who, body.0).await;
    done.map(Json).map_err(|error| who.problem(error))
}
