use chrono::{DateTime, Utc};
use mortise_model::{Actor, Id};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use serde_json::Value as Json;

use super::{convert::maybe_read, row::Stored};
use crate::{
    Error,
    entities::idempotency::{ActiveModel, Column, Entity},
};

/// What a request with an idempotency key finds.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyClaim {
    /// Nobody has used the key: go on, and [`keep_answer`].
    Fresh,
    /// The same request was answered.
    Answered {
        /// With this status.
        status: u16,
        /// And this body.
        answer: Json,
    },
    /// The same request is under way.
    Running,
    /// Another request has used the key.
    OtherBody,
}

/// Claims a key of an actor for a request until a moment. Where another transaction holds it, this
/// waits (PostgreSQL) or comes after it (SQLite), so that a key has one effect.
pub async fn claim_key(
    db: &impl ConnectionTrait,
    actor: &Actor,
    key: &str,
    body_hash: &str,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<KeyClaim, Error> {
    let row = ActiveModel {
        actor: Set(number(actor)),
        key: Set(key.to_owned()),
        body_hash: Set(body_hash.to_owned()),
        status: Set(None),
        answer: Set(None),
        created_at: Set(now.to_column()),
        expires_at: Set(expires_at.to_column()),
    };
    let over = Expr::col((Entity, Column::ExpiresAt)).lte(now.to_column());
    let taken_over = OnConflict::columns([Column::Actor, Column::Key])
        .update_columns([Column::BodyHash, Column::Status, Column::Answer, Column::CreatedAt, Column::ExpiresAt])
        .action_and_where(over)
        .to_owned();
    if Entity::insert(row).on_conflict(taken_over).exec_without_returning(db).await? == 1 {
        return Ok(KeyClaim::Fresh);
    }
    let found = Entity::find_by_id((number(actor), key.to_owned())).one(db).await?;
    let Some(found) = found else { return Err(Error::Missing(format!("idempotency key `{key}`"))) };
    if found.body_hash != body_hash {
        return Ok(KeyClaim::OtherBody);
    }
    let answer = maybe_read("idempotency.answer", found.answer.as_deref())?;
    Ok(match (found.status.and_then(|status| u16::try_from(status).ok()), answer) {
        (Some(status), Some(answer)) => KeyClaim::Answered { status, answer },
        _ => KeyClaim::Running,
    })
}

/// Keeps the answer to a request, for when it comes again.
pub async fn keep_answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    key: &str,
    status: u16,
    answer: &Json,
) -> Result<(), Error> {
    let row =
        ActiveModel { status: Set(Some(status.into())), answer: Set(Some(answer.to_column())), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Actor.eq(number(actor))).filter(Column::Key.eq(key)).exec(db).await?;
    Ok(())
}

/// Gives a key free again, as after a request that had no effect.
pub async fn release_key(db: &impl ConnectionTrait, actor: &Actor, key: &str) -> Result<(), Error> {
    Entity::delete_by_id((number(actor), key.to_owned())).exec(db).await?;
    Ok(())
}

/// Forgets keys that are over; how many.
pub async fn forget_old_keys(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, Error> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(now.to_column())).exec(db).await?.rows_affected)
}

/// The product itself is 0: no person has that number.
fn number(actor: &Actor) -> i64 {
    actor.user().map_or(0, Id::raw)
}
