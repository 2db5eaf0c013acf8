use std::collections::HashMap;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use mortise_forms::{FormSpec, diff, has_field, read_form, retire, returning, revive};
use mortise_model::{Id, Issue, Key, Pointer};
use mortise_store::{
    ConnectionTrait,
    repos::{
        forms::{self as repo, FormVersion},
        users,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::{IntoParams, ToSchema};

use crate::{Error, Platform, Result, Session, flows::PersonRef, published_specs};

/// How many versions a page holds.
const LIMIT: usize = 20;

/// A version of a form in the list of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionEntry {
    /// Its number, from 1.
    pub form_version: i64,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By whom; absent: by the product, as when an app was installed.
    pub published_by: Option<PersonRef>,
    /// What was different from the version before; nothing for the first one.
    #[schema(value_type = Vec<Object>)]
    pub changes: Json,
    /// What of it took values out of sight.
    #[schema(value_type = Vec<Object>)]
    pub losses: Json,
}

/// A page of versions, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionPage {
    /// The versions.
    pub items: Vec<VersionEntry>,
    /// Leads to the next page, where there is one.
    pub next_cursor: Option<String>,
}

/// Which page of versions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct VersionsQuery {
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A version of a form as it stood, and what would be different if it came in the place of the draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    /// Its number.
    pub form_version: i64,
    /// The form document.
    #[schema(value_type = Object)]
    pub spec: FormSpec,
    /// What is different in it from the draft as it stands now.
    #[schema(value_type = Vec<Object>)]
    pub changes: Json,
    /// What of the draft it does not have, so that values would go out of sight.
    #[schema(value_type = Vec<Object>)]
    pub losses: Json,
}

/// The versions of a form, newest first, each with what it changed. They never change themselves.
pub async fn versions(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    query: VersionsQuery,
) -> Result<VersionPage> {
    platform.designing(session, app).await?;
    let db = session.tenant.reader();
    repo::form_by_key(db, app, form).await?.ok_or(Error::NotFound("form"))?;
    let before = query.cursor.as_deref().map(cursor).transpose()?;
    // One more than a page shows: the last one is compared with it.
    let found = repo::form_versions(db, (app, form), before, LIMIT as u64 + 1).await?;
    let siblings = published_specs(db, app).await?;
    let people = people(db, &found).await?;
    let specs = found.iter().map(|version| read_form(&version.spec).map_err(Error::Stored));
    let specs = specs.collect::<Result<Vec<_>>>()?;
    let entry = |(at, version): (usize, &FormVersion)| {
        let changes = specs.get(at + 1).map(|old| diff(old, &specs[at], &siblings)).unwrap_or_default();
        VersionEntry {
            form_version: version.version,
            published_at: version.published_at,
            published_by: version.published_by.and_then(|by| people.get(&by).cloned()),
            changes: json!(changes.changes),
            losses: json!(changes.losses),
        }
    };
    let items: Vec<VersionEntry> = found.iter().enumerate().take(LIMIT).map(entry).collect();
    let last = items.last().filter(|_| found.len() > LIMIT);
    Ok(VersionPage { next_cursor: last.map(|last| last.form_version.to_string()), items })
}

/// One version of a form, beside the draft.
pub async fn version(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    number: i64,
) -> Result<VersionView> {
    platform.designing(session, app).await?;
    let db = session.tenant.reader();
    let row = repo::form_by_key(db, app, form).await?.ok_or(Error::NotFound("form"))?;
    let version = repo::form_version(db, app, form, number).await?.ok_or(Error::NotFound("form_version"))?;
    let draft = read_form(&row.draft).map_err(Error::Stored)?;
    let spec = read_form(&version.spec).map_err(Error::Stored)?;
    let changes = diff(&draft, &spec, &published_specs(db, app).await?);
    Ok(VersionView {
        form_version: version.version,
        spec,
        changes: json!(changes.changes),
        losses: json!(changes.losses),
    })
}

/// Brings what was retired up to date in a form that is to follow `before`, which is in force: what went is noted,
/// and what is there again as it was is taken up with its values.
pub(super) async fn follow(
    db: &impl ConnectionTrait,
    (app, spec): (&Key, &mut FormSpec),
    before: &FormSpec,
    siblings: &IndexMap<Key, FormSpec>,
) -> Result<()> {
    retire(before, spec);
    for path in returning(spec) {
        if let Some(last) = last_with(db, (app, &spec.key), &path).await? {
            revive(spec, &path, &last, siblings);
        }
    }
    Ok(())
}

/// The newest version that has a field.
async fn last_with(db: &impl ConnectionTrait, place: (&Key, &Key), path: &str) -> Result<Option<FormSpec>> {
    let mut before = None;
    loop {
        let page = repo::form_versions(db, place, before, LIMIT as u64).await?;
        for version in &page {
            let spec = read_form(&version.spec).map_err(Error::Stored)?;
            if has_field(&spec, path) {
                return Ok(Some(spec));
            }
        }
        match page.last() {
            Some(last) => before = Some(last.version),
            None => return Ok(None),
        }
    }
}

/// Who published these versions.
async fn people(db: &impl ConnectionTrait, versions: &[FormVersion]) -> Result<HashMap<Id, PersonRef>> {
    let mut ids: Vec<Id> = versions.iter().filter_map(|version| version.published_by).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = users::users_by_ids(db, &ids).await?;
    Ok(found.into_iter().map(|user| (user.id, PersonRef { id: user.id, name: user.name })).collect())
}

fn cursor(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::BadRequest(Issue::error(Pointer::root().at("cursor"), "unknown_cursor").into()))
}
