use mortise_model::{Id, Issue, Issues, Key, Locale, Pointer};
use mortise_store::{
    ConnectionTrait,
    repos::{
        Page, grants, sessions,
        users::{self as repo, User},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::require_owner;
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
    auth::password,
    idempotency::{Answered, Once},
};

const PER_PAGE: u64 = 200;

/// A person as the administrator sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// Grows with each change.
    pub version: i64,
    /// The log-in name.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// Whether the person may log in.
    pub active: bool,
    /// Whether the person administers the tenant.
    pub is_owner: bool,
    /// The main department.
    #[schema(value_type = Option<String>)]
    pub dept: Option<Id>,
    /// All departments.
    #[schema(value_type = Vec<String>)]
    pub depts: Vec<Id>,
    /// Whom the person reports to.
    #[schema(value_type = Option<String>)]
    pub manager: Option<Id>,
    /// The roles, as `app.role`.
    pub roles: Vec<String>,
}

/// What a new person needs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// The log-in name: letters, digits, `.`, `_` and `-`; unique whatever the case.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// The first password; without one the person cannot log in yet.
    #[serde(default)]
    pub password: Option<String>,
    /// Where mail goes.
    #[serde(default)]
    pub email: Option<String>,
    /// The phone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The departments, the main one first.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub depts: Vec<Id>,
    /// Whom the person reports to.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub manager: Option<Id>,
}

/// What changes about a person; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUser {
    /// The version that was seen.
    #[serde(default)]
    pub version: Option<i64>,
    /// The name to show.
    #[serde(default)]
    pub name: Option<String>,
    /// Where mail goes.
    #[serde(default)]
    pub email: Option<String>,
    /// The phone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The departments, the main one first.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub depts: Option<Vec<Id>>,
    /// Whom the person reports to.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub manager: Option<Id>,
}

/// All people whose name or log-in name contains `search`, newest first.
pub async fn users(_: &Platform, session: &Session, search: Option<&str>) -> Result<Vec<UserView>> {
    require_owner(session)?;
    let db = session.tenant.reader();
    let mut views = Vec::new();
    for user in repo::users(db, search, Page::first(PER_PAGE)).await? {
        views.push(view(db, user).await?);
    }
    Ok(views)
}

/// Adds a person.
pub async fn create_user(
    platform: &Platform,
    session: &Session,
    params: CreateUser,
    once: &Once,
) -> Result<Answered<UserView>> {
    require_owner(session)?;
    check_names(&params.username, &params.name)?;
    let hash = match &params.password {
        Some(given) => {
            password::check(given, Pointer::root().at("password"))?;
            Some(password::hash(given.clone()).await?)
        }
        None => None,
    };
    let ctx = &session.ctx;
    let user = User {
        id: ctx.new_id(),
        username: params.username.trim().to_owned(),
        name: params.name.trim().to_owned(),
        email: params.email,
        phone: params.phone,
        active: true,
        is_owner: false,
        main_dept: params.depts.first().copied(),
        manager: params.manager,
        locale: Locale::default(),
        last_login_at: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, ctx).await? {
        return Ok(answer);
    }
    repo::insert_user(&tx, &user).await.map_err(|error| taken(error, "username"))?;
    repo::set_depts(&tx, user.id, &params.depts).await.map_err(|error| missing(error, "depts"))?;
    if let Some(hash) = hash {
        repo::set_password(&tx, user.id, Some(&hash), ctx.now).await?;
    }
    audit::note(&tx, ctx, "create_user", Object::of_tenant("user", user.id), json!({"username": user.username}))
        .await?;
    let view = view(&tx, user).await?;
    once.keep(&tx, ctx, 201, &view).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(Answered::Now(view))
}

/// Changes a person.
pub async fn update_user(platform: &Platform, session: &Session, id: Id, params: UpdateUser) -> Result<UserView> {
    require_owner(session)?;
    let version = params.version.ok_or(Error::VersionMissing)?;
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let mut user = repo::user_by_id(&tx, id).await?.ok_or(Error::NotFound("user"))?;
    if let Some(name) = params.name {
        check_names(&user.username, &name)?;
        user.name = name.trim().to_owned();
    }
    user.email = params.email.or(user.email);
    user.phone = params.phone.or(user.phone);
    user.manager = params.manager.or(user.manager);
    if let Some(depts) = &params.depts {
        user.main_dept = depts.first().copied();
        repo::set_depts(&tx, id, depts).await.map_err(|error| missing(error, "depts"))?;
    }
    save(&tx, ctx, version, &mut user).await?;
    audit::note(&tx, ctx, "update_user", Object::of_tenant("user", id), Json::Null).await?;
    let view = view(&tx, user).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(view)
}

/// Takes the right to log in away; every session of the person ends at once.
pub async fn disable_user(platform: &Platform, session: &Session, id: Id) -> Result<UserView> {
    if id == session.user_id() {
        return Err(Error::conflict("not_oneself"));
    }
    set_active(platform, session, id, Active::No).await
}

/// Gives the right to log in back.
pub async fn enable_user(platform: &Platform, session: &Session, id: Id) -> Result<UserView> {
    set_active(platform, session, id, Active::Yes).await
}

/// Sets a person's password; sessions that are open end.
pub async fn reset_password(platform: &Platform, session: &Session, id: Id, new: String) -> Result<()> {
    require_owner(session)?;
    password::check(&new, Pointer::root().at("password"))?;
    let hash = password::hash(new).await?;
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    if !repo::set_password(&tx, id, Some(&hash), ctx.now).await? {
        return Err(Error::NotFound("user"));
    }
    sessions::end_sessions_of(&tx, id, None).await?;
    audit::note(&tx, ctx, "reset_password", Object::of_tenant("user", id), Json::Null).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Active {
    Yes,
    No,
}

async fn set_active(platform: &Platform, session: &Session, id: Id, active: Active) -> Result<UserView> {
    require_owner(session)?;
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let mut user = repo::user_by_id(&tx, id).await?.ok_or(Error::NotFound("user"))?;
    user.active = active == Active::Yes;
    let version = user.version;
    save(&tx, ctx, version, &mut user).await?;
    sessions::end_sessions_of(&tx, id, None).await?;
    let act = if user.active { "enable_user" } else { "disable_user" };
    audit::note(&tx, ctx, act, Object::of_tenant("user", id), Json::Null).await?;
    let view = view(&tx, user).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(view)
}

async fn save(tx: &impl ConnectionTrait, ctx: &mortise_model::Ctx, version: i64, user: &mut User) -> Result<()> {
    let now = user.version;
    user.version = version + 1;
    user.updated_at = ctx.now;
    if repo::update_user(tx, version, user).await? { Ok(()) } else { Err(crate::write::stale(now)) }
}

async fn view(db: &impl ConnectionTrait, user: User) -> Result<UserView> {
    let depts = repo::depts_of(db, user.id).await?;
    let roles = grants::grants_of(db, user.id).await?;
    let name = |app: &Key, role: &Key| format!("{app}.{role}");
    Ok(UserView {
        id: user.id,
        version: user.version,
        username: user.username,
        name: user.name,
        email: user.email,
        phone: user.phone,
        active: user.active,
        is_owner: user.is_owner,
        dept: user.main_dept,
        depts,
        manager: user.manager,
        roles: roles.iter().map(|grant| name(&grant.app, &grant.role)).collect(),
    })
}

fn check_names(username: &str, name: &str) -> Result<()> {
    let mut issues = Issues::new();
    let allowed = |c: char| c.is_alphanumeric() || ['.', '_', '-'].contains(&c);
    if username.is_empty() || username.chars().count() > 60 || !username.chars().all(allowed) {
        issues.push(Issue::error(Pointer::root().at("username"), "username_malformed").with("max", 60));
    }
    if name.trim().is_empty() || name.chars().count() > 80 {
        issues.push(Issue::error(Pointer::root().at("name"), "name_length").with("max", 80));
    }
    if issues.is_empty() { Ok(()) } else { Err(Error::Invalid(issues)) }
}

fn taken(error: mortise_store::Error, field: &str) -> Error {
    match error {
        mortise_store::Error::Taken(_) => {
            Error::Invalid(Issues::from(Issue::error(Pointer::root().at(field), "taken")))
        }
        error => error.into(),
    }
}

fn missing(error: mortise_store::Error, field: &str) -> Error {
    match error {
        mortise_store::Error::Missing(_) => {
            Error::Invalid(Issues::from(Issue::error(Pointer::root().at(field), "not_there")))
        }
        error => error.into(),
    }
}
