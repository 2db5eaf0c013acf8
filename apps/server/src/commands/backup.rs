//! `mortise backup`: all data of a folder in one file.

mod archive;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use mortise_store::{Backend, upkeep};
use serde_json::json;

pub(super) use archive::{Archive, Manifest};

use super::Output;
use crate::config::{Config, Place};

/// What both commands say where the data lies in PostgreSQL.
pub(super) const POSTGRES: &str = "the data lies in PostgreSQL, which has tools of its own: use `pg_dump --format=custom` \
     and `pg_restore` on this database; docs/operations.md says how";

/// Where the copy goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The file to write, which must not be there yet.
    file: PathBuf,
}

/// Copies the directory and every tenant, each as it is at one moment, and checks the copies before they are packed.
pub(crate) fn backup(place: &Place, output: Output, backup: &Backup) -> Result<()> {
    let Backend::Sqlite { dir } = Config::load(place)?.backend_that_is() else { bail!("{POSTGRES}") };
    if backup.file.exists() {
        bail!("`{}` is there already; name another file", backup.file.display());
    }
    let beside = backup.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = beside.unwrap_or_else(|| std::path::Path::new("."));
    let copies = tempfile::tempdir_in(beside).with_context(|| format!("cannot write into `{}`", beside.display()))?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    let files = runtime.block_on(async {
        let files = upkeep::copy_databases(&dir, copies.path()).await;
        let files = files.with_context(|| format!("cannot copy the data in `{}`", dir.display()))?;
        for file in &files {
            let faults = upkeep::faults_of(&copies.path().join(file)).await?;
            if let Some(first) = faults.first() {
                bail!("`{}` is damaged, nothing is backed up: {first}", file.display());
            }
        }
        Ok(files)
    })?;
    let manifest = archive::pack(copies.path(), &files, &backup.file, Utc::now())
        .with_context(|| format!("cannot write `{}`", backup.file.display()))?;
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let line =
        format!("`{}` holds {} databases, {bytes} bytes before packing", backup.file.display(), manifest.files.len());
    output.tell(&json!({"file": backup.file, "databases": manifest.files.len(), "bytes": bytes}), &line);
    Ok(())
}
