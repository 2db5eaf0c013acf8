//! A PostgreSQL of the tests' own: made in the cache's temporary folder, on loopback, stopped at the end.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::shell::{output, say};

const START_LIMIT: Duration = Duration::from_secs(60);

/// A running cluster; it stops when this is dropped.
pub(crate) struct Postgres {
    server: Child,
    folder: PathBuf,
    /// The URL of its one database, whose owner may do everything in it.
    pub(crate) url: String,
}

/// The folder with `initdb` and `postgres`, the newest installed.
pub(crate) fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop()
}

impl Postgres {
    /// Makes and starts a cluster.
    pub(crate) fn start() -> Result<Self> {
        say("PostgreSQL");
        let bin = programs().context("PostgreSQL is not installed (package `postgresql`)")?;
        let folder = std::env::temp_dir().join(format!("mortise-pg-{}", std::process::id()));
        fs::create_dir_all(&folder).context("cannot make a folder for PostgreSQL")?;
        let is_root = output(Command::new("id").arg("-u"))?.trim() == "0";
        if is_root {
            output(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let data = folder.join("data");
        let mut init = program(&bin.join("initdb"), is_root);
        init.args(["--auth=trust", "--username=mortise", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data);
        output(&mut init)?;
        let port = free_port()?;
        let server = program(&bin.join("postgres"), is_root)
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k"])
            .arg(&folder)
            .args(["-c", "fsync=off", "-c", "max_connections=300", "-c", "log_min_messages=fatal"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start PostgreSQL")?;
        let mut this = Self { server, folder, url: format!("postgres://mortise@127.0.0.1:{port}/postgres") };
        this.wait_until_ready(&bin, port)?;
        println!("   PostgreSQL answers on port {port}");
        Ok(this)
    }

    fn wait_until_ready(&mut self, bin: &Path, port: u16) -> Result<()> {
        let started = Instant::now();
        loop {
            let arguments = ["-q", "-h", "127.0.0.1", "-p", &port.to_string()];
            let ready = Command::new(bin.join("pg_isready")).args(arguments).status();
            if ready.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if let Some(status) = self.server.try_wait().context("cannot ask after PostgreSQL")? {
                bail!("PostgreSQL stopped while starting ({status})");
            }
            if started.elapsed() > START_LIMIT {
                bail!("PostgreSQL did not answer within {} s", START_LIMIT.as_secs());
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The cluster's own pid: under `runuser` the child is only the wrapper.
        let pid = fs::read_to_string(self.folder.join("data/postmaster.pid"))
            .ok()
            .and_then(|text| text.lines().next().map(str::to_owned));
        if let Some(pid) = pid {
            let _ = Command::new("kill").args(["-INT", &pid]).status();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL refuses to run as root: then its own user runs it.
fn program(path: &Path, is_root: bool) -> Command {
    if !is_root {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path).current_dir("/");
    command
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free on loopback")?;
    Ok(listener.local_addr()?.port())
}
