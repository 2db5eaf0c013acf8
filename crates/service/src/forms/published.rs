use std::collections::HashSet;

use indexmap::IndexMap;
use mortise_access::{Act, Level, Permit};
use mortise_forms::{FieldSpec, FieldType, FormSpec, PublishedForm};
use mortise_model::{I18n, Key};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::{AppModel, Error, Platform, Result, Session};

/// A published form as a person may see it: fields that are hidden from the person are not in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedView {
    /// Its version.
    pub form_version: i64,
    /// The form document, without what this person may not see.
    #[schema(value_type = Object)]
    pub spec: Json,
    /// How far the person reaches into each field, at most.
    #[schema(value_type = Object)]
    pub rights: IndexMap<String, Level>,
    /// What lookups and roll-ups finally are.
    #[schema(value_type = Object)]
    pub read_kinds: IndexMap<String, FieldType>,
    /// What the person may do with some records.
    #[schema(value_type = Vec<String>)]
    pub acts: Vec<&'static str>,
    /// The print templates.
    pub prints: Vec<PrintEntry>,
    /// The approval flow, where the form has one.
    pub workflow: Option<WorkflowEntry>,
}

/// A print template to choose.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintEntry {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
}

/// The flow that records of a form may take.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowEntry {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
}

/// A published form as a person may see it.
pub async fn published(platform: &Platform, session: &Session, app: &Key, form: &Key) -> Result<PublishedView> {
    let model = platform.app(session, app).await?;
    let read = model.permit(session, form, Act::Read)?;
    let form = model.form(form)?;
    let highest = highest_levels(&model, session, form, &read);
    let roles = session.roles(app);
    let acts = model.policy.acts(&roles, form.key());
    let prints = model.prints.iter().filter(|((of, _), _)| of == form.key() && acts.contains(&Act::Print));
    Ok(PublishedView {
        form_version: form.version(),
        read_kinds: read_kinds(form, &highest),
        spec: without_hidden(form.spec(), &highest, |button| model.policy.button(&roles, form.key(), button))?,
        prints: prints
            .map(|((_, key), print)| PrintEntry { key: key.clone(), name: print.spec.name.clone() })
            .collect(),
        workflow: model
            .flows
            .get(form.key())
            .map(|flow| WorkflowEntry { key: flow.key.clone(), name: flow.name.clone() }),
        acts: acts.into_iter().map(Act::name).collect(),
        rights: highest,
    })
}

/// The form as somebody with this permit sees it in the most favourable record, without its buttons.
pub(crate) fn spec_seen(form: &PublishedForm, permit: &Permit) -> Result<Json> {
    let rows = form.fields().iter().flat_map(|(key, field)| field.rows.keys().map(move |row| format!("{key}.{row}")));
    let paths = form.fields().keys().map(ToString::to_string).chain(rows);
    let seen = paths.map(|path| (permit.field(&path).most(), path)).filter(|(level, _)| *level > Level::None);
    let levels = seen.map(|(level, path)| (path, level)).collect();
    without_hidden(form.spec(), &levels, |_| false)
}

/// The final kinds of the fields that read other records, also in rows.
fn read_kinds(form: &PublishedForm, levels: &IndexMap<String, Level>) -> IndexMap<String, FieldType> {
    let mut kinds = IndexMap::new();
    for (key, field) in form.fields() {
        if field.kind != field.spec.kind {
            kinds.insert(key.to_string(), field.kind.clone());
        }
        for (row, field) in field.rows.iter().filter(|(_, row)| row.kind != row.spec.kind) {
            kinds.insert(format!("{key}.{row}"), field.kind.clone());
        }
    }
    kinds.retain(|path, _| levels.contains_key(path));
    kinds
}

/// The JSON Schema of one record's values as a person may write it.
pub async fn record_schema(platform: &Platform, session: &Session, app: &Key, form: &Key) -> Result<Json> {
    let model = platform.app(session, app).await?;
    let read = model.permit(session, form, Act::Read)?;
    let write = writing_permit(&model, session, form).unwrap_or(read);
    Ok(model.form(form)?.record_schema(|field| write.field(field)))
}

/// The wider of the rights to make and to change records.
fn writing_permit(model: &AppModel, session: &Session, form: &Key) -> Option<Permit> {
    model.permit(session, form, Act::Update).or_else(|_| model.permit(session, form, Act::Create)).ok()
}

/// How far a person reaches into each field in the most favourable record.
fn highest_levels(model: &AppModel, session: &Session, form: &PublishedForm, read: &Permit) -> IndexMap<String, Level> {
    let write = writing_permit(model, session, form.key());
    let level = |path: &str| {
        let seen = read.field(path).most();
        write.as_ref().map_or(seen, |write| seen.max(write.field(path).most()))
    };
    let mut levels = IndexMap::new();
    for (key, field) in form.fields() {
        levels.insert(key.to_string(), level(key));
        for row in field.rows.keys() {
            let path = format!("{key}.{row}");
            levels.insert(path.clone(), level(&path));
        }
    }
    levels.retain(|_, level| *level > Level::None);
    levels
}

/// The document without the fields that are hidden, also inside subforms, titles, views and layout, and without the
/// buttons that the person may not press.
fn without_hidden(spec: &FormSpec, levels: &IndexMap<String, Level>, may_press: impl Fn(&Key) -> bool) -> Result<Json> {
    let shown = |key: &Key| levels.contains_key(key.as_str());
    let hidden_keys: Vec<Key> = spec.fields.iter().map(|field| field.key.clone()).filter(|key| !shown(key)).collect();
    let mut spec = spec.clone();
    spec.fields.retain(|field| shown(&field.key));
    for field in &mut spec.fields {
        let parent = field.key.clone();
        if let Some(rows) = field.kind.rows_mut() {
            rows.retain(|row: &FieldSpec| levels.contains_key(&format!("{parent}.{}", row.key)));
        }
        field.security_groups.clear();
        field.validations.clear();
    }
    spec.buttons.retain(|button| may_press(&button.key));
    spec.search.retain(shown);
    spec.unique_keys.retain(|unique| unique.fields.iter().all(shown));
    spec.owner_field = spec.owner_field.filter(shown);
    spec.dept_field = spec.dept_field.filter(shown);
    spec.validations.clear();
    let hidden: HashSet<String> = hidden_keys.into_iter().map(|key| key.to_string()).collect();
    let mut json = serde_json::to_value(&spec).map_err(Error::internal)?;
    for part in ["layout", "views", "buttons"] {
        if let Some(part) = json.get_mut(part) {
            prune(part, &hidden);
        }
    }
    Ok(json)
}

/// Takes the names of hidden fields, and the conditions on them, out of a part of the document.
fn prune(json: &mut Json, hidden: &HashSet<String>) {
    let named = |json: &Json| json.as_str().is_some_and(|name| hidden.contains(name.split('.').next().unwrap_or(name)));
    match json {
        Json::Array(items) => {
            items.retain(|item| !named(item) && !item.get("field").is_some_and(named));
            items.iter_mut().for_each(|item| prune(item, hidden));
        }
        Json::Object(members) => {
            members.retain(|_, member| !named(member) && !member.get("field").is_some_and(named));
            members.values_mut().for_each(|member| prune(member, hidden));
        }
        _ => {}
    }
}
