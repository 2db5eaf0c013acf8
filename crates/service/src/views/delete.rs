use mortise_access::Act;
use mortise_model::Key;
use mortise_store::repos::views::{ViewOwner, delete_view, view_by_key};
use serde_json::json;

use super::{find::of_form, is_shared, list::one, may_share};
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
};

/// Deletes a view that was saved. One that the form's document has is as it is there again; that itself is changed
/// where the form is designed.
pub async fn delete(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    key: &Key,
    version: Option<i64>,
) -> Result<()> {
    let model = platform.app(session, app).await?;
    if !model.may_design(session) {
        model.permit(session, form, Act::Read)?;
    }
    let tx = session.tenant.write().await?;
    let mut found = None;
    for owner in [ViewOwner::Person(session.user_id()), ViewOwner::Shared] {
        if found.is_none() {
            found = view_by_key(&tx, (app, form), owner, key).await?;
        }
    }
    let Some(view) = found else {
        let of_form = of_form(&model, form, key)?.is_some() && one(&tx, &model, session, (form, key)).await.is_ok();
        return Err(if of_form { Error::conflict("view_of_form") } else { Error::NotFound("view") });
    };
    if is_shared(&view) {
        // Whoever does not have it need not know that it is there.
        one(&tx, &model, session, (form, key)).await?;
        if !may_share(&model, session) {
            return Err(Error::Forbidden("share_view"));
        }
    }
    let seen = version.ok_or(Error::VersionMissing)?;
    if seen != view.version {
        return Err(crate::write::stale(view.version));
    }
    delete_view(&tx, view.id).await?;
    audit::note(&tx, &session.ctx, "delete_view", Object::of_app(app, "view", key), json!({"form": form})).await?;
    Ok(tx.commit().await?)
}
