use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use schemars::JsonSchema;
use serde_json::Value;

/// Where schemas are written.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportSchemas {
    /// The folder.
    folder: PathBuf,
}

/// Writes the schemas of all documents, and the OpenAPI document.
pub(crate) fn export(export: &ExportSchemas) -> Result<()> {
    fs::create_dir_all(&export.folder).with_context(|| format!("cannot make `{}`", export.folder.display()))?;
    let write = |name: &str, value: &Value| -> Result<()> {
        let text = serde_json::to_string_pretty(value).context("a schema is JSON")? + "\n";
        fs::write(export.folder.join(name), text).with_context(|| format!("cannot write `{name}`"))
    };
    write("form.schema.json", &schema::<mortise_forms::FormSpec>())?;
    write("workflow.schema.json", &schema::<mortise_workflow::WorkflowSpec>())?;
    write("rule.schema.json", &schema::<mortise_rules::RuleSpec>())?;
    write("import.schema.json", &schema::<mortise_imports::MappingSpec>())?;
    write("report.schema.json", &schema::<mortise_reports::ReportSpec>())?;
    write("dashboard.schema.json", &schema::<mortise_reports::DashboardSpec>())?;
    write("print.schema.json", &schema::<mortise_printing::PrintSpec>())?;
    write("roles.schema.json", &schema::<mortise_access::RolesSpec>())?;
    write("app.schema.json", &schema::<mortise_bundles::AppSpec>())?;
    write("params.schema.json", &schema::<mortise_bundles::ParamsSpec>())?;
    write("org.schema.json", &schema::<mortise_bundles::OrgSpec>())?;
    write("case.schema.json", &schema::<mortise_bundles::CaseSpec>())?;
    let document = serde_json::to_value(mortise_api::document()).context("the OpenAPI document is JSON")?;
    write("openapi.json", &document)
}

fn schema<T: JsonSchema>() -> Value {
    schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}
