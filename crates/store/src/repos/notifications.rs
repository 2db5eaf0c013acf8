use chrono::{DateTime, Utc};
use mortise_model::{I18n, Id};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, raw},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::notification::{Column, Entity},
};

row! {
    /// What the product tells somebody.
    Notification = notification {
        /// Which.
        id: Id,
        /// Whom.
        user: Id,
        /// What kind of news, e.g. `task`, `comment`, `rule`.
        kind: String,
        /// The one line.
        title: I18n,
        /// More, where there is more.
        body: Option<I18n>,
        /// Where it leads.
        target: Option<Json>,
        /// What keeps it from being told twice.
        dedupe_key: Option<String>,
        /// When.
        at: DateTime<Utc>,
        /// When it was read.
        read_at: Option<DateTime<Utc>>,
    }
}

/// Tells somebody something, unless they were told the same under this dedupe key. Whether it is new.
pub async fn notify(db: &impl ConnectionTrait, notification: &Notification) -> Result<bool, Error> {
    let told = OnConflict::columns([Column::User, Column::DedupeKey]).do_nothing().to_owned();
    let row = notification.to_row().into_active_model().reset_all();
    Ok(Entity::insert(row).on_conflict(told).exec_without_returning(db).await? == 1)
}

/// What somebody was told, newest first.
pub async fn notifications_for(db: &impl ConnectionTrait, user: Id, page: Page) -> Result<Vec<Notification>, Error> {
    let mut select = Entity::find().filter(Column::User.eq(user.raw())).order_by_desc(Column::Id);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    all(select.limit(page.limit).all(db).await?)
}

/// What anybody was told after a notification, or ever; oldest first.
pub async fn notifications_after(
    db: &impl ConnectionTrait,
    after: Option<Id>,
    limit: u64,
) -> Result<Vec<Notification>, Error> {
    let mut select = Entity::find().order_by_asc(Column::Id);
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after.raw()));
    }
    all(select.limit(limit).all(db).await?)
}

/// How much somebody has not read.
pub async fn count_unread(db: &impl ConnectionTrait, user: Id) -> Result<u64, Error> {
    Ok(Entity::find().filter(Column::User.eq(user.raw())).filter(Column::ReadAt.is_null()).count(db).await?)
}

/// Notes that somebody has read some of it, or all; how much of it was new.
pub async fn mark_read(
    db: &impl ConnectionTrait,
    user: Id,
    some: Option<&[Id]>,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let update = Entity::update_many().col_expr(Column::ReadAt, Expr::value(now.to_column()));
    let mut update = update.filter(Column::User.eq(user.raw())).filter(Column::ReadAt.is_null());
    if let Some(ids) = some {
        update = update.filter(Column::Id.is_in(raw(ids)));
    }
    Ok(update.exec(db).await?.rows_affected)
}

/// Forgets what was told before a moment; how much.
pub async fn forget_notifications(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Error> {
    Ok(Entity::delete_many().filter(Column::At.lt(before.to_column())).exec(db).await?.rows_affected)
}
