//! No source file outgrows its limit.

use std::fs;

use anyhow::Result;

use super::{files, is_test, relative};

const RUST_LIMIT: usize = 600;
const REACT_LIMIT: usize = 400;
const KIND_LIST_LIMIT: usize = 200;

/// Files that may be longer, each with its reason. The list may only shrink.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Counts the lines of every source file.
pub(super) fn check(breaches: &mut Vec<String>) -> Result<()> {
    for path in ["crates", "apps"]
        .iter()
        .map(|folder| files(folder, &[".rs", ".ts", ".tsx"]))
        .collect::<Result<Vec<_>>>()?
        .concat()
    {
        let name = relative(&path);
        if is_test(&name) || EXCEPTIONS.iter().any(|(exempt, _)| *exempt == name) {
            continue;
        }
        let lines = fs::read_to_string(&path)?.lines().count();
        let limit = match () {
            () if name.ends_with("kinds/mod.rs") || name.ends_with("nodes/mod.rs") => KIND_LIST_LIMIT,
            () if name.ends_with(".tsx") => REACT_LIMIT,
            () => RUST_LIMIT,
        };
        if lines > limit {
            breaches.push(format!("{name}: {lines} lines, at most {limit}"));
        }
    }
    Ok(())
}
