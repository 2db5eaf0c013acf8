use chrono::{DateTime, Utc};
use mortise_model::{Id, Locale, Person};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Func, Query},
};

use super::{
    Page, Secret,
    convert::{insert, insert_all, locale_tag, maybe_id, moment, ms, raw},
};
use crate::{
    Error,
    entities::{
        role_grant,
        user::{ActiveModel, Column, Entity, Model},
        user_dept,
    },
};

/// A person who may log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: Id,
    /// The log-in name as it was written; no two differ in case only.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// Whether the person may log in and act.
    pub active: bool,
    /// Whether the person administers the tenant.
    pub is_owner: bool,
    /// The main department.
    pub main_dept: Option<Id>,
    /// Whom the person reports to.
    pub manager: Option<Id>,
    /// The person's language.
    pub locale: Locale,
    /// When the person last logged in.
    pub last_login_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a log-in is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub user: User,
    /// The hash of the password; none: the person cannot log in with one.
    pub password_hash: Option<Secret>,
    /// When it was last set.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// How many tries have failed since the last success.
    pub failed_logins: u32,
    /// Until when no try counts.
    pub locked_until: Option<DateTime<Utc>>,
}

/// The name under which a username is unique: trimmed and in small letters.
pub fn folded(username: &str) -> String {
    username.trim().to_lowercase()
}

/// Adds a person without a password. [`Error::Taken`] where the username exists.
pub async fn insert_user(db: &impl ConnectionTrait, user: &User) -> Result<(), Error> {
    let row = Model {
        id: user.id.raw(),
        username: user.username.trim().to_owned(),
        username_folded: folded(&user.username),
        name: user.name.clone(),
        email: user.email.clone(),
        phone: user.phone.clone(),
        password_hash: None,
        password_changed_at: None,
        active: user.active,
        is_owner: user.is_owner,
        main_dept: user.main_dept.map(Id::raw),
        manager: user.manager.map(Id::raw),
        locale: locale_tag(user.locale).to_owned(),
        failed_logins: 0,
        locked_until: None,
        last_login_at: None,
        version: user.version,
        created_at: ms(user.created_at),
        updated_at: ms(user.updated_at),
    };
    insert(db, row).await
}

/// Changes a person who still has the version `before`; `user.version` is the new one. Whether it was so.
pub async fn update_user(db: &impl ConnectionTrait, before: i64, user: &User) -> Result<bool, Error> {
    let row = ActiveModel {
        username: Set(user.username.trim().to_owned()),
        username_folded: Set(folded(&user.username)),
        name: Set(user.name.clone()),
        email: Set(user.email.clone()),
        phone: Set(user.phone.clone()),
        active: Set(user.active),
        is_owner: Set(user.is_owner),
        main_dept: Set(user.main_dept.map(Id::raw)),
        manager: Set(user.manager.map(Id::raw)),
        locale: Set(locale_tag(user.locale).to_owned()),
        version: Set(user.version),
        updated_at: Set(ms(user.updated_at)),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(user.id.raw())).filter(Column::Version.eq(before));
    Ok(update.exec(db).await?.rows_affected == 1)
}

/// The person.
pub async fn user_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<User>, Error> {
    Ok(Entity::find_by_id(id.raw()).one(db).await?.map(User::from))
}

/// The person with this log-in name, however it is capitalised.
pub async fn user_by_username(db: &impl ConnectionTrait, username: &str) -> Result<Option<User>, Error> {
    let found = Entity::find().filter(Column::UsernameFolded.eq(folded(username))).one(db).await?;
    Ok(found.map(User::from))
}

/// Those of the people who exist, by id.
pub async fn users_by_ids(db: &impl ConnectionTrait, ids: &[Id]) -> Result<Vec<User>, Error> {
    let found = Entity::find().filter(Column::Id.is_in(raw(ids))).order_by_asc(Column::Id).all(db).await?;
    Ok(found.into_iter().map(User::from).collect())
}

/// People, newest first, whose name or log-in name contains `search`.
pub async fn users(db: &impl ConnectionTrait, search: Option<&str>, page: Page) -> Result<Vec<User>, Error> {
    let mut select = Entity::find().order_by_desc(Column::Id).limit(page.limit);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    if let Some(search) = search {
        let pattern = super::convert::contains(&folded(search));
        let name = Expr::expr(Func::lower(Expr::col(Column::Name)));
        select = select.filter(Expr::col(Column::UsernameFolded).like(pattern.clone()).or(name.like(pattern)));
    }
    Ok(select.all(db).await?.into_iter().map(User::from).collect())
}

/// The active people who administer the tenant, by id.
pub async fn owners(db: &impl ConnectionTrait) -> Result<Vec<User>, Error> {
    let select = Entity::find().filter(Column::IsOwner.eq(true)).filter(Column::Active.eq(true));
    Ok(select.order_by_asc(Column::Id).all(db).await?.into_iter().map(User::from).collect())
}

/// How many people may log in.
pub async fn active_users(db: &impl ConnectionTrait) -> Result<u64, Error> {
    use sea_orm::PaginatorTrait;
    Ok(Entity::find().filter(Column::Active.eq(true)).count(db).await?)
}

/// The active people who belong to a department, by id.
pub async fn people_of_dept(db: &impl ConnectionTrait, dept: Id) -> Result<Vec<User>, Error> {
    let members = Query::select()
        .column(user_dept::Column::User)
        .from(user_dept::Entity)
        .and_where(user_dept::Column::Dept.eq(dept.raw()))
        .take();
    active_among(db, members).await
}

/// The active people who hold a role of an app, by id.
pub async fn people_with_role(db: &impl ConnectionTrait, app: &str, role: &str) -> Result<Vec<User>, Error> {
    let holders = Query::select()
        .column(role_grant::Column::User)
        .from(role_grant::Entity)
        .and_where(role_grant::Column::App.eq(app))
        .and_where(role_grant::Column::Role.eq(role))
        .take();
    active_among(db, holders).await
}

/// The active people who report to somebody, by id.
pub async fn reports_of(db: &impl ConnectionTrait, manager: Id) -> Result<Vec<User>, Error> {
    let select = Entity::find().filter(Column::Manager.eq(manager.raw())).filter(Column::Active.eq(true));
    Ok(select.order_by_asc(Column::Id).all(db).await?.into_iter().map(User::from).collect())
}

/// The departments a person belongs to, by id.
pub async fn depts_of(db: &impl ConnectionTrait, user: Id) -> Result<Vec<Id>, Error> {
    let select = user_dept::Entity::find().filter(user_dept::Column::User.eq(user.raw()));
    let found = select.order_by_asc(user_dept::Column::Dept).all(db).await?;
    Ok(found.into_iter().map(|row| Id::from_raw(row.dept)).collect())
}

/// Says anew to which departments a person belongs.
pub async fn set_depts(db: &impl ConnectionTrait, user: Id, depts: &[Id]) -> Result<(), Error> {
    user_dept::Entity::delete_many().filter(user_dept::Column::User.eq(user.raw())).exec(db).await?;
    let mut depts = depts.to_vec();
    depts.sort_unstable();
    depts.dedup();
    let rows = depts.into_iter().map(|dept| user_dept::Model { user: user.raw(), dept: dept.raw() });
    insert_all(db, rows.collect()).await
}

/// What a log-in with this name is checked against.
pub async fn credential_of(db: &impl ConnectionTrait, username: &str) -> Result<Option<Credential>, Error> {
    let found = Entity::find().filter(Column::UsernameFolded.eq(folded(username))).one(db).await?;
    Ok(found.map(Credential::from))
}

/// Sets or takes away a password; lifts a lock.
pub async fn set_password(
    db: &impl ConnectionTrait,
    user: Id,
    hash: Option<&Secret>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = ActiveModel {
        password_hash: Set(hash.map(|hash| hash.reveal().to_owned())),
        password_changed_at: Set(Some(ms(now))),
        failed_logins: Set(0),
        locked_until: Set(None),
        ..Default::default()
    };
    Ok(Entity::update_many().set(row).filter(Column::Id.eq(user.raw())).exec(db).await?.rows_affected == 1)
}

/// Counts one more failed log-in, also when many come at once; how many there are now.
pub async fn count_failed_login(db: &impl ConnectionTrait, user: Id) -> Result<u32, Error> {
    let update = Entity::update_many()
        .col_expr(Column::FailedLogins, Expr::col(Column::FailedLogins).add(1))
        .filter(Column::Id.eq(user.raw()));
    let rows = update.exec_with_returning(db).await?;
    Ok(rows.first().map_or(0, |row| u32::try_from(row.failed_logins).unwrap_or(u32::MAX)))
}

/// Refuses every log-in of a person until a moment.
pub async fn lock_user(db: &impl ConnectionTrait, user: Id, until: DateTime<Utc>) -> Result<(), Error> {
    let row = ActiveModel { locked_until: Set(Some(ms(until))), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(user.raw())).exec(db).await?;
    Ok(())
}

/// Notes a log-in: no failures, no lock.
pub async fn note_login(db: &impl ConnectionTrait, user: Id, now: DateTime<Utc>) -> Result<(), Error> {
    let row = ActiveModel {
        failed_logins: Set(0),
        locked_until: Set(None),
        last_login_at: Set(Some(ms(now))),
        ..Default::default()
    };
    Entity::update_many().set(row).filter(Column::Id.eq(user.raw())).exec(db).await?;
    Ok(())
}

async fn active_among(db: &impl ConnectionTrait, ids: sea_orm::sea_query::SelectStatement) -> Result<Vec<User>, Error> {
    let select = Entity::find().filter(Column::Id.in_subquery(ids)).filter(Column::Active.eq(true));
    Ok(select.order_by_asc(Column::Id).all(db).await?.into_iter().map(User::from).collect())
}

impl From<Model> for User {
    fn from(row: Model) -> Self {
        Self {
            id: Id::from_raw(row.id),
            username: row.username,
            name: row.name,
            email: row.email,
            phone: row.phone,
            active: row.active,
            is_owner: row.is_owner,
            main_dept: maybe_id(row.main_dept),
            manager: maybe_id(row.manager),
            locale: Locale::from_tag(&row.locale),
            last_login_at: row.last_login_at.map(moment),
            version: row.version,
            created_at: moment(row.created_at),
            updated_at: moment(row.updated_at),
        }
    }
}

impl From<Model> for Credential {
    fn from(mut row: Model) -> Self {
        Self {
            password_hash: row.password_hash.take().map(Secret::new),
            password_changed_at: row.password_changed_at.map(moment),
            failed_logins: u32::try_from(row.failed_logins).unwrap_or(u32::MAX),
            locked_until: row.locked_until.map(moment),
            user: User::from(row),
        }
    }
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            username: user.username,
            name: user.name,
            active: user.active,
            dept: user.main_dept,
            manager: user.manager,
        }
    }
}
