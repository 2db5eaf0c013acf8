use std::collections::BTreeMap;

use mortise_access::Act;
use mortise_model::{Id, Key};
use mortise_workflow::{Command, Standing};

use super::{
    instance::{self, InstanceView},
    runner::Runner,
};
use crate::{
    Platform, Result, Session,
    idempotency::{Answered, Once},
    records,
    write::Writer,
};

/// Starts the approval flow of a record.
pub async fn submit(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    (record, seen): (Id, Option<i64>),
    (picks, once): (BTreeMap<Key, Vec<Id>>, &Once),
) -> Result<Answered<InstanceView>> {
    let model = platform.app(session, app).await?;
    records::require_visible(&model, session, form, Act::Update, record).await?;
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    let mut writer = Writer::new(&session.ctx, &tx, model, "submit_record").by(&session.identity);
    let stored = writer.load(form, record).await?;
    if seen.is_some_and(|seen| seen != stored.version) {
        return Err(crate::write::stale(stored.version));
    }
    let instance = start_flow(&mut writer, form, record, picks).await?;
    let news = writer.finish().await?;
    let view = instance::after_act(platform, session, instance, &tx).await?;
    once.keep(&tx, &session.ctx, 200, &view).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(Answered::Now(view))
}

/// Starts the flow of a record within an act of writing; the instance.
pub(crate) async fn start_flow(
    writer: &mut Writer<'_>,
    form: &Key,
    record: Id,
    picks: BTreeMap<Key, Vec<Id>>,
) -> Result<Id> {
    let mut runner = Runner::begin(writer, form, record).await?;
    runner.command(&Command::Start { dept: None, picks }, Standing::Ordinary).await?;
    Ok(runner.instance.id)
}
