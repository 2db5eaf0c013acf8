use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::convert::{insert, moment, ms};
use crate::{
    Error,
    entities::session::{ActiveModel, Column, Entity, Model},
};

/// That somebody has logged in somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: Id,
    /// The hash of the token in the cookie.
    pub token_hash: String,
    /// The hash of the token that a write must carry.
    pub csrf_hash: String,
    /// Who.
    pub user: Id,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used; kept to the minute or so.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// With which program.
    pub user_agent: Option<String>,
    /// From which address.
    pub address: Option<String>,
}

/// Adds a session.
pub async fn insert_session(db: &impl ConnectionTrait, session: &Session) -> Result<(), Error> {
    let row = Model {
        id: session.id.raw(),
        token_hash: session.token_hash.clone(),
        csrf_hash: session.csrf_hash.clone(),
        user: session.user.raw(),
        created_at: ms(session.created_at),
        last_seen_at: ms(session.last_seen_at),
        expires_at: ms(session.expires_at),
        user_agent: session.user_agent.clone(),
        address: session.address.clone(),
    };
    insert(db, row).await
}

/// The session with this token that has not ended.
pub async fn live_session(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Session>, Error> {
    let select = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::ExpiresAt.gt(ms(now)));
    Ok(select.one(db).await?.map(Session::from))
}

/// The sessions of a person that have not ended, the last used first.
pub async fn sessions_of(db: &impl ConnectionTrait, user: Id, now: DateTime<Utc>) -> Result<Vec<Session>, Error> {
    let select = Entity::find().filter(Column::User.eq(user.raw())).filter(Column::ExpiresAt.gt(ms(now)));
    Ok(select.order_by_desc(Column::LastSeenAt).all(db).await?.into_iter().map(Session::from).collect())
}

/// Notes that a session is used and until when it now lasts.
pub async fn touch_session(
    db: &impl ConnectionTrait,
    session: Id,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = ActiveModel { last_seen_at: Set(ms(now)), expires_at: Set(ms(expires_at)), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(session.raw())).exec(db).await?;
    Ok(())
}

/// Ends a session; whether there was one.
pub async fn end_session(db: &impl ConnectionTrait, session: Id) -> Result<bool, Error> {
    Ok(Entity::delete_by_id(session.raw()).exec(db).await?.rows_affected == 1)
}

/// Ends all sessions of a person, but for the one that is `kept`; how many.
pub async fn end_sessions_of(db: &impl ConnectionTrait, user: Id, kept: Option<Id>) -> Result<u64, Error> {
    let mut delete = Entity::delete_many().filter(Column::User.eq(user.raw()));
    if let Some(kept) = kept {
        delete = delete.filter(Column::Id.ne(kept.raw()));
    }
    Ok(delete.exec(db).await?.rows_affected)
}

/// Forgets sessions that have ended; how many.
pub async fn forget_ended_sessions(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, Error> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(ms(now))).exec(db).await?.rows_affected)
}

impl From<Model> for Session {
    fn from(row: Model) -> Self {
        Self {
            id: Id::from_raw(row.id),
            token_hash: row.token_hash,
            csrf_hash: row.csrf_hash,
            user: Id::from_raw(row.user),
            created_at: moment(row.created_at),
            last_seen_at: moment(row.last_seen_at),
            expires_at: moment(row.expires_at),
            user_agent: row.user_agent,
            address: row.address,
        }
    }
}
