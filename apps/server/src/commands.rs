//! The commands of the binary, one file each.

pub(crate) mod app;
pub(crate) mod backup;
pub(crate) mod configuration;
pub(crate) mod doctor;
pub(crate) mod import;
pub(crate) mod restore;
pub(crate) mod schemas;
pub(crate) mod serve;
pub(crate) mod tenant;
pub(crate) mod user;
pub(crate) mod verify;

mod bundle;
mod cases;

use std::{
    io::{self, Read},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use mortise_model::Key;
use mortise_service::{Clock, Error, Platform};
use mortise_store::Tenants;
use serde_json::Value;

use crate::config::{Config, Place};

/// How a command tells what it did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// Machine-readable.
    pub(crate) json: bool,
}

impl Output {
    /// Tells it: as JSON, or as a line for people.
    pub(crate) fn tell(self, json: &Value, line: &str) {
        if self.json {
            println!("{json}");
        } else {
            println!("{line}");
        }
    }
}

/// Runs a command that needs the tenants.
pub(crate) fn with_platform<T>(place: &Place, work: impl AsyncFnOnce(&Arc<Platform>) -> Result<T>) -> Result<T> {
    let config = Config::load(place)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        let tenants = Tenants::connect(config.backend()?, config.pools()).await.context("cannot open the data")?;
        let _lock = tenants.lock().context("cannot take the data folder")?;
        let platform = Platform::new(tenants, Clock::default(), Vec::new(), false).speaking(mortise_api::sentence_of);
        let platform = Arc::new(platform);
        let done = work(&platform).await;
        platform.close().await;
        done
    })
}

/// A use case's error as one line that says what to do.
pub(crate) fn told(error: Error) -> anyhow::Error {
    let issues = match &error {
        Error::Invalid(issues) | Error::BadRequest(issues) | Error::Stored(issues) | Error::Confirm(issues) => {
            let lines: Vec<String> = issues
                .iter()
                .map(|issue| format!("{} at `{}` {}", issue.code, issue.pointer, serde_json::json!(issue.params)))
                .collect();
            format!(":\n  {}", lines.join("\n  "))
        }
        _ => String::new(),
    };
    match error {
        Error::Internal(_) => anyhow::Error::new(error),
        error => anyhow::anyhow!("{error}{issues}"),
    }
}

/// The key that was given.
pub(crate) fn key(text: &str) -> Result<Key> {
    Key::new(text).with_context(|| format!("`{text}`"))
}

/// A moment such as `2026-06-01T09:00+08:00`, with or without seconds.
pub(crate) fn moment(text: &str) -> Result<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
    Ok(read.with_context(|| format!("`{text}` is not a moment such as 2026-06-01T09:00+08:00"))?.with_timezone(&Utc))
}

/// The password on standard input, without the line end.
pub(crate) fn password_from_stdin() -> Result<String> {
    let mut text = String::new();
    io::stdin().take(1024).read_to_string(&mut text).context("cannot read the password")?;
    let password = text.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        bail!("the password on standard input is empty");
    }
    Ok(password)
}
