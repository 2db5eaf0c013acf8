use indexmap::IndexMap;
use mortise_access::scope_columns;
use mortise_forms::{FormSpec, PublishedForm, check, diff, read_form};
use mortise_model::{Ctx, Key};
use mortise_store::{
    ConnectionTrait, ddl,
    repos::{
        apps,
        forms::{self as repo, Form},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use utoipa::ToSchema;

use super::versions::follow;
use crate::{
    Error, Platform, Result, Session,
    app_model::roles_of,
    audit::{self, Object},
    published_specs,
};

/// How a form is to be published.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishForm {
    /// Whether the losses that were shown are accepted.
    #[serde(default)]
    pub accept_loss: bool,
}

/// A form that is in force now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Published {
    /// Its version.
    pub form_version: i64,
    /// What is different from the version before.
    #[schema(value_type = Vec<Object>)]
    pub changes: Json,
    /// What of it was lost, as accepted.
    #[schema(value_type = Vec<Object>)]
    pub losses: Json,
}

/// Puts a form's draft in force: checks it, brings the tables along, keeps the version for ever.
///
/// Refused with all issues where the draft is not right, and with `would_lose` and the losses where
/// something people entered would no longer be seen, unless that is accepted.
pub async fn publish(
    platform: &Platform,
    session: &Session,
    app: &Key,
    form: &Key,
    params: PublishForm,
) -> Result<Published> {
    platform.designing(session, app).await?;
    let ctx = &session.ctx;
    let tx = session.tenant.write_alone().await?;
    let row = repo::form_by_key(&tx, app, form).await?.ok_or(Error::NotFound("form"))?;
    let spec = read_form(&row.draft).map_err(Error::Stored)?;
    let siblings = published_specs(&tx, app).await?;
    let before = siblings.get(form).cloned();
    let changes = before.as_ref().map(|before| diff(before, &spec, &siblings)).unwrap_or_default();
    let (changed, losses) = (json!(changes.changes), json!(changes.losses));
    if !changes.losses.is_empty() && !params.accept_loss {
        let params = Map::from_iter([("losses".to_owned(), losses)]);
        return Err(Error::Conflict { code: "would_lose".to_owned(), params });
    }
    let version = put_in_force(&tx, ctx, row, spec, siblings).await?;
    touch_app(&tx, ctx, app).await?;
    let detail = json!({"form_version": version, "losses": losses});
    audit::note(&tx, ctx, "publish_form", Object::of_app(app, "form", form), detail).await?;
    tx.commit().await?;
    platform.models.forget(&ctx.tenant, app);
    // An index may wait to be built.
    platform.queue.wake(&ctx.tenant);
    Ok(Published { form_version: version, changes: changed, losses })
}

/// Checks a form beside its siblings, makes its tables and its next version. The caller touches the app.
pub(crate) async fn put_in_force(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    mut row: Form,
    mut spec: FormSpec,
    mut siblings: IndexMap<Key, FormSpec>,
) -> Result<i64> {
    if let Some(before) = siblings.get(&spec.key) {
        follow(tx, (&row.app, &mut spec), before, &siblings).await?;
        row.draft = serde_json::to_value(&spec).map_err(Error::internal)?;
    }
    let before = siblings.insert(spec.key.clone(), spec.clone());
    check(&spec, &siblings).into_result().map_err(Error::Invalid)?;
    let version = row.published_version.unwrap_or(0) + 1;
    let new = PublishedForm::new(&row.app, version, spec.clone(), &siblings).map_err(Error::Invalid)?;
    let old = match before {
        Some(before) => {
            siblings.insert(before.key.clone(), before.clone());
            Some(PublishedForm::new(&row.app, version - 1, before, &siblings).map_err(Error::Stored)?)
        }
        None => None,
    };
    let scope = scope_columns(&roles_of(tx, &row.app).await?, new.key());
    let stored = |form: &PublishedForm| form.shape().as_ref().clone().with_scope(&scope);
    ddl::apply_form(tx, old.as_ref().map(stored).as_ref(), &stored(&new)).await?;
    if repo::publish_form(tx, &row, version, ctx.now, ctx.actor.user()).await? {
        Ok(version)
    } else {
        Err(Error::conflict("stale_version"))
    }
}

/// Notes that something of an app has changed, so that every server reads it anew.
pub(crate) async fn touch_app(tx: &impl ConnectionTrait, ctx: &Ctx, app: &Key) -> Result<()> {
    let mut row = apps::app_by_key(tx, app).await?.ok_or(Error::NotFound("app"))?;
    let before = row.row_version;
    row.row_version = before + 1;
    row.updated_at = ctx.now;
    if apps::update_app(tx, before, &row).await? { Ok(()) } else { Err(Error::conflict("stale_version")) }
}
