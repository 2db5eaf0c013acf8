use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use super::convert::{insert, maybe_read, moment, ms, written};
use crate::{
    Error,
    entities::api_key::{ActiveModel, Column, Entity, Model},
};

/// A key with which a program acts as a person.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiKey {
    /// Which.
    pub id: Id,
    /// The hash of the key.
    pub token_hash: String,
    /// As whom.
    pub user: Id,
    /// What the person called it.
    pub name: String,
    /// What it is narrowed to; absent: all that the person may.
    pub scopes: Option<Json>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when; absent: until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Adds a key.
pub async fn insert_api_key(db: &impl ConnectionTrait, key: &ApiKey) -> Result<(), Error> {
    let row = Model {
        id: key.id.raw(),
        token_hash: key.token_hash.clone(),
        user: key.user.raw(),
        name: key.name.clone(),
        scopes: key.scopes.as_ref().map(written),
        created_at: ms(key.created_at),
        expires_at: key.expires_at.map(ms),
        last_used_at: key.last_used_at.map(ms),
        revoked_at: key.revoked_at.map(ms),
    };
    insert(db, row).await
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
    select.all(db).await?.into_iter().map(ApiKey::try_from).collect()
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

impl TryFrom<Model> for ApiKey {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: Id::from_raw(row.id),
            scopes: maybe_read("api_key.scopes", row.scopes.as_deref())?,
            token_hash: row.token_hash,
            user: Id::from_raw(row.user),
            name: row.name,
            created_at: moment(row.created_at),
            expires_at: row.expires_at.map(moment),
            last_used_at: row.last_used_at.map(moment),
            revoked_at: row.revoked_at.map(moment),
        })
    }
}
