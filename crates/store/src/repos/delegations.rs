use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    convert::{all, insert},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::delegation::{ActiveModel, Column, Entity},
};

row! {
    /// That somebody stands in for a person for some time.
    Delegation = delegation {
        /// Which.
        id: Id,
        /// Who is away.
        user: Id,
        /// Who stands in.
        deputy: Id,
        /// In this app only.
        app: Option<Key>,
        /// In this flow only.
        workflow: Option<Key>,
        /// From when.
        starts_at: DateTime<Utc>,
        /// Until when.
        ends_at: DateTime<Utc>,
        /// Why.
        reason: Option<String>,
        /// When it was arranged.
        created_at: DateTime<Utc>,
        /// By whom.
        created_by: Option<Id>,
        /// When it was taken back.
        revoked_at: Option<DateTime<Utc>>,
    }
}

/// Adds a delegation.
pub async fn insert_delegation(db: &impl ConnectionTrait, delegation: &Delegation) -> Result<(), Error> {
    insert(db, delegation.to_row()).await
}

/// Who stands in for a person in a flow at a moment: the narrowest arrangement, the latest of equals.
pub async fn deputy_of(
    db: &impl ConnectionTrait,
    user: Id,
    (app, workflow): (&Key, &Key),
    at: DateTime<Utc>,
) -> Result<Option<Delegation>, Error> {
    let here = Condition::any().add(Column::App.is_null()).add(Column::App.eq(app.as_str()));
    let this = Condition::any().add(Column::Workflow.is_null()).add(Column::Workflow.eq(workflow.as_str()));
    let select = Entity::find().filter(Column::User.eq(user.raw())).filter(Column::RevokedAt.is_null());
    let select = select.filter(Column::StartsAt.lte(at.to_column())).filter(Column::EndsAt.gt(at.to_column()));
    let found: Vec<Delegation> = all(select.filter(here).filter(this).order_by_asc(Column::Id).all(db).await?)?;
    Ok(found.into_iter().max_by_key(|one| (one.workflow.is_some(), one.app.is_some(), one.id)))
}

/// What a person has arranged, and what was arranged with them as the deputy, newest first.
pub async fn delegations_with(db: &impl ConnectionTrait, user: Id) -> Result<Vec<Delegation>, Error> {
    let who = Condition::any().add(Column::User.eq(user.raw())).add(Column::Deputy.eq(user.raw()));
    all(Entity::find().filter(who).order_by_desc(Column::Id).all(db).await?)
}

/// Takes back what a person has arranged; whether it was still good.
pub async fn revoke_delegation(db: &impl ConnectionTrait, user: Id, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel { revoked_at: Set(Some(now.to_column())), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw())).filter(Column::User.eq(user.raw()));
    Ok(update.filter(Column::RevokedAt.is_null()).exec(db).await?.rows_affected == 1)
}
