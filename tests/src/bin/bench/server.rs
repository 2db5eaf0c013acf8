//! The server under test: the optimised binary on a port of its own, and what the system says of its use.

use std::{
    env, fs,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Clock ticks a second in `/proc`; Linux tells programs 100.
const TICKS_PER_SECOND: f64 = 100.0;
const START_LIMIT: Duration = Duration::from_secs(60);

/// Where the data of the server under test lies.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// A folder of its own.
    pub(crate) data: PathBuf,
    /// A PostgreSQL instead of SQLite.
    pub(crate) database_url: Option<String>,
}

impl Place {
    /// As flags of the command line.
    pub(crate) fn flags(&self) -> Vec<String> {
        let mut flags = vec!["--data".to_owned(), self.data.to_string_lossy().into_owned()];
        flags.extend(self.database_url.iter().flat_map(|url| ["--database-url".to_owned(), url.clone()]));
        flags
    }
}

/// A running server; it stops when dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    /// Where the binary lies: beside this program.
    pub(crate) fn binary() -> Result<PathBuf, String> {
        let here = env::current_exe().map_err(|error| error.to_string())?;
        let beside = here.with_file_name("mortise");
        if beside.exists() { Ok(beside) } else { Err("build the server first: `cargo xtask bench` does".to_owned()) }
    }

    /// Starts it on this data and waits until it is ready; how long that took.
    pub(crate) async fn start(place: &Place) -> Result<(Self, Duration), String> {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|error| error.to_string())?
            .port();
        let log = fs::File::create(place.data.join("server.log")).map_err(|error| error.to_string())?;
        let started = Instant::now();
        let process = Command::new(Self::binary()?)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .args(place.flags())
            .env("MORTISE_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(|error| error.to_string())?)
            .stderr(log)
            .spawn()
            .map_err(|error| error.to_string())?;
        let server = Self { process, url: format!("http://127.0.0.1:{port}") };
        let client = reqwest::Client::new();
        while started.elapsed() < START_LIMIT {
            if client
                .get(format!("{}/readyz", server.url))
                .send()
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return Ok((server, started.elapsed()));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err("the server did not answer".to_owned())
    }

    /// User and system time so far, milliseconds.
    pub(crate) fn cpu_ms(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        let behind_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks = |place: usize| {
            behind_name.split_whitespace().nth(place).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0)
        };
        (ticks(11) + ticks(12)) * 1e3 / TICKS_PER_SECOND
    }

    /// Memory in use, MB.
    pub(crate) fn rss_mb(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}
