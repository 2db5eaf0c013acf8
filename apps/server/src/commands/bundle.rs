//! Bundles on disk and inside the binary.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use mortise_bundles::{ArchiveLimits, Bundle, FileIssue, Files, check, read_files, unpack};
use rust_embed::Embed;

/// The apps that come with the product.
#[derive(Embed)]
#[folder = "../../examples"]
struct Examples;

/// The bundle in a folder or a zip.
pub(crate) fn read(path: &Path) -> Result<Bundle> {
    let files = if path.is_dir() {
        let mut files = Files::new();
        collect(path, path, &mut files)?;
        files
    } else {
        let zip = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        unpack(&zip, ArchiveLimits::default()).with_context(|| format!("`{}`", path.display()))?
    };
    read_files(&files).map_err(|issues| anyhow::anyhow!("the bundle cannot be read:\n  {}", lines(&issues)))
}

/// The bundle in a folder or a zip, all of whose parts fit together.
pub(crate) fn read_checked(path: &Path) -> Result<Bundle> {
    let bundle = read(path)?;
    let issues = check(&bundle, &release()?);
    if !issues.is_empty() {
        bail!("{} issues:\n  {}", issues.len(), lines(&issues));
    }
    Ok(bundle)
}

/// The folders of the bundles that come with the product.
fn bundled() -> Vec<Files> {
    let mut all: std::collections::BTreeMap<String, Files> = std::collections::BTreeMap::new();
    for name in Examples::iter() {
        let Some((folder, file)) = name.split_once('/') else { continue };
        if let Some(content) = Examples::get(&name) {
            all.entry(folder.to_owned()).or_default().insert(file.to_owned(), content.data.into_owned());
        }
    }
    all.into_values().filter(|files| files.contains_key("app.json")).collect()
}

/// The bundles that come with the product.
pub(crate) fn bundled_apps() -> Result<Vec<Bundle>> {
    let read = |files: Files| {
        read_files(&files).map_err(|issues| anyhow::anyhow!("a bundled app cannot be read:\n  {}", lines(&issues)))
    };
    bundled().into_iter().map(read).collect()
}

/// The release of this binary.
pub(crate) fn release() -> Result<semver::Version> {
    semver::Version::parse(env!("CARGO_PKG_VERSION")).context("the release of this binary")
}

/// Issues, one a line.
pub(crate) fn lines(issues: &[FileIssue]) -> String {
    let line = |found: &FileIssue| {
        let params = serde_json::json!(found.issue.params);
        format!("{}{}: {} {params}", found.file, found.issue.pointer, found.issue.code)
    };
    issues.iter().map(line).collect::<Vec<_>>().join("\n  ")
}

fn collect(root: &Path, folder: &Path, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list `{}`", folder.display()))? {
        let path = entry?.path();
        let name =
            path.strip_prefix(root).context("a file lies below its folder")?.to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            files.insert(name, fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?);
        }
    }
    if files.is_empty() {
        bail!("`{}` is empty", root.display());
    }
    Ok(())
}
