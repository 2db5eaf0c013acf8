use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::wf_incident::{ActiveModel, Column, Entity},
};

row! {
    /// That an instance waits for an administrator.
    Incident = wf_incident {
        /// Which.
        id: Id,
        /// Of which instance.
        instance: Id,
        /// The engine's token that waits.
        token: u32,
        /// The node where it waits.
        node: Key,
        /// Why, as a stable code.
        code: String,
        /// What a reader needs besides.
        detail: Json,
        /// Since when.
        opened_at: DateTime<Utc>,
        /// Until when.
        resolved_at: Option<DateTime<Utc>>,
        /// Who resolved it.
        resolved_by: Option<Id>,
        /// By what act.
        resolution: Option<String>,
    }
}

/// Adds an incident.
pub async fn insert_incident(db: &impl ConnectionTrait, incident: &Incident) -> Result<(), Error> {
    insert(db, incident.to_row()).await
}

/// Notes that the open incidents of a token are resolved; how many there were.
pub async fn resolve_incidents(
    db: &impl ConnectionTrait,
    (instance, token): (Id, u32),
    now: DateTime<Utc>,
    by: Option<Id>,
    resolution: &str,
) -> Result<u64, Error> {
    let row = ActiveModel {
        resolved_at: Set(Some(now.to_column())),
        resolved_by: Set(by.to_column()),
        resolution: Set(Some(resolution.to_owned())),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Instance.eq(instance.raw()));
    let update = update.filter(Column::Token.eq(i64::from(token))).filter(Column::ResolvedAt.is_null());
    Ok(update.exec(db).await?.rows_affected)
}

/// The incidents that wait, newest first.
pub async fn open_incidents(db: &impl ConnectionTrait, page: Page) -> Result<Vec<Incident>, Error> {
    let mut select = Entity::find().filter(Column::ResolvedAt.is_null()).order_by_desc(Column::Id);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    all(select.limit(page.limit).all(db).await?)
}

/// All incidents of an instance, in order.
pub async fn incidents_of(db: &impl ConnectionTrait, instance: Id) -> Result<Vec<Incident>, Error> {
    all(Entity::find().filter(Column::Instance.eq(instance.raw())).order_by_asc(Column::Id).all(db).await?)
}
