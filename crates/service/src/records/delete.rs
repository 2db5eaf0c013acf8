use std::sync::Arc;

use mortise_access::Act;
use mortise_model::{Id, Key};

use super::{RecordView, Revising, require_at_rest, require_visible};
use crate::{Error, Platform, Result, Session, write::Writer};

/// Moves a record to the recycle bin, unless its flow runs.
pub async fn delete(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    id: Id,
    version: Option<i64>,
) -> Result<()> {
    let model = platform.app(session, app).await?;
    require_visible(&model, session, form, Act::Delete, id).await?;
    let version = version.ok_or(Error::VersionMissing)?;
    let tx = session.tenant.write().await?;
    let mut writer = Writer::new(&session.ctx, &tx, model, "delete_record").by(&session.identity);
    require_at_rest(&writer, form, id, Revising::Closed).await?;
    writer.delete(form, id, version).await?;
    let news = writer.finish().await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(())
}

/// Brings a record back from the recycle bin.
pub async fn restore(platform: &Platform, session: &Session, (app, form): (&Key, &Key), id: Id) -> Result<RecordView> {
    let model = platform.app(session, app).await?;
    let permit = model.permit(session, form, Act::Delete)?;
    let tx = session.tenant.write().await?;
    let mut writer = Writer::new(&session.ctx, &tx, Arc::clone(&model), "restore_record").by(&session.identity);
    writer.restore(form, id).await?;
    let stored = writer.load(form, id).await?;
    let published = Arc::clone(model.form(form)?);
    writer.require_scope(&published, &stored.values, &stored.system, &permit).await?;
    let news = writer.finish().await?;
    let view = super::get::after_write(&model, session, &permit, id, &tx).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(view)
}
