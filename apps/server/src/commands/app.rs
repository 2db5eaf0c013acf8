use std::{fs, io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Subcommand;
use mortise_service::{apps, tenants};
use serde_json::json;

use super::{Output, bundle, cases, key, moment, told, with_platform};
use crate::{config::Place, progress::Progress};

/// What to do with apps.
#[derive(Debug, Subcommand)]
pub(crate) enum App {
    /// Check a bundle: every reference, expression, flow, print and report.
    Check {
        /// A folder or a zip.
        bundle: PathBuf,
    },
    /// Play the bundle's own cases, each in a throw-away tenant.
    Test {
        /// A folder or a zip.
        bundle: PathBuf,
        /// When cases start that do not say so themselves, such as 2026-06-01T09:00+08:00.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// Install a bundle into a tenant.
    Install {
        /// A folder or a zip.
        bundle: PathBuf,
        /// The tenant.
        #[arg(long)]
        tenant: String,
        /// Another key for the app.
        #[arg(long = "as")]
        key: Option<String>,
        /// Bring the demo people and records along.
        #[arg(long)]
        with_demo_data: bool,
    },
    /// Write an app as it is in force into a zip: definitions, parameters, cases; no record.
    Export {
        /// The app.
        app: String,
        /// The tenant.
        #[arg(long)]
        tenant: String,
        /// The file to write, which must not be there yet.
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
    /// List the apps of a tenant.
    List {
        /// The tenant.
        #[arg(long)]
        tenant: String,
    },
}

/// Runs it.
pub(crate) fn app(place: &Place, output: Output, command: &App) -> Result<()> {
    match command {
        App::Check { bundle: path } => {
            let read = bundle::read_checked(path)?;
            let line = format!("`{}` is in order: {} forms", read.app.key, read.forms.len());
            output.tell(&json!({"app": read.app.key, "issues": 0}), &line);
            Ok(())
        }
        App::Test { bundle: path, at } => {
            let at = at.as_deref().map(moment).transpose()?;
            cases::play_all(place, output, &bundle::read_checked(path)?, at)
        }
        App::Install { bundle: path, tenant, key: text, with_demo_data } => {
            let read = bundle::read(path)?;
            let tenant_key = key(tenant)?;
            let params = apps::Install {
                key: text.as_deref().map(key).transpose()?,
                with_demo_data: *with_demo_data,
                ..apps::Install::default()
            };
            with_platform(place, async |platform| {
                let tenant = tenants::open(platform, &tenant_key).await.map_err(told)?;
                let ctx = platform.system_ctx(&tenant_key, "install_app");
                let progress = Progress::of("records");
                let so_far = |done: u64, total: u64| progress.at(done, total);
                let done = apps::install(platform, (&ctx, &tenant), &read, params, &so_far).await.map_err(told)?;
                drop(progress);
                let line = format!("`{}` is installed with {} records", done.app, done.records);
                output.tell(&json!(done), &line);
                Ok(())
            })
        }
        App::Export { app, tenant, output: file } => {
            let (app, tenant) = (key(app)?, key(tenant)?);
            let exported = with_platform(place, async |platform| {
                let tenant = tenants::open(platform, &tenant).await.map_err(told)?;
                apps::export_from(&tenant, &app).await.map_err(told)
            })?;
            let mut new = fs::File::create_new(file).with_context(|| format!("cannot make `{}`", file.display()))?;
            new.write_all(&exported.bytes).with_context(|| format!("cannot write `{}`", file.display()))?;
            let line = format!("`{app}` is in `{}`: {} bytes", file.display(), exported.bytes.len());
            output.tell(&json!({"app": app, "file": file, "bytes": exported.bytes.len()}), &line);
            Ok(())
        }
        App::List { tenant } => {
            let tenant_key = key(tenant)?;
            with_platform(place, async |platform| {
                let tenant = tenants::open(platform, &tenant_key).await.map_err(told)?;
                let all = tenants::apps(&tenant).await.map_err(told)?;
                let lines: Vec<String> = all.iter().map(|(key, version)| format!("{key}\t{version}")).collect();
                let rows: Vec<_> = all.iter().map(|(key, version)| json!({"key": key, "version": version})).collect();
                output.tell(&json!(rows), &lines.join("\n"));
                Ok(())
            })
        }
    }
}
