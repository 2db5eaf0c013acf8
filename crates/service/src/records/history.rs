use chrono::{DateTime, Utc};
use mortise_access::{Act, FieldRight, Level};
use mortise_model::{Id, Key};
use mortise_store::repos::{
    changes::{self, Change, ChangeKind},
    users,
};
use serde::Serialize;
use serde_json::{Map, Value as Json};
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
    // A right that depends on the record is not looked up for every past state of it: such fields stay out.
    let seen = |key: &str| matches!(permit.field(key), FieldRight::Always(level) if level >= Level::View);
    let values = |values: Map<String, Json>| {
        let shown = values.into_iter().filter(|(key, _)| seen(key));
        shown
            .map(|(key, value)| {
                let value = without_hidden(&key, value, &seen);
                (key, value)
            })
            .collect()
    };
    let published = model.form(form)?;
    let mut wanted = Vec::new();
    for (key, value) in found.iter().flat_map(|(_, change)| [&change.before, &change.after]).flat_map(members_of) {
        if let Some(field) = published.field(key) {
            kept::references(field, value, &mut wanted);
        }
    }
    let reading = Reading::with(&model, session, permit.clone());
    let locale = session.ctx.locale;
    let titles = Known(reading.plan()?.titles_of(db, wanted, &write_title(&model, locale)).await?);
    let told = |mut change: FieldChange| {
        if let Some(field) = published.field(&change.field) {
            change.before = kept::told(field, change.before, &titles);
            change.after = kept::told(field, change.after, &titles);
        }
        change
    };
    let by_set = found.chunk_by(|(one, _), (next, _)| one.id == next.id);
    Ok(by_set
        .map(|steps| {
            let (set, change) = &steps[0];
            let (before, after) = joined(steps.iter().rev().map(|(_, step)| step));
            ChangeView {
                id: set.id,
                at: set.at,
                by: set.actor.map(name),
                act: set.act.clone(),
                note: set.note.clone(),
                kind: kind(steps.last().map_or(change.kind, |(_, first)| first.kind)),
                version: change.version,
                changes: differences(values(before), values(after)).into_iter().map(told).collect(),
            }
        })
        .collect())
}

/// The steps of one change set, oldest first, as one: a rule that follows a person's change is told with it.
fn joined<'c>(steps: impl Iterator<Item = &'c Change>) -> (Map<String, Json>, Map<String, Json>) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for step in steps {
        // What was before the oldest step holds, and what is after the newest.
        for (key, value) in members(&step.before) {
            before.entry(key).or_insert(value);
        }
        after.extend(members(&step.after));
    }
    (before, after)
}

fn members(json: &Option<Json>) -> Map<String, Json> {
    members_of(json).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn members_of(json: &Option<Json>) -> impl Iterator<Item = (&String, &Json)> {
    json.as_ref().and_then(Json::as_object).into_iter().flatten()
}

/// The value without what the person may not see in a subform's rows.
fn without_hidden(key: &str, mut value: Json, seen: &impl Fn(&str) -> bool) -> Json {
    for row in value.as_array_mut().into_iter().flatten() {
        if let Json::Object(members) = row {
            members.retain(|inner, _| inner.starts_with('_') || seen(&format!("{key}.{inner}")));
        }
    }
    value
}

fn differences(mut before: Map<String, Json>, after: Map<String, Json>) -> Vec<FieldChange> {
    let mut changes: Vec<FieldChange> = after
        .into_iter()
        .map(|(field, after)| FieldChange { before: before.remove(&field).unwrap_or(Json::Null), field, after })
        .filter(|change| change.before != change.after)
        .collect();
    changes.extend(before.into_iter().map(|(field, before)| FieldChange { field, before, after: Json::Null }));
    changes
}

fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "create",
        ChangeKind::Update => "update",
        ChangeKind::Delete => "delete",
        ChangeKind::Restore => "restore",
        ChangeKind::Purge => "purge",
    }
}
