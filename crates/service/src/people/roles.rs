use indexmap::IndexMap;
use mortise_access::{FormRef, FormRights};
use mortise_model::{I18n, Id, Issue, Issues, Key, Pointer};
use mortise_store::repos::{
    grants::{self, Grant},
    users,
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
};

/// A role of an app and who holds it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleView {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// Who holds it.
    #[schema(value_type = Vec<String>)]
    pub people: Vec<Id>,
    /// For each form, or under `*` for all that are not named: each act and the key of the scope in which it is
    /// allowed, `*` for everywhere, null where it is not.
    #[schema(value_type = Object)]
    pub forms: IndexMap<FormRef, FormRights>,
}

/// The roles of an app.
pub async fn roles_of_app(platform: &Platform, session: &Session, app: &Key) -> Result<Vec<RoleView>> {
    let model = platform.app(session, app).await?;
    model.require_designer(session)?;
    let held = grants::grants_in_app(session.tenant.reader(), app).await?;
    let people = |role: &Key| held.iter().filter(|grant| grant.role == *role).map(|grant| grant.user).collect();
    let roles = model.policy.roles().roles.iter();
    Ok(roles
        .map(|role| RoleView {
            key: role.key.clone(),
            name: role.name.clone(),
            people: people(&role.key),
            forms: role.forms.clone(),
        })
        .collect())
}

/// Says which roles of an app a person holds; those not named are taken back.
pub async fn set_roles(
    platform: &Platform,
    session: &Session,
    app: &Key,
    user: Id,
    roles: Vec<Key>,
) -> Result<Vec<Key>> {
    let model = platform.app(session, app).await?;
    model.require_designer(session)?;
    check_known(&model, &roles)?;
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    users::user_by_id(&tx, user).await?.ok_or(Error::NotFound("user"))?;
    let before = grants::roles_of(&tx, user, app).await?;
    for role in before.iter().filter(|role| !roles.contains(role)) {
        grants::revoke_role(&tx, user, app, role).await?;
    }
    for role in roles.iter().filter(|role| !before.contains(role)) {
        let grant = Grant {
            user,
            app: app.clone(),
            role: role.clone(),
            granted_at: ctx.now,
            granted_by: Some(session.user_id()),
        };
        grants::grant_role(&tx, &grant).await?;
    }
    let detail = json!({"before": before, "after": roles});
    audit::note(&tx, ctx, "set_roles", Object::of_app(app, "user", user), detail).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(roles)
}

fn check_known(model: &crate::AppModel, roles: &[Key]) -> Result<()> {
    let known = |role: &Key| model.policy.roles().roles.iter().any(|spec| spec.key == *role);
    let issues: Issues = roles
        .iter()
        .enumerate()
        .filter(|(_, role)| !known(role))
        .map(|(i, role)| Issue::error(Pointer::root().at("roles").at(i), "unknown_role").with("role", role.as_str()))
        .collect();
    if issues.is_empty() { Ok(()) } else { Err(Error::Invalid(issues)) }
}
