//! The records of a demo, written through the door for writing like any others.

use std::sync::Arc;

use chrono::TimeDelta;
use mortise_access::{Act, Permit};
use mortise_bundles::Bundle;
use mortise_model::{Actor, Key, Pointer};
use mortise_store::{records::NewRecord, repos::users};
use serde_json::{Map, Value as Json, json};

use crate::{
    Error, Result, flows,
    natural_keys::NaturalKeys,
    world::World,
    write::{Terms, Writer},
};

/// How many records one statement writes.
const AT_ONCE: usize = 200;

/// Adds all records; how many.
pub(super) async fn add(
    writer: &mut Writer<'_>,
    bundle: &Bundle,
    order: &[Key],
    shift_weeks: i64,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64> {
    let total = bundle.data.values().map(|records| records.len() as u64).sum();
    let mut done = 0;
    let mut found = NaturalKeys::moved(TimeDelta::weeks(shift_weeks));
    for form in order {
        let Some(records) = bundle.data.get(form) else { continue };
        let permit = Permit::system(form.clone(), Act::Create);
        let mut ready: Vec<NewRecord> = Vec::new();
        for (line, record) in records.iter().enumerate() {
            let place = Pointer::root().at(format!("data/{form}.jsonl")).at(line + 1);
            let submitted = record.get("_submit").is_some_and(|submit| *submit == json!(true));
            if submitted {
                writer.insert(form, &std::mem::take(&mut ready)).await?;
            }
            let prepared = one(writer, &mut found, form, record, &permit).await.map_err(|error| at(error, &place))?;
            if submitted {
                submit(writer, form, prepared).await?;
            } else {
                ready.push(prepared);
            }
            if ready.len() >= AT_ONCE {
                writer.insert(form, &std::mem::take(&mut ready)).await?;
            }
            done += 1;
            if done % 100 == 0 {
                progress(done, total);
            }
        }
        writer.insert(form, &ready).await?;
    }
    progress(done, total);
    Ok(done)
}

async fn one(
    writer: &mut Writer<'_>,
    found: &mut NaturalKeys,
    form: &Key,
    record: &Map<String, Json>,
    permit: &Permit,
) -> Result<NewRecord> {
    let published = Arc::clone(writer.model.form(form)?);
    let world = World { db: writer.tx, ctx: &writer.ctx, model: &writer.model };
    let fields = record.iter().filter(|(name, _)| !name.starts_with('_'));
    let values = found.resolve_all(&world, &published, fields).await?;
    let terms = Terms::of_product(permit);
    let mut prepared = writer.prepare(form, &values, &terms).await?;
    if let Some(by) = record.get("_created_by").and_then(Json::as_str) {
        prepared.by = users::user_by_username(writer.tx, by).await?.map(|user| user.id);
        prepared.owner = prepared.owner.or(prepared.by);
    }
    Ok(prepared)
}

/// Starts the flow of a record as the person who made it.
async fn submit(writer: &mut Writer<'_>, form: &Key, record: NewRecord) -> Result<()> {
    let by = record.by.or(record.owner);
    let id = record.id;
    writer.insert(form, &[record]).await?;
    let before = std::mem::replace(&mut writer.ctx.actor, by.map_or(Actor::System, Actor::User));
    let started = flows::start_flow(writer, form, id, std::collections::BTreeMap::new()).await;
    writer.ctx.actor = before;
    started.map(drop)
}

/// The same error with the line of the file it comes from.
fn at(error: Error, place: &Pointer) -> Error {
    match error {
        Error::Invalid(issues) => Error::Invalid(issues.under(place)),
        Error::BadRequest(issues) => Error::Invalid(issues.under(place)),
        error => error,
    }
}
