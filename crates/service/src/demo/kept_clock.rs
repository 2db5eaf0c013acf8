//! Where the demo's clock stands, kept with its data, so that a restart goes on from there.

use chrono::TimeDelta;
use mortise_model::Key;
use mortise_store::{
    Tenant,
    repos::settings::{Setting, set_setting, setting},
};
use serde_json::json;

use super::{Shift, TENANT};
use crate::{Clock, Error, Platform, Result};

/// The setting: how many milliseconds the clock is ahead of the system's, negative where it is behind.
const SETTING: &str = "demo_clock";

/// Notes where the clock stands, once it was moved.
pub(super) async fn keep_moved(platform: &Platform) -> Result<()> {
    let key = Key::new(TENANT).expect("a literal key");
    match platform.open(&key).await {
        Ok(tenant) => keep(platform, &tenant).await,
        // There is no demo in this place that could go on.
        Err(Error::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn keep(platform: &Platform, tenant: &Tenant) -> Result<()> {
    let Some(ahead) = platform.clock.ahead() else { return Ok(()) };
    let tx = tenant.write().await?;
    let before = setting(&tx, SETTING).await?.map(|kept| kept.version);
    let kept = Setting {
        key: SETTING.to_owned(),
        value: json!({"ahead_ms": ahead.num_milliseconds()}),
        version: before.unwrap_or_default() + 1,
        updated_at: platform.clock.now(),
        updated_by: None,
    };
    set_setting(&tx, before, &kept).await?;
    Ok(tx.commit().await?)
}

/// Sets the clock to where it stood when the demo was last served, and lets it go on from there; a demo that is new
/// begins where the clock stands. Where the start was given and is later, it begins there: its time never goes back.
pub(super) async fn resume(platform: &Platform, tenant: &Tenant, start: Shift) -> Result<()> {
    let clock: &Clock = &platform.clock;
    let kept = setting(tenant.reader(), SETTING).await?;
    let ahead = kept.and_then(|kept| kept.value["ahead_ms"].as_i64()).map(TimeDelta::milliseconds);
    let later = |ahead: &TimeDelta| start == Shift::ToNow || clock.ahead().is_some_and(|shown| shown < *ahead);
    if let Some(ahead) = ahead.filter(later) {
        clock.set_ahead(ahead);
    }
    keep(platform, tenant).await
}
