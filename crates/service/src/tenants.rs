//! Making tenants and their first people: what the command line does, by the product's own right.

use mortise_model::{Ctx, Id, Key, Locale, Pointer};
use mortise_store::{
    Tenant,
    repos::users::{self, User},
};
use serde_json::json;

use crate::{
    Error, Platform, Result,
    audit::{self, Object},
    auth::password,
};

/// Whether a person administers the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Owner,
    Member,
}

/// Makes a tenant with its first owner; the owner.
pub async fn create(platform: &Platform, key: &Key, owner: &str, secret: String) -> Result<Id> {
    password::check(&secret, Pointer::root().at("password"))?;
    let ctx = platform.system_ctx(key, "create_tenant");
    let created = platform.tenants.create(key, ctx.now.timestamp_millis()).await;
    let tenant = created.map_err(|error| match error {
        mortise_store::Error::TenantTaken(_) => Error::conflict("tenant_exists"),
        error => error.into(),
    })?;
    add(&ctx, &tenant, owner, secret, Standing::Owner).await
}

/// Adds a person to a tenant.
pub async fn create_user(platform: &Platform, key: &Key, username: &str, secret: String) -> Result<Id> {
    password::check(&secret, Pointer::root().at("password"))?;
    let tenant = platform.open(key).await?;
    add(&platform.system_ctx(key, "create_user"), &tenant, username, secret, Standing::Member).await
}

/// Sets a person's password.
pub async fn reset_password(platform: &Platform, key: &Key, username: &str, secret: String) -> Result<()> {
    password::check(&secret, Pointer::root().at("password"))?;
    let hash = password::hash(secret).await?;
    let ctx = platform.system_ctx(key, "reset_password");
    let tenant = platform.open(key).await?;
    let tx = tenant.write().await?;
    let user = users::user_by_username(&tx, username).await?.ok_or(Error::NotFound("user"))?;
    users::set_password(&tx, user.id, Some(&hash), ctx.now).await?;
    audit::note(&tx, &ctx, "reset_password", Object::of_tenant("user", user.id), json!({})).await?;
    Ok(tx.commit().await?)
}

/// The tenant's database, for the product's own work on it.
pub async fn open(platform: &Platform, key: &Key) -> Result<Tenant> {
    platform.open(key).await
}

/// The apps of a tenant: key and version.
pub async fn apps(tenant: &Tenant) -> Result<Vec<(Key, String)>> {
    let all = mortise_store::repos::apps::apps(tenant.reader()).await?;
    Ok(all.into_iter().map(|app| (app.key, app.version)).collect())
}

async fn add(ctx: &Ctx, tenant: &Tenant, username: &str, secret: String, standing: Standing) -> Result<Id> {
    let hash = password::hash(secret).await?;
    let user = User {
        id: ctx.new_id(),
        username: username.to_owned(),
        name: username.to_owned(),
        email: None,
        phone: None,
        active: true,
        is_owner: standing == Standing::Owner,
        main_dept: None,
        manager: None,
        locale: Locale::default(),
        last_login_at: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let tx = tenant.write().await?;
    users::insert_user(&tx, &user).await.map_err(|error| match error {
        mortise_store::Error::Taken(_) => Error::conflict("username_taken"),
        error => error.into(),
    })?;
    users::set_password(&tx, user.id, Some(&hash), ctx.now).await?;
    audit::note(&tx, ctx, "create_user", Object::of_tenant("user", user.id), json!({"username": username})).await?;
    tx.commit().await?;
    Ok(user.id)
}
