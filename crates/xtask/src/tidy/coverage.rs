//! `docs/coverage.toml`: each row says what shows it, and what it points at exists.

use std::fs;

use anyhow::{Context, Result};

use crate::paths;

const STATES: &[&str] = &["done", "partial", "open"];

/// Checks the rows' states and pointers.
pub(super) fn check(breaches: &mut Vec<String>) -> Result<()> {
    let path = paths::root().join("docs/coverage.toml");
    let text = fs::read_to_string(&path).context("docs/coverage.toml is missing")?;
    let table: toml::Table = text.parse().context("docs/coverage.toml is not TOML")?;
    for (id, row) in &table {
        let state = row.get("state").and_then(toml::Value::as_str).unwrap_or("");
        if !STATES.contains(&state) {
            breaches.push(format!("docs/coverage.toml: {id}: state `{state}` is none of {STATES:?}"));
        }
        let mut shown = false;
        for name in ["test", "journey", "screen", "guide"] {
            let Some(pointer) = row.get(name).and_then(toml::Value::as_str) else { continue };
            shown |= name == "test" || name == "journey";
            let file = pointer.split('#').next().unwrap_or_default();
            if !paths::root().join(file).exists() {
                breaches.push(format!("docs/coverage.toml: {id}: {name} points at `{file}`, which does not exist"));
            }
        }
        if state == "done" && !shown {
            breaches.push(format!("docs/coverage.toml: {id}: done, but no test or journey shows it"));
        }
    }
    Ok(())
}
