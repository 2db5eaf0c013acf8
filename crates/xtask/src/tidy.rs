//! `cargo xtask tidy`: the laws of ARCHITECTURE.md that a machine can see.

mod coverage;
mod kinds;
mod layers;
mod names;
mod size;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{paths, shell::say};

/// Checks all laws and lists every breach.
pub(crate) fn tidy() -> Result<()> {
    say("tidy");
    let mut breaches = Vec::new();
    layers::check(&mut breaches)?;
    names::check(&mut breaches)?;
    size::check(&mut breaches)?;
    kinds::check(&mut breaches)?;
    coverage::check(&mut breaches)?;
    if breaches.is_empty() {
        return Ok(());
    }
    bail!("{} breaches:\n  {}", breaches.len(), breaches.join("\n  "))
}

/// All files below a folder of the clone with one of the endings, generated and built ones left out.
fn files(folder: &str, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![paths::root().join(folder)];
    while let Some(folder) = folders.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["node_modules", "dist", "target", "test-results", "playwright-report"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) && !name.contains(".gen.") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The path as it is written in messages and lists: from the root of the clone.
fn relative(path: &Path) -> String {
    path.strip_prefix(paths::root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// Whether a file holds tests, which some laws exempt.
fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs")
        || path.contains("/tests/")
        || path.starts_with("tests/")
        || path.contains("/e2e/")
        || path.contains(".test.ts")
        || path.ends_with("conformance.rs")
}
