//! `cargo xtask codegen`: schemas, references and API types out of the Rust types.

mod semantics;

use anyhow::{Result, bail};

use crate::{
    paths, programs, setup,
    shell::{self, must, npm},
};

/// Writes every generated file anew.
pub(crate) fn codegen() -> Result<()> {
    semantics::write()?;
    setup::font()?;
    setup::web_build()?;
    programs::build()?;
    must("schemas", &mut programs::command("mortise", &["export-schemas", "schemas"]))?;
    let tool = paths::web().join("tools/openapi");
    if !tool.join("node_modules").exists() {
        must("type generator", &mut npm(&tool, &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    }
    must("API types", &mut npm(&tool, &["run", "--silent", "generate"]))
}

/// Refuses when a generated file differs from the committed one.
pub(crate) fn unchanged() -> Result<()> {
    codegen()?;
    let generated = ["schemas", "docs/reference", "apps/web/src/api/schema.gen.ts"];
    let mut arguments = vec!["status", "--porcelain", "--"];
    arguments.extend(generated);
    let changed = shell::output(&mut shell::command("git", &arguments))?;
    if changed.trim().is_empty() {
        return Ok(());
    }
    bail!("generated files are not current; run `cargo xtask codegen` and commit:\n{changed}")
}
