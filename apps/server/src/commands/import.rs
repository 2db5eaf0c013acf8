use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use mortise_model::{Id, Key};
use mortise_service::{
    Platform,
    imports::{self, ImportResult, Outcome, Upload},
    jobs, tenants,
};
use serde_json::json;

use super::{Output, key, told, with_platform};
use crate::{config::Place, progress::Progress};

/// Which file goes where.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportFile {
    /// A CSV or an XLSX workbook.
    file: PathBuf,
    /// The tenant.
    #[arg(long)]
    tenant: String,
    /// The app.
    #[arg(long)]
    app: String,
    /// The form.
    #[arg(long)]
    form: String,
    /// The mapping, a JSON document; without one it is proposed by the names of the columns.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Write nothing, say what would be.
    #[arg(long)]
    dry_run: bool,
    /// With whose rights; without a name the product's own.
    #[arg(long = "as", value_name = "USERNAME")]
    username: Option<String>,
}

/// Runs it.
pub(crate) fn import(place: &Place, output: Output, command: &ImportFile) -> Result<()> {
    let bytes = fs::read(&command.file).with_context(|| format!("cannot read `{}`", command.file.display()))?;
    let mapping = match &command.mapping {
        None => None,
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
            Some(serde_json::from_str(&text).with_context(|| format!("`{}` is not JSON", path.display()))?)
        }
    };
    let name = command.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let upload = Upload { name, bytes, mapping, dry_run: command.dry_run };
    let (tenant, app, form) = (key(&command.tenant)?, key(&command.app)?, key(&command.form)?);
    with_platform(place, async |platform| {
        let done = run(platform, (&tenant, &app, &form), command.username.as_deref(), upload.clone()).await?;
        tell(output, &done);
        if done.failed > 0 { bail!("{} of {} rows were refused", done.failed, done.rows) } else { Ok(()) }
    })
}

/// Enters the job and does it here, as a server would.
async fn run(
    platform: &Arc<Platform>,
    (tenant_key, app, form): (&Key, &Key, &Key),
    username: Option<&str>,
    upload: Upload,
) -> Result<Box<ImportResult>> {
    let tenant = tenants::open(platform, tenant_key).await.map_err(told)?;
    let ctx = platform.system_ctx(tenant_key, "import_records");
    let started = imports::start_by_product(platform, (&ctx, &tenant), (app, form), username, upload).await;
    let job: Id = started.map_err(told)?;
    let (worker, stop) = jobs::worker(platform);
    let working = tokio::spawn(worker.run());
    let progress = Progress::of("rows");
    let outcome = loop {
        match imports::outcome(&tenant, job).await.map_err(told)? {
            Outcome::UnderWay { done, total } => progress.at(done, total),
            Outcome::Ended(outcome) => break outcome,
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    drop(progress);
    stop.now();
    working.await.context("the worker failed")?;
    outcome.map_err(|codes| anyhow!("the import failed: {codes}"))
}

/// What came of it: verdicts on standard error, the counts on standard output.
fn tell(output: Output, done: &ImportResult) {
    for verdict in &done.verdicts {
        let column = verdict.column.as_deref().or(verdict.field.as_deref()).unwrap_or_default();
        eprintln!("row {} {column}: {} ({})", verdict.row, verdict.message, verdict.code);
    }
    if done.more_verdicts > 0 {
        eprintln!("and {} more", done.more_verdicts);
    }
    let would = if done.dry_run { "would be " } else { "" };
    let line = format!(
        "{} rows: {} {would}created, {} {would}updated, {} {would}skipped, {} {would}refused",
        done.rows, done.created, done.updated, done.skipped, done.failed
    );
    output.tell(&json!(done), &line);
}
