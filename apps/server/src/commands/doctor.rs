use anyhow::Result;
use serde_json::json;

use super::{Output, with_platform};
use crate::config::Place;

/// Checks that this server could start.
pub(crate) fn doctor(place: &Place, output: Output) -> Result<()> {
    with_platform(place, async |platform| {
        let tenants = platform.tenants().list().await?;
        for entry in &tenants {
            platform.tenants().open(&entry.key).await?;
        }
        let line = format!("{} tenants can be opened", tenants.len());
        output.tell(&json!({"tenants": tenants.len(), "ok": true}), &line);
        Ok(())
    })
}
