use std::{collections::BTreeMap, sync::Arc};

use mortise_access::Act;
use mortise_forms::Writer as Hand;
use mortise_model::{Id, Key};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::RecordView;
use crate::{
    Platform, Result, Session, flows,
    idempotency::{Answered, Once},
    write::{Confirm, Terms, Writer},
};

/// A record to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRecord {
    /// Its values by field key.
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// Whether its approval flow starts at once.
    #[serde(default)]
    pub submit: bool,
    /// Whom the initiator picks, by node.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub picks: BTreeMap<Key, Vec<Id>>,
    /// The warnings that are confirmed.
    #[serde(default)]
    pub confirm: Vec<String>,
    /// Why, where a change of an option asks for a reason; kept with the change.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Makes a record and, where asked, starts its flow: both or neither.
pub async fn create(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    params: CreateRecord,
    once: &Once,
) -> Result<Answered<RecordView>> {
    let model = platform.app(session, app).await?;
    let permit = model.permit(session, form, Act::Create)?;
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    let act = if params.submit { "submit_record" } else { "create_record" };
    let mut writer = Writer::new(&session.ctx, &tx, Arc::clone(&model), act).by(&session.identity);
    let confirm = Confirm::codes(&params.confirm);
    let terms = Terms { permit: &permit, hand: Hand::Person, confirm: &confirm, reason: params.reason.as_deref() };
    let id = writer.create(form, &params.values, &terms).await?;
    if params.submit {
        flows::start_flow(&mut writer, form, id, params.picks).await?;
    }
    let news = writer.finish().await?;
    let view = super::get::after_write(&model, session, &permit, id, &tx).await?;
    once.keep(&tx, &session.ctx, 201, &view).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(Answered::Now(view))
}
