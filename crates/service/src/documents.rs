//! Definitions that are saved whole: reports, rules, prints, roles, parameters.

use mortise_model::Key;
use mortise_store::repos::documents::{self as repo, Document, DocumentKind, DocumentPlace};
use serde_json::{Value as Json, json};

use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
    forms::touch_app,
};

/// Where a report stands.
pub(crate) fn report(app: &Key, key: &Key) -> DocumentPlace {
    DocumentPlace { app: app.clone(), kind: DocumentKind::Report, form: None, key: key.clone() }
}

/// Saves a document that was checked, in force at once; the one before is kept.
pub(crate) async fn save(
    platform: &Platform,
    session: &Session,
    place: DocumentPlace,
    body: Json,
    extra: Option<String>,
) -> Result<()> {
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let (app, key) = (place.app.clone(), place.key.clone());
    match repo::document_at(&tx, &place).await? {
        Some(before) => {
            let version = before.version;
            let updated_by = ctx.actor.user();
            let next = Document { body, extra, version: version + 1, updated_at: ctx.now, updated_by, ..before };
            if !repo::update_document(&tx, version, &next).await? {
                return Err(Error::conflict("stale_version"));
            }
        }
        None => {
            let document = Document {
                id: ctx.new_id(),
                place,
                body,
                extra,
                version: 1,
                position: 0,
                updated_at: ctx.now,
                updated_by: ctx.actor.user(),
            };
            repo::insert_document(&tx, &document).await?;
        }
    }
    touch_app(&tx, ctx, &app).await?;
    audit::note(&tx, ctx, "save_document", Object::of_app(&app, "document", &key), json!({})).await?;
    tx.commit().await?;
    platform.models.forget(&ctx.tenant, &app);
    Ok(())
}
