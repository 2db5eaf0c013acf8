use anyhow::{Result, bail};
use clap::Subcommand;
use mortise_service::tenants;
use mortise_store::TenantState;
use serde_json::json;

use super::{Output, key, password_from_stdin, told, with_platform};
use crate::config::Place;

/// What to do with tenants.
#[derive(Debug, Subcommand)]
pub(crate) enum Tenant {
    /// Make a tenant with its first owner.
    Create {
        /// Its key.
        key: String,
        /// The owner's log-in name.
        #[arg(long)]
        owner: String,
        /// Read the owner's password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List all tenants.
    List,
    /// Let nobody in until further notice.
    Suspend {
        /// Its key.
        key: String,
    },
    /// Let people in again.
    Resume {
        /// Its key.
        key: String,
    },
    /// Delete a tenant with all that it holds.
    Delete {
        /// Its key.
        key: String,
        /// Its key once more, as a safeguard.
        #[arg(long)]
        confirm: String,
    },
}

/// Runs it.
pub(crate) fn tenant(place: &Place, output: Output, command: &Tenant) -> Result<()> {
    with_platform(place, async |platform| match command {
        Tenant::Create { key: text, owner, password_stdin } => {
            if !password_stdin {
                bail!("give the owner's password on standard input with --password-stdin");
            }
            let key = key(text)?;
            tenants::create(platform, &key, owner, password_from_stdin()?).await.map_err(told)?;
            output.tell(
                &json!({"tenant": key, "owner": owner}),
                &format!("tenant `{key}` is there; its owner is `{owner}`"),
            );
            Ok(())
        }
        Tenant::List => {
            let all = platform.tenants().list().await?;
            let rows: Vec<_> =
                all.iter().map(|entry| json!({"key": entry.key, "state": format!("{:?}", entry.state)})).collect();
            let lines: Vec<String> = all.iter().map(|entry| format!("{}\t{:?}", entry.key, entry.state)).collect();
            output.tell(&json!(rows), &lines.join("\n"));
            Ok(())
        }
        Tenant::Suspend { key: text } => set_state(platform, output, text, TenantState::Suspended).await,
        Tenant::Resume { key: text } => set_state(platform, output, text, TenantState::Active).await,
        Tenant::Delete { key: text, confirm } => {
            if text != confirm {
                bail!("--confirm must repeat the key `{text}`");
            }
            platform.tenants().delete(&key(text)?).await?;
            output.tell(&json!({"deleted": text}), &format!("tenant `{text}` is deleted"));
            Ok(())
        }
    })
}

async fn set_state(platform: &mortise_service::Platform, output: Output, text: &str, state: TenantState) -> Result<()> {
    platform.tenants().set_state(&key(text)?, state).await?;
    output.tell(&json!({"tenant": text, "state": format!("{state:?}")}), &format!("tenant `{text}`: {state:?}"));
    Ok(())
}
