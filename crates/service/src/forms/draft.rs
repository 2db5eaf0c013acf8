use mortise_forms::{FormSpec, check, read_form};
use mortise_model::{I18n, Issue, Issues, Key, Pointer};
use mortise_store::{
    ConnectionTrait,
    repos::forms::{self as repo, Form},
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::versions::follow;
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
    published_specs,
};

/// A form in the list of an app's forms.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormEntry {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name in the draft.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// The version in force; absent before the first publishing.
    pub form_version: Option<i64>,
    /// Whether the draft differs from what is in force.
    pub changed: bool,
}

/// A form as its designer sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftView {
    /// The draft, a form document.
    #[schema(value_type = Object)]
    pub spec: FormSpec,
    /// Grows with each change of the draft.
    pub draft_version: i64,
    /// The version in force; absent before the first publishing.
    pub form_version: Option<i64>,
    /// Whether the draft differs from what is in force.
    pub changed: bool,
    /// What keeps it from being published.
    #[serde(skip)]
    pub issues: Issues,
}

/// The forms of an app, for who may design.
pub async fn forms(platform: &Platform, session: &Session, app: &Key) -> Result<Vec<FormEntry>> {
    platform.designing(session, app).await?;
    let mut entries = Vec::new();
    for form in repo::forms_of(session.tenant.reader(), app).await? {
        let spec = read_form(&form.draft).map_err(Error::Stored)?;
        let (form_version, changed) = (form.published_version, form.changed);
        entries.push(FormEntry { key: form.key, name: spec.name, form_version, changed });
    }
    Ok(entries)
}

/// The draft of a form.
pub async fn draft(platform: &Platform, session: &Session, app: &Key, form: &Key) -> Result<DraftView> {
    platform.designing(session, app).await?;
    let db = session.tenant.reader();
    let form = repo::form_by_key(db, app, form).await?.ok_or(Error::NotFound("form"))?;
    view(db, app, form).await
}

/// Saves a form's draft, which may still be unfinished: what keeps it from being published comes back as issues.
/// `version` is the draft's version that was seen; a new form has none.
pub async fn save_draft(
    platform: &Platform,
    session: &Session,
    (app, key): (&Key, &Key),
    json: Json,
    version: Option<i64>,
) -> Result<DraftView> {
    platform.designing(session, app).await?;
    let spec = read_form(&json).map_err(Error::Invalid)?;
    if spec.key != *key {
        let issue = Issue::error(Pointer::root().at("key"), "key_differs").with("key", key.as_str());
        return Err(Error::Invalid(Issues::from(issue)));
    }
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let draft = serde_json::to_value(&spec).map_err(Error::internal)?;
    let form = match repo::form_by_key(&tx, app, key).await? {
        Some(before) if before.retired_at.is_some() => return Err(Error::conflict("key_retired")),
        Some(before) => {
            let now = before.draft_version;
            let seen = version.unwrap_or(now);
            let form = Form {
                draft,
                draft_version: seen + 1,
                changed: true,
                updated_at: ctx.now,
                updated_by: Some(session.user_id()),
                ..before
            };
            if !repo::update_draft(&tx, seen, &form).await? {
                return Err(crate::write::stale(now));
            }
            form
        }
        None => {
            let form = new_form(session, app, key, draft);
            repo::insert_form(&tx, &form).await?;
            form
        }
    };
    audit::note(&tx, ctx, "save_draft", Object::of_app(app, "form", key), Json::Null).await?;
    let view = view(&tx, app, form).await?;
    tx.commit().await?;
    Ok(view)
}

fn new_form(session: &Session, app: &Key, key: &Key, draft: Json) -> Form {
    Form {
        id: session.ctx.new_id(),
        app: app.clone(),
        key: key.clone(),
        draft,
        draft_version: 1,
        published_version: None,
        changed: true,
        retired_at: None,
        position: 0,
        updated_at: session.ctx.now,
        updated_by: session.ctx.actor.user(),
    }
}

async fn view(db: &impl ConnectionTrait, app: &Key, form: Form) -> Result<DraftView> {
    let mut spec = read_form(&form.draft).map_err(Error::Stored)?;
    let mut siblings = published_specs(db, app).await?;
    if let Some(before) = siblings.get(&spec.key) {
        follow(db, (app, &mut spec), before, &siblings).await?;
    }
    siblings.insert(spec.key.clone(), spec.clone());
    Ok(DraftView {
        issues: check(&spec, &siblings),
        spec,
        draft_version: form.draft_version,
        form_version: form.published_version,
        changed: form.changed,
    })
}
