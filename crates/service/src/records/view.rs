use chrono::{DateTime, Utc};
use mortise_expr::SystemValues;
use mortise_forms::{Field, PublishedForm, title, title_fields};
use mortise_model::{Id, Key, Locale, Storage, Target, Value, Values};
use mortise_store::{Cell, ConnectionTrait, Page, ReadPlan, Record};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use utoipa::ToSchema;

use crate::{
    AppModel, Result,
    titles::{Known, write_title},
};

/// A record as a person sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// Grows with each change.
    pub version: i64,
    /// How the record is called.
    pub title: String,
    /// Where its approval flow stands.
    pub flow_state: Option<String>,
    /// Whose it is: `{id, title}`.
    #[schema(value_type = Option<Object>)]
    pub owner: Json,
    /// Which department it belongs to: `{id, title}`.
    #[schema(value_type = Option<Object>)]
    pub dept: Json,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// By whom: `{id, title}`.
    #[schema(value_type = Option<Object>)]
    pub created_by: Json,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// By whom: `{id, title}`.
    #[schema(value_type = Option<Object>)]
    pub updated_by: Json,
    /// The values by field key; what the person may not see is absent.
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// How many fields a condition on the record hides.
    #[serde(skip_serializing_if = "is_zero")]
    pub held_back: u32,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The records of a page as its reader sees them, with the titles of all that they refer to.
pub(crate) async fn project(
    db: &impl ConnectionTrait,
    model: &AppModel,
    form: &PublishedForm,
    plan: &ReadPlan<'_>,
    page: Page,
    locale: Locale,
) -> Result<Vec<RecordView>> {
    let mut wanted: Vec<(Target, Id)> = Vec::new();
    for record in &page.records {
        wanted.extend(system_references(&record.system));
        for (key, cell) in page.fields.iter().zip(&record.cells) {
            if let (Cell::Value(value), Some(field)) = (cell, form.field(key)) {
                field_references(field, value, &mut wanted);
            }
        }
    }
    if title_fields(form).any(|key| !page.fields.contains(key)) {
        // Not all that the titles of these records are made of was asked for.
        wanted.extend(page.records.iter().map(|record| (Target::Form(form.key().clone()), record.id)));
    }
    let titles = Known(plan.titles_of(db, wanted, &write_title(model, locale)).await?);
    let fields = page.fields;
    Ok(page.records.into_iter().map(|record| view(form, &fields, record, &titles, locale)).collect())
}

fn view(form: &PublishedForm, fields: &[Key], record: Record, titles: &Known, locale: Locale) -> RecordView {
    let mut values = Map::new();
    let mut readable = Values::new();
    for (key, cell) in fields.iter().zip(&record.cells) {
        let json = match cell {
            Cell::Value(value) => {
                readable.insert(key.clone(), value.clone());
                form.field(key).map_or_else(|| value.to_json(), |field| value_json(field, value, titles))
            }
            Cell::Masked(mask) => json!({"masked": mask}),
            Cell::HeldBack => Json::Null,
        };
        values.insert(key.to_string(), json);
    }
    let system = &record.system;
    let whole = title_fields(form).all(|key| fields.contains(key));
    let called = || title(form, &readable, &titles.wording(locale));
    let known = titles.0.get(&Target::Form(form.key().clone()), record.id).filter(|_| !whole);
    RecordView {
        id: record.id,
        version: record.version,
        title: known.map_or_else(called, str::to_owned),
        flow_state: system.flow_state.clone(),
        owner: reference(&Target::User, system.owner, titles),
        dept: reference(&Target::Dept, system.dept, titles),
        created_at: system.created_at,
        created_by: reference(&Target::User, system.created_by, titles),
        updated_at: system.updated_at,
        updated_by: reference(&Target::User, system.updated_by, titles),
        values,
        held_back: record.held_back,
    }
}

/// A value as the HTTP interface writes it, references with their titles.
pub(super) fn value_json(field: &Field, value: &Value, titles: &Known) -> Json {
    match (field.kind.storage(), value) {
        (Storage::Ref(target), Value::Ref(id)) => reference(&target, Some(*id), titles),
        (Storage::RefList(target), Value::Refs(ids)) => {
            ids.iter().map(|id| reference(&target, Some(*id), titles)).collect()
        }
        (Storage::Rows, Value::Rows(rows)) => rows
            .iter()
            .map(|row| {
                let mut object = Map::new();
                if let Some(id) = row.id {
                    object.insert("_id".to_owned(), json!(id));
                }
                for (key, value) in &row.values {
                    let json =
                        field.rows.get(key).map_or_else(|| value.to_json(), |inner| value_json(inner, value, titles));
                    object.insert(key.to_string(), json);
                }
                Json::Object(object)
            })
            .collect(),
        (Storage::Ref(_), Value::Refs(ids)) => json!(ids),
        _ => value.to_json(),
    }
}

fn reference(target: &Target, id: Option<Id>, titles: &Known) -> Json {
    id.map_or(Json::Null, |id| json!({"id": id, "title": titles.0.get(target, id)}))
}

fn system_references(system: &SystemValues) -> impl Iterator<Item = (Target, Id)> {
    let people = [system.owner, system.created_by, system.updated_by].into_iter().flatten();
    people.map(|id| (Target::User, id)).chain(system.dept.map(|id| (Target::Dept, id)))
}

pub(super) fn field_references(field: &Field, value: &Value, wanted: &mut Vec<(Target, Id)>) {
    match (field.kind.storage(), value) {
        (Storage::Ref(target) | Storage::RefList(target), value) => {
            wanted.extend(value.refs().iter().map(|id| (target.clone(), *id)));
        }
        (Storage::Rows, Value::Rows(rows)) => {
            for (key, value) in rows.iter().flat_map(|row| &row.values) {
                if let Some(inner) = field.rows.get(key) {
                    field_references(inner, value, wanted);
                }
            }
        }
        _ => {}
    }
}
