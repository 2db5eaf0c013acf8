use mortise_model::{I18n, Issue, Issues, Key, Pointer};
use mortise_store::repos::{
    apps::{self, App},
    grants::{self, Grant},
};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
    idempotency::{Answered, Once},
};

/// An app to be, still empty.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateApp {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// The name of its picture.
    #[serde(default)]
    pub icon: Option<String>,
}

/// Makes an empty app; who makes it holds its role `admin`.
pub async fn create_app(
    platform: &Platform,
    session: &Session,
    params: CreateApp,
    once: &Once,
) -> Result<Answered<super::AppView>> {
    if !session.is_owner() {
        return Err(Error::Forbidden("owner_only"));
    }
    if params.name.is_empty() {
        return Err(Error::Invalid(Issues::from(Issue::error(Pointer::root().at("name"), "required"))));
    }
    let ctx = &session.ctx;
    let app = App {
        id: ctx.new_id(),
        key: params.key.clone(),
        name: params.name,
        version: "0.1.0".to_owned(),
        manifest: json!({}),
        navigation: json!([]),
        icon: params.icon,
        bundle: None,
        position: 0,
        row_version: 1,
        created_at: ctx.now,
        created_by: ctx.actor.user(),
        updated_at: ctx.now,
    };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, ctx).await? {
        return Ok(answer);
    }
    apps::insert_app(&tx, &app).await.map_err(taken)?;
    let role = Key::new("admin").expect("a literal key");
    let user = session.user_id();
    let grant = Grant { user, app: params.key.clone(), role, granted_at: ctx.now, granted_by: Some(user) };
    grants::grant_role(&tx, &grant).await?;
    audit::note(&tx, ctx, "create_app", Object::of_app(&params.key, "app", &params.key), Json::Null).await?;
    let view = super::AppView::of_empty(app);
    once.keep(&tx, ctx, 201, &view).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(Answered::Now(view))
}

/// An app key that exists needs another one.
pub(super) fn taken(error: mortise_store::Error) -> Error {
    match error {
        mortise_store::Error::Taken(_) => Error::conflict("app_exists"),
        error => error.into(),
    }
}
