//! The workspace's own programs, as the tests build them.

use std::process::Command;

use anyhow::Result;

use crate::{
    paths,
    shell::{self, cargo, must},
};

/// Builds all of them, with the features of the whole workspace: a package alone would have its dependencies compiled
/// a second time.
pub(crate) fn build() -> Result<()> {
    must("programs", &mut cargo(&["build", "--workspace", "--bins"]))
}

/// Runs one of them.
pub(crate) fn command(name: &str, arguments: &[&str]) -> Command {
    shell::command(&paths::target().join("debug").join(name).to_string_lossy(), arguments)
}
