//! The long tests: the real server as a child of this program, on loopback, in a folder that goes afterwards.
//!
//! `cargo xtask test --long`, or `cargo run -p mortise-tests --bin long -- [--seconds N] [--rounds N] [--seed N]
//! [--only soak|random|crash] [--report FILE]`
//!
//! - `soak`: people work side by side for `--seconds`; nothing may fail, and the memory stays bounded.
//! - `random`: for half as long requests at random; each is answered, and none by a fault of the server.
//! - `crash`: `--rounds` times the server is killed under writes; what it had acknowledged is there afterwards.
//!
//! After each part `mortise verify` looks at the data. The seed is printed, so that a run can be repeated.

mod client;
mod crash;
mod people;
mod random;
mod report;
mod server;
mod soak;

use std::{env, process::ExitCode};

use report::Part;

/// What the flags say.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// How long people work, in seconds.
    pub(crate) seconds: u64,
    /// How often the server is killed.
    pub(crate) rounds: usize,
    /// Where chance begins.
    pub(crate) seed: u64,
    only: Option<String>,
    report: Option<String>,
}

impl Plan {
    fn read() -> Result<Self, String> {
        let mut plan = Self { seconds: 120, rounds: 8, seed: rand::random(), only: None, report: None };
        let mut arguments = env::args().skip(1);
        while let Some(flag) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("`{flag}` needs a value"))?;
            let number = || value.parse::<u64>().map_err(|_| format!("`{value}` is not a number"));
            match flag.as_str() {
                "--seconds" => plan.seconds = number()?,
                "--rounds" => plan.rounds = usize::try_from(number()?).map_err(|error| error.to_string())?,
                "--seed" => plan.seed = number()?,
                "--only" => plan.only = Some(value),
                "--report" => plan.report = Some(value),
                _ => return Err(format!("`{flag}` is not a flag")),
            }
        }
        match plan.only.as_deref() {
            None | Some("soak" | "random" | "crash") => Ok(plan),
            Some(other) => Err(format!("`{other}` is no part; known: soak, random, crash")),
        }
    }

    fn has(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let plan = match Plan::read() {
        Ok(plan) => plan,
        Err(error) => {
            eprintln!("long: {error}");
            return ExitCode::from(2);
        }
    };
    println!("   seed {}", plan.seed);
    let mut parts = Vec::new();
    if plan.has("soak") {
        parts.push(told(Part::of("soak", soak::run(&plan).await)));
    }
    if plan.has("random") {
        parts.push(told(Part::of("random requests", random::run(&plan).await)));
    }
    if plan.has("crash") {
        parts.push(told(Part::of("crash", crash::run(&plan).await)));
    }
    if let Some(path) = &plan.report
        && let Err(error) = report::write(path, &plan, &parts)
    {
        eprintln!("long: cannot write {path}: {error}");
        return ExitCode::FAILURE;
    }
    let n_failed = parts.iter().filter(|part| !part.faults.is_empty()).count();
    println!("long tests: {} passed, {n_failed} failed", parts.len() - n_failed);
    if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn told(part: Part) -> Part {
    print!("{part}");
    part
}
