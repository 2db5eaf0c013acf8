use std::sync::Arc;

use indexmap::IndexMap;
use mortise_bundles::{Bundle, DependencySpec, FileIssue, ModuleSpec, check, install_order};
use mortise_forms::FormSpec;
use mortise_model::{Ctx, I18n, Id, Issue, Issues, Key, Pointer};
use mortise_store::{
    ConnectionTrait, Tenant, WriteTx, ddl,
    repos::{
        apps::{self, App},
        documents::{self, Document, DocumentKind, DocumentPlace},
        forms::{self as form_rows, Form},
        grants::{self, Grant},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::{create::taken, demo_data, people};
use crate::{
    Error, Platform, Result, app_model,
    audit::{self, Object},
    flows, forms,
    idempotency::{Answered, Once},
    write::Writer,
};

/// How a bundle is installed.
#[derive(Debug, Clone, Default)]
pub struct Install {
    /// The app's key in this tenant, where it is to be another than the bundle's.
    pub key: Option<Key>,
    /// Whether its demo people and records come along.
    pub with_demo_data: bool,
    /// Who installs it and gets its role `admin`.
    pub installer: Option<Id>,
    /// The password that demo people get; without one they cannot log in until one is set.
    pub demo_password: Option<String>,
    /// By how many weeks the dates of the demo's story move.
    pub shift_weeks: i64,
}

/// What was installed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Installed {
    /// The app.
    #[schema(value_type = String)]
    pub app: Key,
    /// How many records came with it.
    pub records: u64,
}

/// What `app.json` says beyond the columns of an app, as it is kept with the app.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Manifest {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    pub(super) description: I18n,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_mortise: Option<semver::Version>,
    pub(super) modules: Vec<ModuleSpec>,
    pub(super) dependencies: Vec<DependencySpec>,
}

/// Installs a bundle: all of it in one transaction, or nothing. `progress` hears of records done and to do.
pub async fn install(
    platform: &Platform,
    (ctx, tenant): (&Ctx, &Tenant),
    bundle: &Bundle,
    params: Install,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Installed> {
    match install_once(platform, (ctx, tenant), bundle, params, (&Once::default(), progress)).await? {
        Answered::Now(installed) => Ok(installed),
        Answered::Before { .. } => Err(Error::internal("an act without a key was answered as a repetition")),
    }
}

/// The same for a request that may come twice.
pub(super) async fn install_once(
    platform: &Platform,
    (ctx, tenant): (&Ctx, &Tenant),
    bundle: &Bundle,
    params: Install,
    (once, progress): (&Once, &(dyn Fn(u64, u64) + Send + Sync)),
) -> Result<Answered<Installed>> {
    let release = semver::Version::parse(env!("CARGO_PKG_VERSION")).map_err(Error::internal)?;
    let issues = check(bundle, &release);
    let issues = file_issues(issues);
    if issues.has_errors() {
        return Err(Error::Invalid(issues));
    }
    let app = params.key.clone().unwrap_or_else(|| bundle.app.key.clone());
    let hash = match &params.demo_password {
        Some(password) => Some(crate::auth::password::hash(password.clone()).await?),
        None => None,
    };
    let tx = tenant.write_alone().await?;
    if let Some(answer) = once.claim(&tx, ctx).await? {
        return Ok(answer);
    }
    add_app(&tx, ctx, &app, bundle, params.installer).await?;
    // The tables of forms have indexes for what the roles ask.
    add_documents(&tx, ctx, &app, bundle).await?;
    add_forms(&tx, ctx, &app, bundle).await?;
    for spec in bundle.workflows.values() {
        flows::put_workflow_in_force(&tx, ctx, &app, spec).await?;
    }
    grant_to_installer(&tx, ctx, &app, bundle, params.installer).await?;
    let mut records = 0;
    let mut news = Vec::new();
    if params.with_demo_data {
        if let Some(org) = &bundle.org {
            people::add(&tx, ctx, &app, org, hash.as_ref()).await?;
        }
        let model = Arc::new(app_model::load(&tx, &app).await?);
        let mut writer = Writer::new(ctx, &tx, model, "install_app").unheard();
        let order = install_order(bundle);
        records = demo_data::add(&mut writer, bundle, &order, params.shift_weeks, progress).await?;
        for form in writer.model.forms.values() {
            ddl::count_anew(&tx, &form.shape()).await?;
        }
        news = writer.finish().await?;
    }
    let detail = json!({"bundle": bundle.app.key, "release": bundle.app.release().to_string(), "records": records});
    audit::note(&tx, ctx, "install_app", Object::of_app(&app, "app", &app), detail).await?;
    let installed = Installed { app, records };
    once.keep(&tx, ctx, 201, &installed).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    platform.models.forget(&ctx.tenant, &installed.app);
    platform.tell(&ctx.tenant, news);
    Ok(Answered::Now(installed))
}

/// What is wrong with files as one list: pointers begin with the file's name.
pub(super) fn file_issues(found: Vec<FileIssue>) -> Issues {
    let placed = |found: FileIssue| {
        let at = Pointer::root().at(&found.file).as_str().to_owned() + found.issue.pointer.as_str();
        Issue { pointer: Pointer::raw(at), ..found.issue }
    };
    found.into_iter().map(placed).collect()
}

async fn add_app(tx: &WriteTx, ctx: &Ctx, key: &Key, bundle: &Bundle, installer: Option<Id>) -> Result<()> {
    let spec = &bundle.app;
    let row = App {
        id: ctx.new_id(),
        key: key.clone(),
        name: spec.name.clone(),
        version: spec.release().to_string(),
        manifest: json!(Manifest {
            schema: spec.schema.clone(),
            description: spec.description.clone(),
            min_mortise: spec.min_mortise.clone(),
            modules: spec.modules.clone(),
            dependencies: spec.dependencies.clone(),
        }),
        navigation: json!(spec.navigation),
        icon: spec.icon.clone(),
        bundle: Some((spec.key.clone(), spec.release().to_string())),
        position: 0,
        row_version: 1,
        created_at: ctx.now,
        created_by: installer,
        updated_at: ctx.now,
    };
    apps::insert_app(tx, &row).await.map_err(taken)
}

async fn add_forms(tx: &WriteTx, ctx: &Ctx, app: &Key, bundle: &Bundle) -> Result<()> {
    let specs: IndexMap<Key, FormSpec> = bundle.forms.clone();
    for (position, (key, spec)) in bundle.forms.iter().enumerate() {
        let form = Form {
            id: ctx.new_id(),
            app: app.clone(),
            key: key.clone(),
            draft: serde_json::to_value(spec).map_err(Error::internal)?,
            draft_version: 1,
            published_version: None,
            changed: true,
            retired_at: None,
            position: i64::try_from(position).unwrap_or(0),
            updated_at: ctx.now,
            updated_by: ctx.actor.user(),
        };
        form_rows::insert_form(tx, &form).await?;
        let mut siblings = specs.clone();
        siblings.shift_remove(key);
        forms::put_in_force(tx, ctx, form, spec.clone(), siblings).await?;
    }
    Ok(())
}

async fn add_documents(tx: &WriteTx, ctx: &Ctx, app: &Key, bundle: &Bundle) -> Result<()> {
    let json = |value: serde_json::Result<Json>| value.map_err(Error::internal);
    let mut all: Vec<(DocumentPlace, Json, Option<String>)> = Vec::new();
    let place = |kind, form: Option<&Key>, key: &Key| DocumentPlace {
        app: app.clone(),
        kind,
        form: form.cloned(),
        key: key.clone(),
    };
    for (key, rule) in &bundle.rules {
        let body = json(serde_json::to_value(&rule.spec))?;
        all.push((place(DocumentKind::Rule, None, key), body, rule.script.clone()));
    }
    for (key, report) in &bundle.reports {
        all.push((place(DocumentKind::Report, None, key), json(serde_json::to_value(report))?, None));
    }
    for (key, dashboard) in &bundle.dashboards {
        all.push((place(DocumentKind::Dashboard, None, key), json(serde_json::to_value(dashboard))?, None));
    }
    for print in &bundle.prints {
        let place = place(DocumentKind::Print, Some(&print.spec.form), &print.spec.key);
        all.push((place, json(serde_json::to_value(&print.spec))?, Some(print.template.clone())));
    }
    let only = Key::new("app").expect("a literal key");
    if let Some(roles) = &bundle.roles {
        all.push((place(DocumentKind::Roles, None, &only), json(serde_json::to_value(roles))?, None));
    }
    if let Some(params) = &bundle.params {
        all.push((place(DocumentKind::Params, None, &only), json(serde_json::to_value(params))?, None));
    }
    if let Some(org) = &bundle.org {
        all.push((place(DocumentKind::Org, None, &only), json(serde_json::to_value(org))?, None));
    }
    for (file, case) in &bundle.tests {
        all.push((place(DocumentKind::Case, None, file), json(serde_json::to_value(case))?, None));
    }
    for (position, (place, body, extra)) in all.into_iter().enumerate() {
        let document = Document {
            id: ctx.new_id(),
            place,
            body,
            extra,
            version: 1,
            position: i64::try_from(position).unwrap_or(0),
            updated_at: ctx.now,
            updated_by: ctx.actor.user(),
        };
        documents::insert_document(tx, &document).await?;
    }
    Ok(())
}

async fn grant_to_installer(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    app: &Key,
    bundle: &Bundle,
    installer: Option<Id>,
) -> Result<()> {
    let Some(user) = installer else { return Ok(()) };
    let admin = Key::new("admin").expect("a literal key");
    let mut roles = vec![admin];
    roles.extend(bundle.org.iter().flat_map(|org| org.owner_roles.iter().cloned()));
    let known = |role: &Key| bundle.roles.as_ref().is_none_or(|spec| spec.role(role).is_some());
    for role in roles.into_iter().filter(known) {
        let grant = Grant { user, app: app.clone(), role, granted_at: ctx.now, granted_by: ctx.actor.user() };
        grants::grant_role(tx, &grant).await?;
    }
    Ok(())
}
