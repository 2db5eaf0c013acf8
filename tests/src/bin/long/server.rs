//! The server under test: the demo, as a child that can be killed.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const START_LIMIT: Duration = Duration::from_secs(300);
const STOP_LIMIT: Duration = Duration::from_secs(60);

/// A running server; it is killed when dropped.
pub(crate) struct Server {
    process: Child,
    data: PathBuf,
    pub(crate) url: String,
}

impl Server {
    /// Where the binary lies: beside this program.
    fn binary() -> Result<PathBuf, String> {
        let here = env::current_exe().map_err(|error| error.to_string())?;
        let beside = here.with_file_name("mortise");
        if beside.exists() {
            Ok(beside)
        } else {
            Err("build the server first: `cargo xtask test --long` does".to_owned())
        }
    }

    /// Starts the demo on this folder and waits until it answers.
    pub(crate) async fn start(data: &Path) -> Result<Self, String> {
        let text = |error: std::io::Error| error.to_string();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).map_err(text)?.port();
        let log = fs::File::options().create(true).append(true).open(data.join("server.log")).map_err(text)?;
        let process = Command::new(Self::binary()?)
            .args(["serve", "--demo", "--at", "2026-06-01T09:00+08:00", "--listen", &format!("127.0.0.1:{port}")])
            .arg("--data")
            .arg(data.join("data"))
            .env("MORTISE_LOG", "warn")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(text)?)
            .stderr(log)
            .spawn()
            .map_err(text)?;
        let mut server = Self { process, data: data.to_owned(), url: format!("http://127.0.0.1:{port}") };
        let (http, started) = (reqwest::Client::new(), Instant::now());
        while started.elapsed() < START_LIMIT {
            let ready = http.get(format!("{}/readyz", server.url)).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(server);
            }
            if let Some(status) = server.process.try_wait().map_err(text)? {
                return Err(format!("the server ended while starting ({status})\n{}", server.log()));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the server did not answer".to_owned())
    }

    /// Ends it as if the power had gone.
    pub(crate) fn kill(mut self) -> Result<(), String> {
        self.process.kill().and_then(|()| self.process.wait()).map(drop).map_err(|error| error.to_string())
    }

    /// Asks it to end; it must, in good order.
    pub(crate) async fn stop(mut self) -> Result<(), String> {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        asked.map_err(|error| error.to_string())?;
        let started = Instant::now();
        while started.elapsed() < STOP_LIMIT {
            match self.process.try_wait().map_err(|error| error.to_string())? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("the server ended with {status}")),
                None => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        Err(format!("the server did not end within {} s of being asked to", STOP_LIMIT.as_secs()))
    }

    /// Memory in use, MB.
    pub(crate) fn rss_mb(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1024
    }

    fn log(&self) -> String {
        fs::read_to_string(self.data.join("server.log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is not in order in a folder that servers have worked on: by `mortise verify`, and in their log.
pub(crate) fn faults_in(data: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    match Server::binary()
        .map(|binary| Command::new(binary).arg("verify").arg("--data").arg(data.join("data")).output())
    {
        Ok(Ok(output)) if output.status.success() => {}
        Ok(Ok(output)) => faults.push(format!("verify: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Ok(Err(error)) => faults.push(format!("verify: {error}")),
        Err(error) => faults.push(error),
    }
    let log = fs::read_to_string(data.join("server.log")).unwrap_or_default();
    let told = log.lines().filter(|line| line.contains(" ERROR ") || line.contains("panicked"));
    faults.extend(told.map(|line| format!("log: {line}")));
    faults
}
