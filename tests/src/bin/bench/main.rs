//! The benchmarks: a real server in a folder of its own, asked over HTTP on loopback.
//!
//! `cargo xtask bench [--rows N] [--pivot-rows N] [--seconds N] [--json FILE]
//! [--only story|records|browser|pivot] [--database-url URL]`
//!
//! What is judged is the server's CPU time per request, which hardly depends on what else the machine does. With
//! `--database-url` it leaves out what PostgreSQL itself uses. That database must be an empty one.

mod browser;
mod client;
mod data;
mod import;
mod measure;
mod pivot;
mod records;
mod server;
mod steps;
mod story;
mod table;
mod world;

use std::{env, fs, process::ExitCode};

use measure::Figure;

/// What the flags say.
#[derive(Debug, Clone)]
struct Plan {
    rows: usize,
    pivot_rows: usize,
    seconds: u64,
    json: Option<String>,
    only: Option<String>,
    database_url: Option<String>,
}

impl Default for Plan {
    fn default() -> Self {
        Self { rows: 100_000, pivot_rows: 1_000_000, seconds: 3, json: None, only: None, database_url: None }
    }
}

fn read_flags() -> Result<Plan, String> {
    let mut plan = Plan::default();
    let mut arguments = env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("`{flag}` needs a value"))?;
        let number = || value.parse::<usize>().map_err(|_| format!("`{value}` is not a number"));
        match flag.as_str() {
            "--rows" => plan.rows = number()?,
            "--pivot-rows" => plan.pivot_rows = number()?,
            "--seconds" => plan.seconds = number()? as u64,
            "--json" => plan.json = Some(value),
            "--only" => plan.only = Some(value),
            "--database-url" => plan.database_url = Some(value),
            _ => return Err(format!("`{flag}` is not a flag")),
        }
    }
    Ok(plan)
}

#[tokio::main]
async fn main() -> ExitCode {
    let plan = match read_flags() {
        Ok(plan) => plan,
        Err(error) => {
            eprintln!("bench: {error}");
            return ExitCode::from(2);
        }
    };
    match steps::run(&plan).await {
        Ok(figures) => report(&plan, &figures),
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report(plan: &Plan, figures: &[Figure]) -> ExitCode {
    print!("{}", table::markdown(figures));
    if let Some(path) = &plan.json {
        let json = serde_json::to_string_pretty(figures).expect("figures are plain data");
        if let Err(error) = fs::write(path, json) {
            eprintln!("bench: cannot write {path}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
