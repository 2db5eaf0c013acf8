use anyhow::{Context, Result};
use clap::Subcommand;

use crate::config::{Config, Place};

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum Configuration {
    /// Show what is in force.
    Show,
}

/// Shows the configuration that a server here would have; a password in an address is hidden.
pub(crate) fn show(place: &Place, _: &Configuration) -> Result<()> {
    let mut config = Config::load(place)?;
    if let Some((scheme, rest)) = config.database_url.clone().split_once("://")
        && let Some((login, host)) = rest.rsplit_once('@')
    {
        let user = login.split(':').next().unwrap_or_default();
        config.database_url = format!("{scheme}://{user}:***@{host}");
    }
    print!("{}", toml::to_string(&config).context("the configuration cannot be written")?);
    Ok(())
}
