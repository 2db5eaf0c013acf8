//! `cargo xtask bench`: the benchmarks, in an optimised build.

use anyhow::Result;

use crate::{
    paths, setup,
    shell::{self, cargo, must},
};

/// Builds and runs them; flags go to the benchmark program.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    setup::font()?;
    setup::web_build()?;
    must("programs, optimised", &mut cargo(&["build", "--release", "--workspace", "--bins"]))?;
    let bench = paths::target().join("release/bench");
    must("benchmarks", shell::command(&bench.to_string_lossy(), &[]).args(arguments))
}
