//! What a person waits for in the browser: a real Chromium, told by Playwright, against the server under test.

use std::{fs, path::Path, process::Command};

use serde::Deserialize;

use crate::{measure::Figure, server::Server, world};

#[derive(Deserialize)]
struct Wait {
    step: String,
    times_ms: Vec<f64>,
    note: String,
}

/// Runs `apps/web/bench` and takes over what it measured.
pub(crate) fn browser(server: &Server, data: &Path) -> Result<Vec<Figure>, String> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../apps/web");
    let result = data.join("browser.jsonl");
    let status = Command::new("npx")
        .args(["playwright", "test", "--config", "playwright.bench.config.ts"])
        .current_dir(web)
        .env("MORTISE_URL", &server.url)
        .env("MORTISE_BENCH_RESULT", &result)
        .envs(world::login())
        .status()
        .map_err(|error| format!("npx: {error}"))?;
    if !status.success() {
        return Err("the browser's benchmarks failed".to_owned());
    }
    let text = fs::read_to_string(&result).map_err(|error| error.to_string())?;
    text.lines().map(|line| figure(server, line)).collect()
}

fn figure(server: &Server, line: &str) -> Result<Figure, String> {
    let wait: Wait = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let mut times = wait.times_ms;
    times.sort_by(f64::total_cmp);
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    Ok(Figure {
        step: format!("browser: {}", wait.step),
        per_second: None,
        p50_ms: middle,
        p99_ms: times.last().copied().unwrap_or_default(),
        cpu_ms: 0.0,
        rss_mb: server.rss_mb(),
        note: wait.note,
    })
}
