use chrono::{DateTime, Utc};
use mortise_model::{Id, Issue, Key, Pointer};
use mortise_store::repos::{
    Page,
    changes::{self, ChangeSetFilter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ChangeSetView, sight::Eyes};
use crate::{Error, Platform, Result, Session};

const LIMIT: u64 = 30;
const MOST: u64 = 100;
/// How many pages of change sets are looked through for one page of those in sight.
const ROUNDS: usize = 5;

/// Which change sets are meant; all that is given must fit.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// In this app.
    #[param(value_type = Option<String>)]
    pub app: Option<Key>,
    /// With records of this form.
    #[param(value_type = Option<String>)]
    pub form: Option<Key>,
    /// By this person.
    #[param(value_type = Option<String>)]
    pub actor: Option<Id>,
    /// By this act, such as `batch_records`.
    pub act: Option<String>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many: 30 where absent, at most 100.
    pub limit: Option<u64>,
}

/// A page of change sets, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetPage {
    /// The change sets.
    pub items: Vec<ChangeSetView>,
    /// Leads to the next page, where there may be one.
    pub next_cursor: Option<String>,
}

/// The change sets that a person may see, newest first. A page may hold fewer than were asked for though others
/// follow: `next_cursor` says so.
pub async fn change_sets(platform: &Platform, session: &Session, query: ChangesQuery) -> Result<ChangeSetPage> {
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, MOST);
    let mut after = query.cursor.as_deref().map(cursor).transpose()?;
    let filter = ChangeSetFilter {
        actor: query.actor,
        app: query.app,
        form: query.form,
        act: query.act,
        from: query.from,
        to: query.to,
    };
    let mut eyes = Eyes::new(platform, session);
    let mut items: Vec<ChangeSetView> = Vec::new();
    for _ in 0..ROUNDS {
        let found = changes::change_sets(session.tenant.reader(), &filter, Page { after, limit: limit + 1 }).await?;
        let (n_found, enough) = (found.len() as u64, usize::try_from(limit).unwrap_or(usize::MAX));
        for set in found.into_iter().take(enough) {
            if items.len() == enough {
                return Ok(ChangeSetPage { items, next_cursor: after.map(|id| id.to_string()) });
            }
            after = Some(set.id);
            items.extend(eyes.look(&set).await?);
        }
        if n_found <= limit {
            return Ok(ChangeSetPage { items, next_cursor: None });
        }
    }
    Ok(ChangeSetPage { items, next_cursor: after.map(|id| id.to_string()) })
}

/// Where a page ended.
pub(super) fn cursor(text: &str) -> Result<Id> {
    let unknown = || Error::BadRequest(Issue::error(Pointer::root().at("cursor"), "unknown_cursor").into());
    text.parse().map_err(|_| unknown())
}
