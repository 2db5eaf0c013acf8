//! Configuration: flags, then the environment, then a file, then the defaults of `config.default.toml`.

use std::{env, fs, path::Path, path::PathBuf};

use anyhow::{Context, Result, bail};
use mortise_store::{Backend, PoolLimits};
use serde::{Deserialize, Serialize};

/// The defaults, each with its comment.
pub(crate) const DEFAULTS: &str = include_str!("../config.default.toml");

/// What the server is told before it starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Address and port.
    pub(crate) listen: String,
    /// The data folder.
    pub(crate) data: PathBuf,
    /// PostgreSQL; empty: SQLite.
    pub(crate) database_url: String,
    /// Connections for each open tenant.
    pub(crate) connections: u32,
    /// Tenants held open at once.
    pub(crate) open_tenants: usize,
    /// Threads that answer; 0: as many as cores.
    pub(crate) threads: usize,
    /// What is logged.
    pub(crate) log: String,
    /// How: `text` or `json`.
    pub(crate) log_format: String,
}

/// What the flags of a command say; they win over everything else.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Place {
    /// The data folder.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL instead of SQLite.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// A configuration file (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    /// The PostgreSQL that the command line itself names.
    pub(crate) fn named_database(&self) -> Option<&str> {
        self.database_url.as_deref()
    }
}

impl Config {
    /// Reads all sources. An unknown key in the file or an unknown `MORTISE_…` variable is an error.
    pub(crate) fn load(place: &Place) -> Result<Self> {
        let mut table: toml::Table = DEFAULTS.parse().expect("a test reads the defaults");
        if let Some(path) = &place.config {
            merge(&mut table, read(path)?);
        }
        for (name, value) in env::vars() {
            let Some(key) = name.strip_prefix("MORTISE_").map(str::to_ascii_lowercase) else { continue };
            if key == "config" || key.starts_with("test") {
                continue;
            }
            let Some(default) = table.get(&key) else { bail!("`{name}` is not a setting; see `mortise config show`") };
            let value = parse(&value, default).with_context(|| format!("`{name}`"))?;
            table.insert(key, value);
        }
        if let Some(data) = &place.data {
            table.insert("data".to_owned(), data.to_string_lossy().into_owned().into());
        }
        if let Some(url) = &place.database_url {
            table.insert("database_url".to_owned(), url.clone().into());
        }
        table.try_into().context("the configuration does not fit")
    }

    /// Where the data lies.
    pub(crate) fn backend(&self) -> Result<Backend> {
        let backend = self.backend_that_is();
        if let Backend::Sqlite { dir } = &backend {
            fs::create_dir_all(dir).with_context(|| format!("cannot make `{}`", dir.display()))?;
        }
        Ok(backend)
    }

    /// Where the data lies, with nothing made: for commands that look at data that is there.
    pub(crate) fn backend_that_is(&self) -> Backend {
        match self.database_url.is_empty() {
            true => Backend::Sqlite { dir: self.data.clone() },
            false => Backend::Postgres { url: self.database_url.clone() },
        }
    }

    /// How many connections are held.
    pub(crate) fn pools(&self) -> PoolLimits {
        PoolLimits { per_tenant: self.connections, open_tenants: self.open_tenants }
    }
}

fn read(path: &Path) -> Result<toml::Table> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    text.parse().with_context(|| format!("`{}` is not TOML", path.display()))
}

fn merge(table: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        table.insert(key, value);
    }
}

/// A variable's text as the type that its default has.
fn parse(text: &str, like: &toml::Value) -> Result<toml::Value> {
    match like {
        toml::Value::Integer(_) => Ok(text.parse::<i64>().context("a whole number is needed")?.into()),
        _ => Ok(text.to_owned().into()),
    }
}

#[cfg(test)]
mod tests;
