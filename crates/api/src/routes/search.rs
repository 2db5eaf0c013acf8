//! Looking for words in all that a person may see.

use actix_web::{
    get,
    web::{Data, Json, Query},
};
use mortise_service::{
    Platform,
    search::{self, SearchAnswer, SearchParams},
};

use crate::{extract::Who, problem::Problem};

/// Records of all forms, or of one app's, in whose search fields the words occur.
#[utoipa::path(tag = "records", params(("q" = String, Query), ("app" = Option<String>, Query), ("limit" = Option<u64>, Query)),
    responses((status = 200, body = SearchAnswer)))]
#[get("/search")]
pub(super) async fn search_all(
    platform: Data<Platform>,
    who: Who,
    query: Query<SearchParams>,
) -> Result<Json<SearchAnswer>, Problem> {
    let found = search::search(&platform, &who, query.into_inner()).await;
    found.map(Json).map_err(|error| who.problem(error))
}
