use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use super::convert::{key, maybe_id, moment, ms};
use crate::{
    Error,
    entities::role_grant::{ActiveModel, Column, Entity, Model},
};

/// That somebody holds a role of an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub user: Id,
    /// In which app.
    pub app: Key,
    /// Which role.
    pub role: Key,
    /// Since when.
    pub granted_at: DateTime<Utc>,
    /// By whom; absent: by the product, as at an installation.
    pub granted_by: Option<Id>,
}

/// Gives a role; giving it again changes nothing. [`Error::Missing`] where there is no such person.
pub async fn grant_role(db: &impl ConnectionTrait, grant: &Grant) -> Result<(), Error> {
    let row = Model {
        user: grant.user.raw(),
        app: grant.app.to_string(),
        role: grant.role.to_string(),
        granted_at: ms(grant.granted_at),
        granted_by: grant.granted_by.map(Id::raw),
    };
    let same = OnConflict::columns([Column::User, Column::App, Column::Role]).do_nothing().to_owned();
    Entity::insert(ActiveModel::from(row)).on_conflict(same).exec_without_returning(db).await?;
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

/// Forgets all roles in an app, as when it is deleted.
pub async fn revoke_all_in_app(db: &impl ConnectionTrait, app: &Key) -> Result<u64, Error> {
    Ok(Entity::delete_many().filter(Column::App.eq(app.as_str())).exec(db).await?.rows_affected)
}

fn sorted(rows: Vec<Model>) -> Result<Vec<Grant>, Error> {
    let mut grants = rows.into_iter().map(Grant::try_from).collect::<Result<Vec<_>, _>>()?;
    grants.sort_by(|a, b| (&a.app, &a.role, a.user).cmp(&(&b.app, &b.role, b.user)));
    Ok(grants)
}

impl TryFrom<Model> for Grant {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            user: Id::from_raw(row.user),
            app: key("role_grant.app", &row.app)?,
            role: key("role_grant.role", &row.role)?,
            granted_at: moment(row.granted_at),
            granted_by: maybe_id(row.granted_by),
        })
    }
}
