//! Browser journeys: the real server with the demo, on each database, driven by real Chromium.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Count, read_report};
use crate::{
    paths,
    postgres::{Postgres, free_port},
    programs, setup,
    shell::{self, npm, say},
};

const START_LIMIT: Duration = Duration::from_secs(180);
/// The demo's clock starts here, so that its story has fixed dates.
const DEMO_START: &str = "2026-06-01T09:00+08:00";

/// A tenant without anything in it, and its owner: where a journey begins that installs an app.
const EMPTY_TENANT: &str = "empty";
const EMPTY_OWNER: &str = "owner";
/// The password of everybody in the journeys, which is the demo's.
const PASSWORD: &str = "mortise-demo";

/// Runs all journeys on SQLite and on PostgreSQL, side by side: a browser waits for much of its time.
pub(super) fn journeys(postgres: &Postgres) -> Result<Count> {
    say("journeys on SQLite and PostgreSQL");
    let folder = std::env::temp_dir().join(format!("mortise-journeys-{}", std::process::id()));
    let places = [("SQLite", None), ("PostgreSQL", Some(postgres.url.as_str()))];
    let counts: Vec<Result<Count>> = thread::scope(|scope| {
        let runs = places.map(|(name, database)| {
            let data = folder.join(name);
            scope.spawn(move || journeys_on(name, &data, database))
        });
        runs.into_iter().map(|run| run.join().expect("a run of journeys does not panic")).collect()
    });
    let _ = fs::remove_dir_all(folder);
    counts.into_iter().try_fold(Count::default(), |mut total, count| {
        total.add(count?);
        Ok(total)
    })
}

fn journeys_on(name: &str, data: &Path, database: Option<&str>) -> Result<Count> {
    fs::create_dir_all(data).context("cannot make a folder for the demo")?;
    make_empty_tenant(data, database)?;
    let server = Server::start(data, database)?;
    println!("{name}: the demo was up after {:.1} s", server.start.as_secs_f32());
    browse(&server.url, name)
}

fn browse(url: &str, name: &str) -> Result<Count> {
    let report = paths::cache().join(format!("journeys-{name}.json"));
    let _ = fs::remove_file(&report);
    let chromium = setup::chromium().context("Chromium is not installed")?;
    let mut command = npm(&paths::web(), &["run", "--silent", "e2e"]);
    command
        .env("MORTISE_URL", url)
        .env("MORTISE_DATABASE", name)
        .env("MORTISE_EMPTY_TENANT", EMPTY_TENANT)
        .env("MORTISE_CHROMIUM", chromium)
        .env("MORTISE_TEST_FILMS", paths::npm_package("vega-datasets"))
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    let mut run = command.stdout(Stdio::piped()).spawn().context("cannot start the journeys")?;
    let output = run.stdout.take().context("standard output is piped")?;
    BufReader::new(output).lines().map_while(Result::ok).for_each(|line| println!("{name}: {line}"));
    let ok = run.wait()?.success();
    let report = read_report(&report, "the journeys")?;
    let number = |field: &str| report["stats"][field].as_u64().unwrap_or(0);
    for title in flaky_titles(&report) {
        println!("{name}: flaky, held only at the second try: {title}");
    }
    let mut count = Count {
        passed: number("expected") + number("flaky"),
        failed: number("unexpected"),
        skipped: number("skipped"),
    };
    if !ok && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// The titles of the journeys that failed and held when they were tried again; suites stand within suites.
fn flaky_titles(suite: &Value) -> Vec<String> {
    let list = |field: &str| suite[field].as_array().into_iter().flatten();
    let here = list("specs")
        .filter(|spec| spec["tests"].as_array().into_iter().flatten().any(|test| test["status"] == "flaky"))
        .map(|spec| format!("{} › {}", suite["file"].as_str().unwrap_or(""), spec["title"].as_str().unwrap_or("")));
    here.chain(list("suites").flat_map(flaky_titles)).collect()
}

/// Makes the tenant while no server holds the data folder yet.
fn make_empty_tenant(data: &Path, database: Option<&str>) -> Result<()> {
    let mut command = programs::command("mortise", &["tenant", "create", EMPTY_TENANT]);
    command.args(["--owner", EMPTY_OWNER, "--password-stdin"]).arg("--data").arg(data);
    if let Some(url) = database {
        command.args(["--database-url", url]);
    }
    let mut child = command.stdin(Stdio::piped()).spawn().context("cannot make a second tenant")?;
    child.stdin.take().context("standard input is piped")?.write_all(PASSWORD.as_bytes())?;
    if !child.wait()?.success() {
        bail!("the second tenant could not be made");
    }
    Ok(())
}

/// A server of this run; it is asked to stop when dropped.
struct Server {
    process: Child,
    url: String,
    /// How long it took to answer.
    start: Duration,
}

impl Server {
    fn start(data: &Path, database: Option<&str>) -> Result<Self> {
        let port = free_port()?;
        let mut command = programs::command("mortise", &["serve", "--demo", "--at", DEMO_START]);
        command.args(["--listen", &format!("127.0.0.1:{port}")]).arg("--data").arg(data);
        if let Some(url) = database {
            command.args(["--database-url", url]);
        }
        let log = fs::File::create(data.join("server.log")).context("cannot write the server's log")?;
        let process = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start the server")?;
        let mut this = Self { process, url: format!("http://127.0.0.1:{port}"), start: Duration::ZERO };
        let started = Instant::now();
        while !answers(port) {
            if let Some(status) = this.process.try_wait()? {
                let log = fs::read_to_string(data.join("server.log")).unwrap_or_default();
                bail!("the server stopped while starting ({status}):\n{log}");
            }
            if started.elapsed() > START_LIMIT {
                bail!("the server did not answer within {} s", START_LIMIT.as_secs());
            }
            thread::sleep(Duration::from_millis(200));
        }
        this.start = started.elapsed();
        Ok(this)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = shell::command("kill", &["-TERM", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

/// Whether `GET /readyz` answers 200.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
