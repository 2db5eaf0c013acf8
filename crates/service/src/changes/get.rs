use std::{collections::HashMap, sync::Arc};

use mortise_access::Act;
use mortise_model::{Id, Issue, Key, Pointer};
use mortise_store::repos::changes::{self, Change, ChangeKind, ChangeSet};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ChangeSetView, RecordRef, sight::Eyes};
use crate::{
    AppModel, Error, Platform, Result, Session,
    records::{FieldChange, Reading, kind, of_change, shown, titled},
    titles::{Known, write_title},
};

const RECORDS: u64 = 50;
/// How many pages of records are looked through for one page of those in sight.
const ROUNDS: usize = 10;

/// A change set with what it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetDetail {
    /// The change set.
    #[serde(flatten)]
    pub set: ChangeSetView,
    /// The records that it changed and that the person may see, in the order in which it came to them.
    pub items: Vec<ChangedRecord>,
    /// Leads to more records, where there may be some.
    pub next_cursor: Option<String>,
}

/// What a change set did to one record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedRecord {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// What it did: `create`, `update`, `delete`, `restore`.
    pub kind: &'static str,
    /// The fields that it made others, and that the person may see in every record.
    pub changes: Vec<FieldChange>,
}

/// One change set, with a page of the records that it changed.
pub async fn change_set(
    platform: &Platform,
    session: &Session,
    id: Id,
    after: Option<&str>,
) -> Result<ChangeSetDetail> {
    let mut eyes = Eyes::new(platform, session);
    let (set, view) = in_sight(&mut eyes, id).await?;
    let mut after = after.map(place).transpose()?.unwrap_or_default();
    let Some(model) = eyes.model(&set).await? else {
        return Ok(ChangeSetDetail { set: view, items: Vec::new(), next_cursor: None });
    };
    let db = session.tenant.reader();
    let mut items = Vec::new();
    for _ in 0..ROUNDS {
        let found = changes::records_of(db, id, after, RECORDS).await?;
        let is_last = (found.len() as u64) < RECORDS;
        after = found.last().map_or(after, |(_, _, first)| *first);
        let records: Vec<(Key, Id)> = found.into_iter().map(|(form, record, _)| (form, record)).collect();
        let seen = eyes.visible(&model, &records).await?;
        items.extend(told(session, &model, &set, seen).await?);
        if is_last {
            return Ok(ChangeSetDetail { set: view, items, next_cursor: None });
        }
        if !items.is_empty() {
            break;
        }
    }
    Ok(ChangeSetDetail { set: view, items, next_cursor: Some(after.to_string()) })
}

/// A change set that the person may see.
pub(super) async fn in_sight(eyes: &mut Eyes<'_>, id: Id) -> Result<(ChangeSet, ChangeSetView)> {
    let set = changes::change_set(eyes.session.tenant.reader(), id).await?.ok_or(Error::NotFound("change_set"))?;
    let view = eyes.look(&set).await?.ok_or(Error::NotFound("change_set"))?;
    Ok((set, view))
}

/// What the set did to records that the person may see.
async fn told(
    session: &Session,
    model: &Arc<AppModel>,
    set: &ChangeSet,
    seen: Vec<RecordRef>,
) -> Result<Vec<ChangedRecord>> {
    let db = session.tenant.reader();
    let ids: Vec<Id> = seen.iter().map(|record| record.record).collect();
    let mut steps: HashMap<Id, Vec<Change>> = HashMap::new();
    for change in changes::changes_of_records(db, set.id, &ids).await? {
        steps.entry(change.record).or_default().push(change);
    }
    let mut items = Vec::with_capacity(seen.len());
    for record in seen {
        let Ok(permit) = model.permit(session, &record.form, Act::Read) else { continue };
        let form = model.form(&record.form)?;
        let steps = steps.remove(&record.record).unwrap_or_default();
        let changes = shown(&permit, steps.iter());
        let reading = Reading::with(model, session, permit);
        let wanted = changes.iter().flat_map(|change| of_change(form, change));
        let titles = Known(reading.plan()?.titles_of(db, wanted, &write_title(model, session.ctx.locale)).await?);
        let changes = changes.into_iter().map(|change| titled(form, change, &titles)).collect();
        items.push(ChangedRecord { record, kind: net_kind(&steps), changes });
    }
    Ok(items)
}

/// What the steps of a set come to for one record.
fn net_kind(steps: &[Change]) -> &'static str {
    match (steps.first().map(|step| step.kind), steps.last().map(|step| step.kind)) {
        (_, Some(last @ (ChangeKind::Delete | ChangeKind::Purge))) => kind(last),
        (Some(first), _) => kind(first),
        (None, _) => kind(ChangeKind::Update),
    }
}

fn place(text: &str) -> Result<i64> {
    let unknown = || Error::BadRequest(Issue::error(Pointer::root().at("cursor"), "unknown_cursor").into());
    text.parse().map_err(|_| unknown())
}
