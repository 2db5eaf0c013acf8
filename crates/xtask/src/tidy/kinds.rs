//! Every field kind has its Rust file, its web folder and its case file.

use std::{collections::BTreeSet, fs};

use anyhow::Result;

use crate::paths;

/// Compares the three folders.
pub(super) fn check(breaches: &mut Vec<String>) -> Result<()> {
    let rust = names("crates/forms/src/kinds", ".rs")?;
    let rust: BTreeSet<_> =
        rust.into_iter().filter(|name| !["mod", "conformance", "tests", "shared"].contains(&name.as_str())).collect();
    for (folder, ending) in [("apps/web/src/fields", ""), ("tests/cases/field-kinds", ".json")] {
        let twins = names(folder, ending)?;
        for name in rust.difference(&twins) {
            breaches.push(format!("field kind `{name}` has nothing in {folder}"));
        }
    }
    Ok(())
}

/// The names in a folder that end so (a folder where the ending is empty), without the ending.
fn names(folder: &str, ending: &str) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let path = paths::root().join(folder);
    if !path.exists() {
        return Ok(found);
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ending.is_empty() && entry.file_type()?.is_dir() {
            found.insert(name);
        } else if let Some(stem) = name.strip_suffix(ending).filter(|_| !ending.is_empty()) {
            found.insert(stem.to_owned());
        }
    }
    Ok(found)
}
