use indexmap::IndexMap;
use mortise_bundles::{
    AppSpec, AppVersion, Bundle, ParamsSpec, PrintFile, RuleFile, read_case, read_org, read_params, write_zip,
};
use mortise_forms::read_form;
use mortise_model::Key;
use mortise_store::{
    ConnectionTrait, Tenant,
    repos::{
        apps::{self, App},
        documents::{self, Document, DocumentKind},
        forms, params as set_params, workflows,
    },
};
use mortise_workflow::read_workflow;
use serde_json::json;

use super::install::Manifest;
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
};

/// An app as a zip.
#[derive(Debug)]
pub struct Exported {
    /// The zip.
    pub bytes: Vec<u8>,
    /// A name for the file.
    pub name: String,
}

/// The app as it is in force, as a zip that can be imported elsewhere: definitions, the parameters with the values
/// they have here, cases. No record and nobody's rights.
pub async fn export(platform: &Platform, session: &Session, app: &Key) -> Result<Exported> {
    platform.designing(session, app).await?;
    let tx = session.tenant.write().await?;
    let bundle = bundle_of(&tx, app).await?;
    audit::note(&tx, &session.ctx, "export_app", Object::of_app(app, "app", app), json!({})).await?;
    tx.commit().await?;
    Ok(packed(&bundle))
}

/// The same by the product's own right: what the command line does.
pub async fn export_from(tenant: &Tenant, app: &Key) -> Result<Exported> {
    Ok(packed(&bundle_of(&tenant.read().await?, app).await?))
}

fn packed(bundle: &Bundle) -> Exported {
    let name = format!("{}-{}.zip", bundle.app.key, bundle.app.release());
    Exported { bytes: write_zip(bundle), name }
}

async fn bundle_of(db: &impl ConnectionTrait, key: &Key) -> Result<Bundle> {
    let row = apps::app_by_key(db, key).await?.ok_or(Error::NotFound("app"))?;
    let mut bundle = Bundle {
        app: spec_of(row)?,
        forms: IndexMap::new(),
        workflows: IndexMap::new(),
        rules: IndexMap::new(),
        reports: IndexMap::new(),
        dashboards: IndexMap::new(),
        prints: Vec::new(),
        roles: None,
        params: None,
        org: None,
        data: IndexMap::new(),
        tests: IndexMap::new(),
    };
    for version in forms::current_form_versions(db, key).await? {
        let mut form = read_form(&version.spec).map_err(Error::Stored)?;
        form.views = crate::views::with_shared(db, (key, &version.form), form.views).await?;
        bundle.forms.insert(version.form, form);
    }
    for workflow in workflows::workflows_of(db, key).await? {
        let version = workflows::current_workflow_version(db, key, &workflow.key).await?;
        let Some(version) = version.filter(|_| workflow.retired_at.is_none()) else { continue };
        bundle.workflows.insert(workflow.key, read_workflow(&version.spec).map_err(Error::Stored)?);
    }
    for document in documents::documents_of_app(db, key).await? {
        add(&mut bundle, document)?;
    }
    if let Some(params) = &mut bundle.params {
        in_force(db, key, params).await?;
    }
    Ok(bundle)
}

/// `app.json`, as the app is called here.
fn spec_of(row: App) -> Result<AppSpec> {
    let manifest: Manifest = serde_json::from_value(row.manifest).map_err(Error::internal)?;
    Ok(AppSpec {
        schema: manifest.schema,
        version: AppVersion::Format(1),
        release: Some(row.version.parse().map_err(Error::internal)?),
        key: row.key,
        name: row.name,
        description: manifest.description,
        icon: row.icon,
        min_mortise: manifest.min_mortise,
        dependencies: manifest.dependencies,
        navigation: serde_json::from_value(row.navigation).map_err(Error::internal)?,
        modules: manifest.modules,
    })
}

fn add(bundle: &mut Bundle, document: Document) -> Result<()> {
    let (key, body, extra) = (document.place.key, document.body, document.extra);
    match document.place.kind {
        DocumentKind::Rule => {
            let spec = mortise_rules::read_rule(&body).map_err(Error::Stored)?;
            bundle.rules.insert(key, RuleFile { spec, script: extra });
        }
        DocumentKind::Report => {
            bundle.reports.insert(key, mortise_reports::read_report(&body).map_err(Error::Stored)?);
        }
        DocumentKind::Dashboard => {
            bundle.dashboards.insert(key, mortise_reports::read_dashboard(&body).map_err(Error::Stored)?);
        }
        DocumentKind::Print => {
            let spec = mortise_printing::read_print(&body.to_string()).map_err(Error::Stored)?;
            bundle.prints.push(PrintFile { spec, template: extra.unwrap_or_default() });
        }
        DocumentKind::Roles => bundle.roles = Some(mortise_access::read_roles(&body).map_err(Error::Stored)?),
        DocumentKind::Params => bundle.params = Some(read_params(&body).map_err(Error::Stored)?),
        DocumentKind::Case => {
            bundle.tests.insert(key, read_case(&body).map_err(Error::Stored)?);
        }
        DocumentKind::Org => bundle.org = Some(read_org(&body).map_err(Error::Stored)?),
    }
    Ok(())
}

/// Parameters take the values that the tenant has set.
async fn in_force(db: &impl ConnectionTrait, app: &Key, params: &mut ParamsSpec) -> Result<()> {
    for set in set_params::param_values(db, app).await? {
        if let Some(param) = params.params.iter_mut().find(|param| param.key == set.key) {
            param.value = set.value;
        }
    }
    Ok(())
}
