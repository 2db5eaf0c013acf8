use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};
use mortise_store::{Backend, upkeep};
use serde_json::json;

use super::{
    Output,
    backup::{Archive, Manifest, POSTGRES},
};
use crate::config::{Config, Place};

/// Which backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// A file that `mortise backup` has made.
    file: PathBuf,
}

/// Puts the data of a backup into a data folder that holds nothing yet: all of it, compared with its hashes, or nothing.
pub(crate) fn restore(place: &Place, output: Output, restore: &Restore) -> Result<()> {
    let Backend::Sqlite { dir } = Config::load(place)?.backend_that_is() else { bail!("{POSTGRES}") };
    if dir.exists() && fs::read_dir(&dir).with_context(|| format!("`{}`", dir.display()))?.next().is_some() {
        bail!("`{}` is not empty; name a new data folder with --data", dir.display());
    }
    let file = restore.file.display();
    let archive = Archive::open(&restore.file).with_context(|| format!("`{file}` cannot be restored"))?;
    let above =
        dir.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), PathBuf::from);
    fs::create_dir_all(&above).with_context(|| format!("cannot make `{}`", above.display()))?;
    let half = tempfile::tempdir_in(&above).with_context(|| format!("cannot write into `{}`", above.display()))?;
    let manifest = archive.unpack(half.path()).with_context(|| format!("`{file}` cannot be restored"))?;
    check(&half, &manifest)?;
    if dir.exists() {
        fs::remove_dir(&dir).with_context(|| format!("`{}` cannot be replaced", dir.display()))?;
    }
    fs::rename(half.keep(), &dir).with_context(|| format!("cannot make `{}`", dir.display()))?;
    let tenants = manifest.files.len() - 1;
    let line = format!("`{}` holds {tenants} tenants as they were on {}", dir.display(), manifest.made_at.to_rfc3339());
    output.tell(&json!({"data": dir, "tenants": tenants, "made_at": manifest.made_at}), &line);
    Ok(())
}

/// What was unpacked must be sound before it becomes a data folder.
fn check(half: &tempfile::TempDir, manifest: &Manifest) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        for packed in &manifest.files {
            let faults = upkeep::faults_of(&half.path().join(&packed.path)).await?;
            if let Some(first) = faults.first() {
                bail!("`{}` is damaged, nothing is restored: {first}", packed.path);
            }
        }
        Ok(())
    })
}
