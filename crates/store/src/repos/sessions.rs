use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{
    convert::{all, insert, ms},
    row::row,
};
use crate::{
    Error,
    entities::session::{ActiveModel, Column, Entity},
};

row! {
    /// That somebody has logged in somewhere.
    Session = session {
        /// Which.
        id: Id,
        /// The hash of the token in the cookie.
        token_hash: String,
        /// The hash of the token that a write must carry.
        csrf_hash: String,
        /// Who.
        user: Id,
        /// Since when.
        created_at: DateTime<Utc>,
        /// When it was last used; kept to the minute or so.
        last_seen_at: DateTime<Utc>,
        /// When it ends at the latest.
        expires_at: DateTime<Utc>,
        /// With which program.
        user_agent: Option<String>,
        /// From which address.
        address: Option<String>,
    }
}

/// Adds a session.
pub async fn insert_session(db: &impl ConnectionTrait, session: &Session) -> Result<(), Error> {
    insert(db, session.to_row()).await
}

/// The session with this token that has not ended.
pub async fn live_session(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Session>, Error> {
    let select = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::ExpiresAt.gt(ms(now)));
    select.one(db).await?.map(Session::try_from).transpose()
}

/// The sessions of a person that have not ended, the last used first.
pub async fn sessions_of(db: &impl ConnectionTrait, user: Id, now: DateTime<Utc>) -> Result<Vec<Session>, Error> {
    let select = Entity::find().filter(Column::User.eq(user.raw())).filter(Column::ExpiresAt.gt(ms(now)));
    all(select.order_by_desc(Column::LastSeenAt).all(db).await?)
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

/// Lets the sessions that have not ended last so much longer; how many. For a clock that was moved by hand.
pub async fn lengthen_sessions(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    by: chrono::TimeDelta,
) -> Result<u64, Error> {
    let later = Expr::col(Column::ExpiresAt).add(by.num_milliseconds());
    let update = Entity::update_many().col_expr(Column::ExpiresAt, later);
    Ok(update.filter(Column::ExpiresAt.gt(ms(now))).exec(db).await?.rows_affected)
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
