use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};

use super::{
    convert::{all, key},
    row::row,
};
use crate::{
    Error,
    entities::role_grant::{Column, Entity, Model},
};

row! {
    /// That somebody holds a role of an app.
    Grant = role_grant {
        /// Who.
        user: Id,
        /// In which app.
        app: Key,
        /// Which role.
        role: Key,
        /// Since when.
        granted_at: DateTime<Utc>,
        /// By whom; absent: by the product, as at an installation.
        granted_by: Option<Id>,
    }
}

/// Gives a role; giving it again changes nothing. [`Error::Missing`] where there is no such person.
pub async fn grant_role(db: &impl ConnectionTrait, grant: &Grant) -> Result<(), Error> {
    let same = OnConflict::columns([Column::User, Column::App, Column::Role]).do_nothing().to_owned();
    Entity::insert(grant.to_row().into_active_model().reset_all()).on_conflict(same).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a role back; whether it was held.
pub async fn revoke_role(db: &impl ConnectionTrait, user: Id, app: &Key, role: &Key) -> Result<bool, Error> {
    let key = (user.raw(), app.to_string(), role.to_string());
    Ok(Entity::delete_by_id(key).exec(db).await?.rows_affected == 1)
}

/// The roles that somebody holds in an app, by key.
pub async fn roles_of(db: &impl ConnectionTrait, user: Id, app: &Key) -> Result<Vec<Key>, Error> {
    let select = Entity::find().filter(Column::User.eq(user.raw())).filter(Column::App.eq(app.as_str()));
    let mut roles = Vec::new();
    for row in select.all(db).await? {
        roles.push(key("role_grant.role", &row.role)?);
    }
    roles.sort();
    Ok(roles)
}

/// All that somebody holds, by app and role.
pub async fn grants_of(db: &impl ConnectionTrait, user: Id) -> Result<Vec<Grant>, Error> {
    sorted(Entity::find().filter(Column::User.eq(user.raw())).all(db).await?)
}

/// Everybody's roles in an app, by role and person.
pub async fn grants_in_app(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Grant>, Error> {
    let rows = Entity::find().filter(Column::App.eq(app.as_str())).order_by_asc(Column::User).all(db).await?;
    sorted(rows)
}

fn sorted(rows: Vec<Model>) -> Result<Vec<Grant>, Error> {
    let mut grants = all::<_, Grant>(rows)?;
    grants.sort_by(|a, b| (&a.app, &a.role, a.user).cmp(&(&b.app, &b.role, b.user)));
    Ok(grants)
}
