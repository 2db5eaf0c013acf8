//! Printing a record: what the reader may see of it, through a template, onto pages.

use std::sync::Arc;

use mortise_access::Act;
use mortise_forms::{Field, PublishedForm};
use mortise_model::{Id, Issue, Issues, Key, Pointer, Storage, Target};
use mortise_printing::{Fonts, Meta, lay_out, pdf};
use mortise_templates::{Limits, RICH};
use serde_json::{Map, Value as Json, json};

use crate::{
    AppModel, Error, Platform, Result, Session,
    records::{self, Reading, RecordView},
};

/// Bytes that a template may become.
const LARGEST_TEXT: usize = 4 * 1024 * 1024;
/// Rounds that all loops of a template may make.
const MOST_ROUNDS: usize = 100_000;

/// A printed document.
#[derive(Debug)]
pub struct PrintedDocument {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// A name for the file.
    pub name: String,
}

/// Prints one record with one of its form's templates, by the reader's own rights.
pub async fn print_record(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    id: Id,
    print: &Key,
) -> Result<PrintedDocument> {
    let model = platform.app(session, app).await?;
    records::require_visible(&model, session, form, Act::Print, id).await?;
    let template = model.prints.get(&(form.clone(), print.clone())).cloned().ok_or(Error::NotFound("print"))?;
    let published = Arc::clone(model.form(form)?);
    if let Some(filter) = &template.spec.available_when {
        let reading = Reading::of(&model, session, form, Act::Print)?;
        let fits = reading.plan()?.filter(filter.clone()).fields([]).get(session.tenant.reader(), id).await?;
        fits.ok_or_else(|| Error::conflict("print_not_available"))?;
    }
    let view = records::get(platform, session, (app, form), id).await?;
    let data = context(platform, session, &model, &published, &view).await?;
    let limits = Limits { output: LARGEST_TEXT, rounds: MOST_ROUNDS };
    let text = template.template.render(&data, session.ctx.zone, limits).map_err(|error| {
        Error::Invalid(Issues::from(Issue::error(Pointer::root(), "print_failed").with("reason", error.to_string())))
    })?;
    let (spec, title, locale, at) = (template.spec.clone(), view.title.clone(), session.ctx.locale, session.ctx.now);
    let author = session.user().name.clone();
    let bytes = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        let pages = lay_out(&spec, &text, locale, fonts)?;
        Ok::<_, Issues>(pdf(&pages, fonts, &Meta { title, author, created_at: at }))
    });
    let bytes = bytes.await.map_err(Error::internal)?.map_err(Error::Invalid)?;
    let name = format!("{} {}.pdf", template.spec.name.get(locale), view.title);
    Ok(PrintedDocument { bytes, name: name.replace(['/', '\\', '"', '\n', '\r'], "_") })
}

/// What a template reads: every field of the form by key, blank ones as null; behind a link the fields of the
/// linked record that the reader may see.
async fn context(
    platform: &Platform,
    session: &Session,
    model: &Arc<AppModel>,
    form: &PublishedForm,
    view: &RecordView,
) -> Result<Json> {
    let mut data = Map::new();
    for (key, field) in form.fields() {
        let value = view.values.get(key.as_str()).cloned().unwrap_or(Json::Null);
        let value = match (field.kind.storage(), value.get("id").and_then(Json::as_str)) {
            (Storage::Ref(Target::Form(target)), Some(id)) => {
                linked(platform, session, model, &target, id, &value).await?
            }
            _ => printable(field, value),
        };
        data.insert(key.to_string(), value);
    }
    data.insert("_title".to_owned(), json!(view.title));
    data.insert("_flow_state".to_owned(), json!(view.flow_state));
    data.insert("_printed_at".to_owned(), json!(session.ctx.now));
    data.insert("_printed_by".to_owned(), json!(session.user().name));
    Ok(Json::Object(data))
}

/// A linked record: its own fields as far as the reader may see them, all others blank.
async fn linked(
    platform: &Platform,
    session: &Session,
    model: &Arc<AppModel>,
    form: &Key,
    id: &str,
    reference: &Json,
) -> Result<Json> {
    let mut data = Map::from_iter([("_title".to_owned(), reference["title"].clone())]);
    let published = Arc::clone(model.form(form)?);
    for key in published.fields().keys() {
        data.insert(key.to_string(), Json::Null);
    }
    let Ok(id) = id.parse::<Id>() else { return Ok(Json::Object(data)) };
    match records::get(platform, session, (&model.app.key, form), id).await {
        Ok(view) => {
            for (key, value) in view.values {
                let field = published.field(&key);
                let value = match field {
                    Some(field) => printable(field, value),
                    None => value,
                };
                data.insert(key, value);
            }
        }
        Err(Error::NotFound(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(Json::Object(data))
}

/// A value as templates take it: rich text marked as such, masks as their text, references with their title.
fn printable(field: &Field, value: Json) -> Json {
    if let Some(mask) = value.get("masked") {
        return mask.clone();
    }
    if field.kind.is_rich() {
        return match value {
            Json::String(html) => json!({RICH: html}),
            other => other,
        };
    }
    match value {
        Json::Object(reference) if reference.contains_key("id") && reference.contains_key("title") => {
            reference.get("title").cloned().unwrap_or(Json::Null)
        }
        Json::Array(rows) if !field.rows.is_empty() => rows
            .into_iter()
            .map(|row| {
                let mut cells = Map::new();
                for (key, inner) in &field.rows {
                    let value = row.get(key.as_str()).cloned().unwrap_or(Json::Null);
                    cells.insert(key.to_string(), printable(inner, value));
                }
                Json::Object(cells)
            })
            .collect(),
        other => other,
    }
}
