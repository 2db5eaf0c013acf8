//! The records of a demo, written through the door for writing like any others.

use std::{collections::HashMap, sync::Arc};

use chrono::{NaiveDate, TimeDelta};
use mortise_access::{Act, Permit};
use mortise_bundles::Bundle;
use mortise_forms::{Field, Writer as Hand};
use mortise_model::{Actor, Filter, FilterOp, Id, Issue, Issues, Key, Operand, Path, Pointer, Storage, Target};
use mortise_store::{records::NewRecord, repos::users};
use serde_json::{Map, Value as Json, json};

use crate::{
    Error, Result, flows,
    world::World,
    write::{Confirm, Terms, Writer},
};

/// How many records one statement writes.
const AT_ONCE: usize = 200;
/// Dates before this one are history and do not move with the story.
const STORY_BEGINS: NaiveDate = NaiveDate::from_ymd_opt(2024, 6, 1).expect("a valid date");

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
    let mut found = Found { known: HashMap::new(), shift: TimeDelta::weeks(shift_weeks) };
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
    found: &mut Found,
    form: &Key,
    record: &Map<String, Json>,
    permit: &Permit,
) -> Result<NewRecord> {
    let published = Arc::clone(writer.model.form(form)?);
    let mut values = Map::new();
    for (name, raw) in record.iter().filter(|(name, _)| !name.starts_with('_')) {
        let raw = match published.field(name) {
            Some(field) => found.resolve(writer, field, raw).await?,
            None => raw.clone(),
        };
        values.insert(name.clone(), raw);
    }
    let terms = Terms { permit, hand: Hand::Product, confirm: &Confirm::All };
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

/// The targets that links were found to mean, and how far the story moves.
struct Found {
    known: HashMap<(Key, String), Id>,
    shift: TimeDelta,
}

impl Found {
    /// What a data file writes, as a caller would send it: links as ids, dates moved with the story.
    async fn resolve(&mut self, writer: &Writer<'_>, field: &Field, raw: &Json) -> Result<Json> {
        Ok(match (field.kind.storage(), raw) {
            (Storage::Ref(Target::Form(form)), Json::Object(by)) => json!(self.find(writer, &form, by).await?),
            (Storage::RefList(Target::Form(form)), Json::Array(all)) => {
                let mut ids = Vec::new();
                for by in all.iter().filter_map(Json::as_object) {
                    ids.push(self.find(writer, &form, by).await?);
                }
                json!(ids)
            }
            (Storage::Rows, Json::Array(rows)) => {
                let mut all = Vec::new();
                for row in rows.iter().filter_map(Json::as_object) {
                    let mut values = Map::new();
                    for (name, raw) in row {
                        let raw = match field.rows.get(name.as_str()) {
                            Some(inner) => Box::pin(self.resolve(writer, inner, raw)).await?,
                            None => raw.clone(),
                        };
                        values.insert(name.clone(), raw);
                    }
                    all.push(Json::Object(values));
                }
                Json::Array(all)
            }
            (Storage::Date | Storage::DateRange, raw) => self.moved(raw),
            _ => raw.clone(),
        })
    }

    async fn find(&mut self, writer: &Writer<'_>, form: &Key, by: &Map<String, Json>) -> Result<Id> {
        let place = (form.clone(), Json::Object(by.clone()).to_string());
        if let Some(id) = self.known.get(&place) {
            return Ok(*id);
        }
        let parts = by.iter().map(|(field, value)| Filter::Compare {
            field: Path::new(field),
            op: FilterOp::Eq,
            value: Operand::Json(value.clone()),
        });
        let world = World { db: writer.tx, ctx: &writer.ctx, model: &writer.model };
        let found = world.find(form, Filter::And(parts.collect()), 2).await?;
        match found.as_slice() {
            [id] => {
                self.known.insert(place, *id);
                Ok(*id)
            }
            none_or_many => {
                let code = if none_or_many.is_empty() { "link_not_found" } else { "link_not_unique" };
                let issue = Issue::error(Pointer::root(), code).with("form", form.as_str()).with("by", place.1);
                Err(Error::Invalid(Issues::from(issue)))
            }
        }
    }

    fn moved(&self, raw: &Json) -> Json {
        match raw {
            Json::String(text) => match text.parse::<NaiveDate>() {
                Ok(date) if date >= STORY_BEGINS => json!((date + self.shift).to_string()),
                _ => raw.clone(),
            },
            Json::Object(range) => {
                Json::Object(range.iter().map(|(name, end)| (name.clone(), self.moved(end))).collect())
            }
            _ => raw.clone(),
        }
    }
}

/// The same error with the line of the file it comes from.
fn at(error: Error, place: &Pointer) -> Error {
    match error {
        Error::Invalid(issues) => Error::Invalid(issues.under(place)),
        Error::BadRequest(issues) => Error::Invalid(issues.under(place)),
        error => error,
    }
}
