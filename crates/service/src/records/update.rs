use std::sync::Arc;

use mortise_access::Act;
use mortise_forms::Writer as Hand;
use mortise_model::{Id, Key};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::{RecordView, Revising, require_at_rest, require_visible};
use crate::{
    Error, Platform, Result, Session,
    write::{Confirm, Terms, Writer},
};

/// What changes about a record; fields that are not named stay.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRecord {
    /// The version that was seen.
    #[serde(default)]
    pub version: Option<i64>,
    /// The new values by field key.
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// The warnings that are confirmed.
    #[serde(default)]
    pub confirm: Vec<String>,
    /// Why, where a change of an option asks for a reason; kept with the change.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Changes a record that still has the version that was seen. While its flow asks people, only they change it,
/// with what their tasks open: `record_in_flow`.
pub async fn update(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    id: Id,
    params: UpdateRecord,
) -> Result<RecordView> {
    let model = platform.app(session, app).await?;
    require_visible(&model, session, form, Act::Update, id).await?;
    let permit = model.permit(session, form, Act::Update)?;
    let version = params.version.ok_or(Error::VersionMissing)?;
    let tx = session.tenant.write().await?;
    let mut writer = Writer::new(&session.ctx, &tx, Arc::clone(&model), "update_record").by(&session.identity);
    require_at_rest(&writer, form, id, Revising::Open).await?;
    let confirm = Confirm::codes(&params.confirm);
    let terms = Terms { permit: &permit, hand: Hand::Person, confirm: &confirm, reason: params.reason.as_deref() };
    writer.update(form, id, Some(version), &params.values, &terms).await?;
    let news = writer.finish().await?;
    let view = super::get::after_write(&model, session, &permit, id, &tx).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(view)
}
