use anyhow::{Result, bail};
use clap::Subcommand;
use mortise_service::tenants;
use serde_json::json;

use super::{Output, key, password_from_stdin, told, with_platform};
use crate::config::Place;

/// What to do with people of a tenant.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add a person.
    Create {
        /// The log-in name.
        username: String,
        /// The tenant.
        #[arg(long)]
        tenant: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set a person's password.
    ResetPassword {
        /// The log-in name.
        username: String,
        /// The tenant.
        #[arg(long)]
        tenant: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Runs it.
pub(crate) fn user(place: &Place, output: Output, command: &User) -> Result<()> {
    let (User::Create { password_stdin, .. } | User::ResetPassword { password_stdin, .. }) = command;
    if !password_stdin {
        bail!("give the password on standard input with --password-stdin");
    }
    let password = password_from_stdin()?;
    with_platform(place, async |platform| match command {
        User::Create { username, tenant, .. } => {
            tenants::create_user(platform, &key(tenant)?, username, password).await.map_err(told)?;
            output.tell(&json!({"user": username}), &format!("`{username}` can log in"));
            Ok(())
        }
        User::ResetPassword { username, tenant, .. } => {
            tenants::reset_password(platform, &key(tenant)?, username, password).await.map_err(told)?;
            output.tell(&json!({"user": username}), &format!("`{username}` has a new password"));
            Ok(())
        }
    })
}
