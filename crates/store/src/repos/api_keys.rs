use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, ms},
    row::row,
};
use crate::{
    Error,
    entities::api_key::{ActiveModel, Column, Entity},
};

row! {
    /// A key with which a program acts as a person.
    ApiKey = api_key {
        /// Which.
        id: Id,
        /// The hash of the key.
        token_hash: String,
        /// As whom.
        user: Id,
        /// What the person called it.
        name: String,
        /// What it is narrowed to; absent: all that the person may.
        scopes: Option<Json>,
        /// Since when.
        created_at: DateTime<Utc>,
        /// Until when; absent: until it is revoked.
        expires_at: Option<DateTime<Utc>>,
        /// When it was last used.
        last_used_at: Option<DateTime<Utc>>,
        /// When it was taken back.
        revoked_at: Option<DateTime<Utc>>,
    }
}

/// Adds a key.
pub async fn insert_api_key(db: &impl ConnectionTrait, key: &ApiKey) -> Result<(), Error> {
    insert(db, key.to_row()).await
}

/// The key with this hash, if it is neither over nor revoked.
pub async fn live_api_key(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<ApiKey>, Error> {
    let lasting = Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(ms(now)));
    let select = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::RevokedAt.is_null());
    select.filter(lasting).one(db).await?.map(ApiKey::try_from).transpose()
}

/// A person's keys, newest first, revoked ones too.
pub async fn api_keys_of(db: &impl ConnectionTrait, user: Id) -> Result<Vec<ApiKey>, Error> {
    let select = Entity::find().filter(Column::User.eq(user.raw())).order_by_desc(Column::Id);
    all(select.all(db).await?)
}

/// Notes that a key is used.
pub async fn touch_api_key(db: &impl ConnectionTrait, key: Id, now: DateTime<Utc>) -> Result<(), Error> {
    let row = ActiveModel { last_used_at: Set(Some(ms(now))), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(key.raw())).exec(db).await?;
    Ok(())
}

/// Takes a person's key back; whether it was still good.
pub async fn revoke_api_key(db: &impl ConnectionTrait, user: Id, key: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel { revoked_at: Set(Some(ms(now))), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(key.raw())).filter(Column::User.eq(user.raw()));
    Ok(update.filter(Column::RevokedAt.is_null()).exec(db).await?.rows_affected == 1)
}
