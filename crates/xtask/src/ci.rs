//! `cargo xtask ci`: what a change must pass.

use anyhow::Result;

use crate::{
    codegen, paths, setup,
    shell::{cargo, must, npm},
    test, tidy,
};

/// Format, lints, tidiness, then every suite (which also compares the generated files).
pub(crate) fn ci() -> Result<()> {
    setup::everything()?;
    must("format", &mut cargo(&["fmt", "--all", "--check"]))?;
    tidy::tidy()?;
    must("web lint", &mut npm(&paths::web(), &["run", "--silent", "lint"]))?;
    must("web types", &mut npm(&paths::web(), &["run", "--silent", "typecheck"]))?;
    setup::web_build()?;
    must("web budgets", &mut npm(&paths::web(), &["run", "--silent", "budgets"]))?;
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    must("lints", &mut cargo(&lints))?;
    test::test(&[])?;
    codegen::unchanged()
}
