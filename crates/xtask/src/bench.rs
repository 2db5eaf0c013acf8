//! `cargo xtask bench`: the benchmarks, in an optimised build.

use anyhow::Result;

use crate::{
    setup,
    shell::{cargo, must},
};

/// Builds and runs them; flags go to the benchmark program.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    setup::font()?;
    setup::web_build()?;
    must("server, optimised", &mut cargo(&["build", "--release", "-p", "mortise-server"]))?;
    let mut command = cargo(&["run", "--release", "--quiet", "-p", "mortise-tests", "--bin", "bench", "--"]);
    must("benchmarks", command.args(arguments))
}
