use mortise_model::Id;
use mortise_store::repos::{Page, users};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Platform, Result, Session};

const AT_MOST: u64 = 50;

/// A person as colleagues see it: enough to choose somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// The log-in name.
    pub username: String,
    /// The name to show.
    pub name: String,
}

/// The active people whose name or log-in name contains `search`, at most 50.
pub async fn people(_: &Platform, session: &Session, search: Option<&str>) -> Result<Vec<PersonView>> {
    let found = users::users(session.tenant.reader(), search, Page::first(AT_MOST)).await?;
    let active = found.into_iter().filter(|user| user.active);
    Ok(active.map(|user| PersonView { id: user.id, username: user.username, name: user.name }).collect())
}
