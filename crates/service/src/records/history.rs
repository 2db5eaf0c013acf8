use chrono::{DateTime, Utc};
use mortise_access::Act;
use mortise_model::{Id, Key};
use mortise_store::repos::{
    changes::{self, ChangeKind},
    users,
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{Reading, kept, require_visible};
use crate::{
    Platform, Result, Session,
    flows::PersonRef,
    titles::{Known, write_title},
};

const AT_MOST: u64 = 100;

/// What one act did to a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// The change set, by which it can be undone.
    #[schema(value_type = String)]
    pub id: Id,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; absent: by the product.
    pub by: Option<PersonRef>,
    /// By what act: `create_record`, `update_record`, `act_on_task` …
    pub act: String,
    /// Why, where the person said so.
    pub note: Option<String>,
    /// What it did: `create`, `update`, `delete`, `restore`.
    pub kind: &'static str,
    /// The record's version afterwards.
    pub version: i64,
    /// The fields that are others now and that the person may see in every record.
    pub changes: Vec<FieldChange>,
}

/// One field that became another.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldChange {
    /// Which.
    pub field: String,
    /// Its value before.
    #[schema(value_type = Option<Object>)]
    pub before: Json,
    /// Its value afterwards.
    #[schema(value_type = Option<Object>)]
    pub after: Json,
}

/// What happened to a record, newest first.
pub async fn history(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    id: Id,
) -> Result<Vec<ChangeView>> {
    let model = platform.app(session, app).await?;
    require_visible(&model, session, form, Act::Read, id).await?;
    let permit = model.permit(session, form, Act::Read)?;
    let db = session.tenant.reader();
    let found = changes::history_of(db, (app, form, id), AT_MOST).await?;
    let mut people: Vec<Id> = found.iter().filter_map(|(set, _)| set.actor).collect();
    people.sort_unstable();
    people.dedup();
    let people = users::users_by_ids(db, &people).await?;
    let name = |id: Id| {
        let name = people.iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone());
        PersonRef { id, name }
    };
    let published = model.form(form)?;
    let by_set = || found.chunk_by(|(one, _), (next, _)| one.id == next.id);
    let shown: Vec<Vec<FieldChange>> =
        by_set().map(|steps| kept::shown(&permit, steps.iter().rev().map(|(_, step)| step))).collect();
    let wanted = shown.iter().flatten().flat_map(|change| kept::of_change(published, change));
    let reading = Reading::with(&model, session, permit.clone());
    let locale = session.ctx.locale;
    let titles = Known(reading.plan()?.titles_of(db, wanted, &write_title(&model, locale)).await?);
    Ok(by_set()
        .zip(shown)
        .map(|(steps, shown)| {
            let (set, change) = &steps[0];
            ChangeView {
                id: set.id,
                at: set.at,
                by: set.actor.map(name),
                act: set.act.clone(),
                note: set.note.clone(),
                kind: kind(steps.last().map_or(change.kind, |(_, first)| first.kind)),
                version: change.version,
                changes: shown.into_iter().map(|change| kept::titled(published, change, &titles)).collect(),
            }
        })
        .collect())
}

pub(crate) fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "create",
        ChangeKind::Update => "update",
        ChangeKind::Delete => "delete",
        ChangeKind::Restore => "restore",
        ChangeKind::Purge => "purge",
    }
}
