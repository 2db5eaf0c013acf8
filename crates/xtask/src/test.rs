//! `cargo xtask test`: every suite, and one line at the end that sums them up.

mod journeys;

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    paths,
    postgres::Postgres,
    programs, setup,
    shell::{answers, cargo, npm, say},
};

/// How many tests ended how.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Count {
    fn add(&mut self, more: Count) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

/// Runs the suites; `--fast` leaves out PostgreSQL and the browser, `--long` adds the long ones.
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if let Some(other) = arguments.iter().find(|a| !["--fast", "--long"].contains(&a.as_str())) {
        bail!("`{other}` is not a flag of `test`; known: --fast, --long");
    }
    setup::font()?;
    setup::test_packages()?;
    setup::web_build()?;
    let mut total = Count::default();
    if has("--fast") {
        println!("   --fast: PostgreSQL and the browser are left out");
        total.add(rust(None)?);
        total.add(web()?);
        total.add(apps(None)?);
    } else {
        setup::test_programs()?;
        let postgres = Postgres::start()?;
        total.add(rust(Some(&postgres))?);
        total.add(web()?);
        total.add(apps(Some(&postgres))?);
        total.add(journeys::journeys(&postgres)?);
    }
    if has("--long") {
        total.add(long()?);
    }
    println!("{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    if total.failed > 0 {
        bail!("{} tests failed", total.failed);
    }
    Ok(())
}

/// The Rust suites, through nextest where it is installed.
fn rust(postgres: Option<&Postgres>) -> Result<Count> {
    say("Rust");
    let nextest = answers("cargo", &["nextest", "--version"]);
    let mut command = if nextest {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail", "--show-progress", "none"])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast", "--quiet"])
    };
    command.env("MORTISE_TEST_FILMS", paths::npm_package("vega-datasets"));
    if let Some(postgres) = postgres {
        command.env("MORTISE_TEST_PG", &postgres.url);
    }
    let (ok, lines) = tee(&mut command)?;
    let count = lines.iter().filter_map(|line| summary(line)).fold(Count::default(), |mut sum, count| {
        sum.add(count);
        sum
    });
    if !ok && count.failed == 0 {
        bail!("the Rust tests did not run");
    }
    Ok(count)
}

/// Reads nextest's `Summary … 11 tests run: 10 passed, 1 failed, 2 skipped` or libtest's `test result: … 11 passed; 0 failed; 0 ignored`.
fn summary(line: &str) -> Option<Count> {
    if !(line.contains("tests run:") || line.contains("test run:") || line.starts_with("test result:")) {
        return None;
    }
    let words: Vec<&str> = line.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
    let before = |name: &str| {
        words.windows(2).find(|pair| pair[1].starts_with(name)).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
    };
    Some(Count {
        passed: before("passed"),
        failed: before("failed") + before("timed"),
        skipped: before("skipped") + before("ignored"),
    })
}

/// The web application's unit tests.
fn web() -> Result<Count> {
    say("web units");
    let report = paths::cache().join("vitest.json");
    let _ = fs::remove_file(&report);
    let output = format!("--outputFile.json={}", report.display());
    let arguments = ["run", "--silent", "test", "--", "--reporter=default", "--reporter=json", &output];
    let ok = npm(&paths::web(), &arguments).status().context("cannot start the web tests")?.success();
    let report: Value = read_report(&report, "the web tests")?;
    let number = |name: &str| report[name].as_u64().unwrap_or(0);
    let mut count = Count {
        passed: number("numPassedTests"),
        failed: number("numFailedTests"),
        skipped: number("numPendingTests"),
    };
    if !ok && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// The bundled apps: each is checked and plays its own cases, by the commands that users have.
fn apps(postgres: Option<&Postgres>) -> Result<Count> {
    programs::build()?;
    let mut total = Count::default();
    let mut folders: Vec<_> = fs::read_dir(paths::root().join("examples"))?.collect::<Result<_, _>>()?;
    folders.sort_by_key(fs::DirEntry::file_name);
    for folder in folders.iter().map(fs::DirEntry::path).filter(|path| path.join("app.json").exists()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = folder.to_string_lossy();
        say(&format!("app {name}"));
        let ok = programs::command("mortise", &["app", "check", &folder])
            .status()
            .context("cannot check the app")?
            .success();
        total.add(Count { passed: u64::from(ok), failed: u64::from(!ok), skipped: 0 });
        say(&format!("cases of {name} on SQLite"));
        total.add(cases(&folder, &[])?);
        if let Some(postgres) = postgres {
            say(&format!("cases of {name} on PostgreSQL"));
            total.add(cases(&folder, &["--database-url", &postgres.url])?);
        }
    }
    Ok(total)
}

/// Plays the cases of an app; those that do not hold are shown.
fn cases(folder: &str, place: &[&str]) -> Result<Count> {
    let mut command = programs::command("mortise", &["app", "test", folder, "--json"]);
    let output = command.args(place).stderr(Stdio::inherit()).output().context("cannot play the cases")?;
    let report: Value = serde_json::from_slice(&output.stdout).context("the cases left no report")?;
    for case in report["cases"].as_array().into_iter().flatten().filter(|case| case["passed"] != true) {
        let told = case["told"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let told: Vec<&str> = told.collect();
        println!("   FAILED {} at {}\n     {}", case["file"], case["step"], told.join("\n     "));
    }
    let number = |name: &str| report[name].as_u64().with_context(|| format!("the report of the cases has no `{name}`"));
    let count = Count { passed: number("passed")?, failed: number("failed")?, skipped: 0 };
    println!("   {} passed, {} failed", count.passed, count.failed);
    Ok(count)
}

/// A soak, random requests, and crashes under load, against a server of its own.
fn long() -> Result<Count> {
    programs::build()?;
    say("long tests");
    let (ok, lines) = tee(&mut programs::command("long", &[]))?;
    let line = lines.iter().find(|line| line.starts_with("long tests:")).context("the long tests did not end")?;
    let words: Vec<&str> = line.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let number = |place: usize| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(0);
    let count = Count { passed: number(2), failed: number(4), skipped: 0 };
    if !ok && count.failed == 0 {
        bail!("the long tests did not end well");
    }
    Ok(count)
}

fn read_report(path: &std::path::Path, what: &str) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("{what} left no report"))?;
    serde_json::from_str(&text).with_context(|| format!("{what}: the report is not JSON"))
}

/// Runs it, shows what it prints, and gives the lines too.
fn tee(command: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("cannot start cargo")?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let stderr = child.stderr.take().expect("stderr is piped");
    let reader = std::thread::spawn(move || echo(BufReader::new(stdout)));
    let mut lines = echo(BufReader::new(stderr));
    lines.extend(reader.join().expect("the reader does not panic"));
    Ok((child.wait()?.success(), lines))
}

fn echo(reader: impl BufRead) -> Vec<String> {
    reader.lines().map_while(Result::ok).inspect(|line| println!("{line}")).collect()
}
