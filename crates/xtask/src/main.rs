//! Developer commands: `cargo xtask run | test | ci | bench | codegen | tidy | new | setup`.
//!
//! **Invariant:** depends on no crate of the product, so that it builds in seconds.

mod bench;
mod ci;
mod codegen;
mod new;
mod paths;
mod postgres;
mod programs;
mod run;
mod setup;
mod shell;
mod test;
mod tidy;

use std::{env, process::ExitCode};

const HELP: &str = "cargo xtask <command>

  run [--fresh] [--port N] [flags of `mortise serve`]
             set up everything, build, and serve the demo on http://127.0.0.1:8080
  test [--fast | --long]
             every suite, on SQLite and PostgreSQL, and in a browser; `--long` adds a soak, random
             requests and crashes of the server under load
  ci         format, lints, generated files, tidiness, then `test`
  bench [--json FILE]
             the benchmarks, in an optimised build
  codegen    write the generated schemas, references and API types anew
  tidy       check layers, names and sizes
  new field-kind NAME
             the skeleton of a new kind
  setup      only install what the other commands need";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("run") => run::run(rest),
        Some("test") => test::test(rest),
        Some("ci") => ci::ci(),
        Some("bench") => bench::bench(rest),
        Some("codegen") => codegen::codegen(),
        Some("tidy") => tidy::tidy(),
        Some("new") => new::new(rest),
        Some("setup") => setup::everything(),
        Some("help" | "--help" | "-h") | None => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(other) => {
            eprintln!("xtask: there is no command `{other}`\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
