//! What is published of an app, compiled: the one value that use cases work with.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use indexmap::IndexMap;
use mortise_access::{Act, FieldGroups, Membership, Permit, Policy, RolesSpec};
use mortise_forms::{Dependents, FieldType, FormSpec, PublishedForm, read_form};
use mortise_model::{AppShape, Facts, Filter, I18n, Key, Value};
use mortise_printing::PrintSpec;
use mortise_reports::ReportSpec;
use mortise_rules::Rule;
use mortise_store::{
    ConnectionTrait,
    repos::{
        apps::{self, App},
        documents::{self, DocumentKind},
        forms, params as set_params, workflows,
    },
};
use mortise_templates::Template;
use mortise_workflow::{Plan, read_workflow};
use parking_lot::Mutex;
use serde_json::{Value as Json, json};

use crate::{Error, Result, Session};

/// An app as it is in force.
#[derive(Debug)]
pub struct AppModel {
    /// Its row: name, version, menu.
    pub app: App,
    /// Its published forms.
    pub forms: IndexMap<Key, Arc<PublishedForm>>,
    /// What the store and engines need of them.
    pub shape: Arc<AppShape>,
    /// Which computed fields read which forms.
    pub(crate) dependents: Dependents,
    /// Who may do what.
    pub policy: Policy,
    /// Its rules.
    pub(crate) rules: Vec<Rule>,
    /// The flow of each form that has one, by the form's key.
    pub(crate) flows: IndexMap<Key, Arc<Flow>>,
    /// Its reports.
    pub reports: IndexMap<Key, Arc<ReportSpec>>,
    /// Its print templates, by form and key.
    pub(crate) prints: IndexMap<(Key, Key), Arc<Print>>,
    /// The values of its parameters: what the tenant set, else what the app brought.
    pub(crate) params: IndexMap<String, Value>,
}

/// A published flow.
#[derive(Debug)]
pub(crate) struct Flow {
    /// Its key.
    pub(crate) key: Key,
    /// Its name.
    pub(crate) name: I18n,
    /// Which version.
    pub(crate) version: i64,
    /// Compiled.
    pub(crate) plan: Plan,
}

/// A print template, compiled.
#[derive(Debug)]
pub(crate) struct Print {
    /// The document.
    pub(crate) spec: PrintSpec,
    /// The template's text, compiled.
    pub(crate) template: Template,
}

impl AppModel {
    /// The published form.
    pub fn form(&self, key: &str) -> Result<&Arc<PublishedForm>> {
        self.forms.get(key).ok_or(Error::NotFound("form"))
    }

    /// The permit of a person for an act on records of a form; without one the form is not there.
    pub fn permit(&self, session: &Session, form: &Key, act: Act) -> Result<Permit> {
        let roles = session.roles(&self.app.key);
        let may = |act| self.policy.permit(session.subject(), &roles, form, act);
        match may(act) {
            Some(permit) => Ok(permit),
            // Who may read the form may know that the act exists.
            None if act != Act::Read && may(Act::Read).is_some() => Err(Error::Forbidden("act_not_allowed")),
            None => Err(Error::NotFound("form")),
        }
    }

    /// Refuses who may not change the app's definitions; to who has no role in it, it is not there.
    pub(crate) fn require_designer(&self, session: &Session) -> Result<()> {
        match () {
            () if self.may_design(session) => Ok(()),
            () if session.roles(&self.app.key).is_empty() => Err(Error::NotFound("app")),
            () => Err(Error::Forbidden("admin_only")),
        }
    }

    /// Whether the person may change the app's definitions.
    pub fn may_design(&self, session: &Session) -> bool {
        session.is_owner() || session.roles(&self.app.key).iter().any(|role| *role == "admin")
    }
}

/// The compiled apps, remembered for as long as their revision is believed.
#[derive(Debug)]
pub(crate) struct AppModels {
    believed: Duration,
    known: Mutex<HashMap<(Key, Key), Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    checked: Instant,
    model: Arc<AppModel>,
}

impl AppModels {
    pub(crate) fn new(believed: Duration) -> Self {
        Self { believed, known: Mutex::default() }
    }

    /// The app as it is in force.
    pub(crate) async fn get(&self, db: &impl ConnectionTrait, tenant: &Key, app: &Key) -> Result<Arc<AppModel>> {
        let place = (tenant.clone(), app.clone());
        let known = self.known.lock().get(&place).cloned();
        if let Some(known) = known {
            if known.checked.elapsed() < self.believed {
                return Ok(known.model);
            }
            let row = apps::app_by_key(db, app).await?.ok_or(Error::NotFound("app"))?;
            if row.row_version == known.model.app.row_version {
                self.remember(place, &known.model);
                return Ok(known.model);
            }
        }
        let model = Arc::new(load(db, app).await?);
        self.remember(place, &model);
        Ok(model)
    }

    fn remember(&self, place: (Key, Key), model: &Arc<AppModel>) {
        self.known.lock().insert(place, Known { checked: Instant::now(), model: Arc::clone(model) });
    }

    /// Forgets all apps of a tenant.
    pub(crate) fn forget_all(&self, tenant: &Key) {
        self.known.lock().retain(|(of, _), _| of != tenant);
    }

    /// Forgets an app that has changed here.
    pub(crate) fn forget(&self, tenant: &Key, app: &Key) {
        self.known.lock().remove(&(tenant.clone(), app.clone()));
    }
}

/// Reads and compiles everything that is published of an app.
pub(crate) async fn load(db: &impl ConnectionTrait, key: &Key) -> Result<AppModel> {
    let app = apps::app_by_key(db, key).await?.ok_or(Error::NotFound("app"))?;
    let versions = forms::current_form_versions(db, key).await?;
    let mut specs: IndexMap<Key, FormSpec> = IndexMap::new();
    for version in &versions {
        specs.insert(version.form.clone(), read_form(&version.spec).map_err(Error::Stored)?);
    }
    let mut published = IndexMap::new();
    for version in &versions {
        let spec = specs[&version.form].clone();
        let form = PublishedForm::new(key, version.version, spec, &specs).map_err(Error::Stored)?;
        published.insert(version.form.clone(), Arc::new(form));
    }
    assemble(db, app, published).await
}

async fn assemble(db: &impl ConnectionTrait, app: App, forms: IndexMap<Key, Arc<PublishedForm>>) -> Result<AppModel> {
    let key = app.key.clone();
    let shape = Arc::new(AppShape { forms: forms.iter().map(|(key, form)| (key.clone(), form.shape())).collect() });
    let roles = roles_of(db, &key).await?;
    let policy = Policy::compile(key.clone(), &shape, Arc::new(roles), &groups(&forms));
    let mut rules = Vec::new();
    for document in documents::documents_of(db, &key, DocumentKind::Rule).await? {
        let spec = mortise_rules::read_rule(&document.body).map_err(Error::Stored)?;
        rules.push(Rule::new(spec, &shape).map_err(Error::Stored)?);
    }
    Rule::sort(&mut rules);
    let mut reports = IndexMap::new();
    for document in documents::documents_of(db, &key, DocumentKind::Report).await? {
        let spec = mortise_reports::read_report(&document.body).map_err(Error::Stored)?;
        reports.insert(spec.key.clone(), Arc::new(spec));
    }
    let params = params(db, &key).await?;
    let dependents = Dependents::of(forms.values().map(AsRef::as_ref));
    let (flows, prints) = (flows(db, &key).await?, prints(db, &key).await?);
    Ok(AppModel { app, forms, shape, dependents, policy, rules, flows, reports, prints, params })
}

/// The roles of an app: its own, or those of who creates one.
pub(crate) async fn roles_of(db: &impl ConnectionTrait, app: &Key) -> Result<RolesSpec> {
    match one(db, app, DocumentKind::Roles).await? {
        Some(json) => mortise_access::read_roles(&json).map_err(Error::Stored),
        None => Ok(RolesSpec::for_creator()),
    }
}

async fn one(db: &impl ConnectionTrait, app: &Key, kind: DocumentKind) -> Result<Option<Json>> {
    Ok(documents::documents_of(db, app, kind).await?.into_iter().next().map(|document| document.body))
}

/// The parameters in the canonical form of their kinds.
async fn params(db: &impl ConnectionTrait, app: &Key) -> Result<IndexMap<String, Value>> {
    let Some(document) = one(db, app, DocumentKind::Params).await? else { return Ok(IndexMap::new()) };
    let set = set_params::param_values(db, app).await?;
    let mut values = IndexMap::new();
    for param in document["params"].as_array().into_iter().flatten() {
        let name = param["key"].as_str().unwrap_or_default();
        let raw = set.iter().find(|value| value.key == name).map_or(&param["value"], |value| &value.value);
        let kind = json!({"kind": param["kind"], "settings": {}});
        let kind: FieldType = serde_json::from_value(kind).map_err(Error::internal)?;
        let value = if raw.is_null() { Value::Null } else { kind.read(raw, &Facts::new()).unwrap_or_default() };
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}

async fn flows(db: &impl ConnectionTrait, app: &Key) -> Result<IndexMap<Key, Arc<Flow>>> {
    let mut flows = IndexMap::new();
    for workflow in workflows::workflows_of(db, app).await? {
        let version = workflows::current_workflow_version(db, app, &workflow.key).await?;
        let Some(version) = version.filter(|_| workflow.retired_at.is_none()) else { continue };
        let spec = read_workflow(&version.spec).map_err(Error::Stored)?;
        let (form, key, name) = (spec.form.clone(), spec.key.clone(), spec.name.clone());
        let plan = Plan::new(&spec).map_err(Error::Stored)?;
        flows.insert(form, Arc::new(Flow { key, name, version: version.version, plan }));
    }
    Ok(flows)
}

async fn prints(db: &impl ConnectionTrait, app: &Key) -> Result<IndexMap<(Key, Key), Arc<Print>>> {
    let mut prints = IndexMap::new();
    for document in documents::documents_of(db, app, DocumentKind::Print).await? {
        let spec = mortise_printing::read_print(&document.body.to_string()).map_err(Error::Stored)?;
        let template = Template::compile(document.extra.as_deref().unwrap_or_default()).map_err(Error::Stored)?;
        prints.insert((spec.form.clone(), spec.key.clone()), Arc::new(Print { spec, template }));
    }
    Ok(prints)
}

/// Which fields are in which security groups. A computed field has the groups of what it reads, too.
fn groups(forms: &IndexMap<Key, Arc<PublishedForm>>) -> FieldGroups {
    let mut groups = FieldGroups::new();
    for (key, form) in forms {
        for (field, group, when) in form.security_groups() {
            let when: Option<Filter> = when.cloned();
            groups.insert(key.clone(), field, Membership { group: group.clone(), when });
        }
    }
    groups
}
