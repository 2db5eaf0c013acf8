//! `cargo xtask run`: from a clean clone to the demo in the browser.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{
    paths, setup,
    shell::{self, cargo, must},
};

/// Sets up, builds, and serves until it is stopped.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut port = "8080".to_owned();
    let mut fresh = false;
    let mut more = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--fresh" => fresh = true,
            "--port" => port = rest.next().context("--port needs a number")?.clone(),
            // What stands behind it is for the server.
            "--" => more.extend(rest.by_ref().cloned()),
            _ => more.push(argument.clone()),
        }
    }
    if port.parse::<u16>().is_err() {
        bail!("`{port}` is not a port");
    }
    setup::font()?;
    setup::web_build()?;
    must(
        "server (the first build takes some minutes)",
        &mut cargo(&["build", "--profile", "demo", "-p", "mortise-server"]),
    )?;
    let data = paths::root().join("data");
    if fresh && data.exists() {
        fs::remove_dir_all(&data).context("cannot remove the old data")?;
    }
    let mut serve = shell::command(&paths::target().join("demo/mortise").to_string_lossy(), &["serve", "--demo"]);
    serve.args(["--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(&data).args(more);
    must("the demo; stop it with Ctrl+C", &mut serve)
}
