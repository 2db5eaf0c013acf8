use anyhow::{Context, Result, bail};
use mortise_store::upkeep::{self, Soundness};
use serde_json::json;

use super::{Output, key};
use crate::config::{Config, Place};

/// What is looked at.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// One tenant only.
    #[arg(long)]
    tenant: Option<String>,
}

/// Looks at all data without changing any, also while the server runs; fails where something is not sound.
pub(crate) fn verify(place: &Place, output: Output, verify: &Verify) -> Result<()> {
    let backend = Config::load(place)?.backend_that_is();
    let tenant = verify.tenant.as_deref().map(key).transpose()?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    let found = runtime.block_on(upkeep::inspect(&backend, tenant.as_ref())).context("cannot look at the data")?;
    let rows: Vec<_> = found.iter().map(row).collect();
    let lines: Vec<String> = found.iter().map(line).collect();
    output.tell(&json!(rows), &lines.join("\n"));
    let broken: Vec<&str> = found.iter().filter(|one| !one.is_sound()).map(|one| one.tenant.as_str()).collect();
    if !broken.is_empty() {
        bail!("not sound: {}; restore a backup, and keep these files to find out why", broken.join(", "));
    }
    Ok(())
}

fn row(found: &Soundness) -> serde_json::Value {
    json!({
        "tenant": found.tenant,
        "sound": found.is_sound(),
        "audit": {"checked": found.audit.checked, "broken_at": found.audit.broken_at},
        "blobs": {"checked": found.blobs, "damaged": found.damaged},
        "database": found.database,
    })
}

fn line(found: &Soundness) -> String {
    let audit = match found.audit.broken_at {
        None => format!("audit trail {} entries", found.audit.checked),
        Some(at) => format!("audit trail BROKEN at entry {at}"),
    };
    let blobs = match found.damaged.as_slice() {
        [] => format!("{} contents of files", found.blobs),
        damaged => format!("DAMAGED contents of files: {}", damaged.join(", ")),
    };
    let database = match found.database.as_deref() {
        None => "PostgreSQL checks itself".to_owned(),
        Some([]) => "database in order".to_owned(),
        Some(faults) => format!("database DAMAGED: {}", faults.join("; ")),
    };
    format!("{}\t{audit}\t{blobs}\t{database}", found.tenant)
}
