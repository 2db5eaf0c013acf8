use mortise_access::Act;
use mortise_model::{I18n, Key};
use mortise_store::repos::apps as rows;
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use crate::{Error, Platform, Result, Session};

/// An app as a person sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppView {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// What it is for.
    #[schema(value_type = Object)]
    pub description: Json,
    /// Its version.
    pub version: String,
    /// The name of its picture.
    pub icon: Option<String>,
    /// Its menu.
    #[schema(value_type = Vec<Object>)]
    pub navigation: Json,
    /// The forms that the person may do something with.
    pub forms: Vec<FormView>,
    /// The reports that the person may see.
    pub reports: Vec<ReportView>,
    /// Whether the person may change its definitions.
    pub can_design: bool,
}

impl AppView {
    /// An app without forms, as its maker sees it.
    pub(super) fn of_empty(app: rows::App) -> Self {
        Self {
            key: app.key,
            name: app.name,
            description: json!({}),
            version: app.version,
            icon: app.icon,
            navigation: app.navigation,
            forms: Vec::new(),
            reports: Vec::new(),
            can_design: true,
        }
    }
}

/// A form of an app and what the person may do with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormView {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// What the person may do with some of its records.
    pub acts: Vec<&'static str>,
    /// Whether it has an approval flow.
    pub has_workflow: bool,
}

/// A report of an app.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// How it is drawn.
    #[schema(value_type = Object)]
    pub show: Json,
}

/// The apps in which a person has a role, or all for the owner.
pub async fn apps(platform: &Platform, session: &Session) -> Result<Vec<AppView>> {
    let mut views = Vec::new();
    for row in rows::apps(session.tenant.reader()).await? {
        match app(platform, session, &row.key).await {
            Ok(view) => views.push(view),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(views)
}

/// One app.
pub async fn app(platform: &Platform, session: &Session, key: &Key) -> Result<AppView> {
    let roles = session.roles(key);
    if roles.is_empty() && !session.is_owner() {
        return Err(Error::NotFound("app"));
    }
    let model = platform.app(session, key).await?;
    let mut forms = Vec::new();
    for (form, published) in &model.forms {
        let acts = model.policy.acts(&roles, form);
        if acts.is_empty() {
            continue;
        }
        forms.push(FormView {
            key: form.clone(),
            name: published.spec().name.clone(),
            acts: acts.into_iter().map(Act::name).collect(),
            has_workflow: model.flows.contains_key(form),
        });
    }
    let readable = |form: &Key| model.policy.acts(&roles, form).contains(&Act::Read);
    let reports = model.reports.values().filter(|report| report.pivot.form.as_ref().is_none_or(readable));
    Ok(AppView {
        key: key.clone(),
        name: model.app.name.clone(),
        description: model.app.manifest.get("description").cloned().unwrap_or_else(|| json!({})),
        version: model.app.version.clone(),
        icon: model.app.icon.clone(),
        navigation: model.app.navigation.clone(),
        reports: reports
            .map(|report| ReportView { key: report.key.clone(), name: report.name.clone(), show: json!(report.show) })
            .collect(),
        forms,
        can_design: model.may_design(session),
    })
}
