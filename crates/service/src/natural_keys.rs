//! Values as the files of an app write them: a link as the fields that find its target, dates of a story that moves.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use mortise_forms::{Field, PublishedForm};
use mortise_model::{Filter, FilterOp, Id, Issue, Issues, Key, Operand, Path, Pointer, Storage, Target};
use mortise_store::ConnectionTrait;
use serde_json::{Map, Value as Json, json};

use crate::{Error, Result, world::World};

/// Dates before this one are history and do not move with the story.
const STORY_BEGINS: NaiveDate = NaiveDate::from_ymd_opt(2024, 6, 1).expect("a valid date");

/// The targets that links were found to mean, and how far the story moves.
#[derive(Debug, Default)]
pub(crate) struct NaturalKeys {
    known: HashMap<(Key, String), Id>,
    shift: TimeDelta,
}

impl NaturalKeys {
    /// For a story whose dates move so far.
    pub(crate) fn moved(shift: TimeDelta) -> Self {
        Self { known: HashMap::new(), shift }
    }

    /// What a file writes for fields of a form, as a caller would send it. An unknown field stays as it is.
    pub(crate) async fn resolve_all<C: ConnectionTrait>(
        &mut self,
        world: &World<'_, C>,
        form: &PublishedForm,
        fields: impl Iterator<Item = (&String, &Json)>,
    ) -> Result<Map<String, Json>> {
        let mut values = Map::new();
        for (name, raw) in fields {
            let raw = match form.field(name) {
                Some(field) => self.resolve(world, field, raw).await?,
                None => raw.clone(),
            };
            values.insert(name.clone(), raw);
        }
        Ok(values)
    }

    /// The one record of a form that has these values; `link_not_found` and `link_not_unique` otherwise.
    pub(crate) async fn find<C: ConnectionTrait>(
        &mut self,
        world: &World<'_, C>,
        form: &Key,
        by: &Map<String, Json>,
    ) -> Result<Id> {
        let place = (form.clone(), Json::Object(by.clone()).to_string());
        if let Some(id) = self.known.get(&place) {
            return Ok(*id);
        }
        let parts = by.iter().map(|(field, value)| Filter::Compare {
            field: Path::new(field),
            op: FilterOp::Eq,
            value: Operand::Json(value.clone()),
        });
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

    async fn resolve<C: ConnectionTrait>(&mut self, world: &World<'_, C>, field: &Field, raw: &Json) -> Result<Json> {
        Ok(match (field.kind.storage(), raw) {
            (Storage::Ref(Target::Form(form)), Json::Object(by)) => json!(self.find(world, &form, by).await?),
            (Storage::RefList(Target::Form(form)), Json::Array(all)) => {
                let mut ids = Vec::new();
                for by in all.iter().filter_map(Json::as_object) {
                    ids.push(self.find(world, &form, by).await?);
                }
                json!(ids)
            }
            (Storage::Rows, Json::Array(rows)) => {
                let mut all = Vec::new();
                for row in rows.iter().filter_map(Json::as_object) {
                    all.push(Json::Object(self.row(world, field, row).await?));
                }
                Json::Array(all)
            }
            (Storage::Date | Storage::DateRange, raw) => self.move_date(raw),
            _ => raw.clone(),
        })
    }

    async fn row<C: ConnectionTrait>(
        &mut self,
        world: &World<'_, C>,
        field: &Field,
        row: &Map<String, Json>,
    ) -> Result<Map<String, Json>> {
        let mut values = Map::new();
        for (name, raw) in row {
            let raw = match field.rows.get(name.as_str()) {
                Some(inner) => Box::pin(self.resolve(world, inner, raw)).await?,
                None => raw.clone(),
            };
            values.insert(name.clone(), raw);
        }
        Ok(values)
    }

    fn move_date(&self, raw: &Json) -> Json {
        match raw {
            Json::String(text) => match text.parse::<NaiveDate>() {
                Ok(date) if date >= STORY_BEGINS => json!((date + self.shift).to_string()),
                _ => raw.clone(),
            },
            Json::Object(range) => {
                Json::Object(range.iter().map(|(name, end)| (name.clone(), self.move_date(end))).collect())
            }
            _ => raw.clone(),
        }
    }
}
