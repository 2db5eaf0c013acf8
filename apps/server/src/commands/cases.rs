//! `mortise app test`: the cases of a bundle, each in a tenant that is thrown away.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use mortise_bundles::{Bundle, CaseSpec};
use mortise_model::{I18n, Key, Locale};
use mortise_service::{
    Clock, Platform,
    cases::{self, Failure},
};
use mortise_store::{Backend, PoolLimits, Tenants};
use serde_json::json;

use super::{Output, key, moment, told};
use crate::config::Place;

/// Plays all cases and tells how each ended. `at` is when those start that do not say so.
pub(crate) fn play_all(place: &Place, output: Output, bundle: &Bundle, at: Option<DateTime<Utc>>) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    let mut rows = Vec::new();
    let mut failed = 0;
    for (number, (file, case)) in bundle.tests.iter().enumerate() {
        let file = format!("tests/{file}.case.json");
        let start = match &case.at {
            Some(text) => moment(text).with_context(|| format!("`{file}`"))?,
            None => at.unwrap_or_else(Utc::now),
        };
        let tenant = key(&format!("case_{}_{number}", std::process::id()))?;
        let failure = runtime.block_on(play(place, &tenant, (bundle, case), start));
        let failure = failure.with_context(|| format!("`{file}` cannot be played"))?;
        failed += usize::from(failure.is_some());
        if !output.json {
            println!("{}", line(&file, &case.name, failure.as_ref()));
        }
        let (step, differs) = failure.map(|failure| (failure.pointer.to_string(), failure.told)).unzip();
        rows.push(json!({"file": file, "key": case.key, "passed": step.is_none(), "step": step, "told": differs}));
    }
    let passed = rows.len() - failed;
    let summary = format!("`{}`: {passed} cases passed, {failed} failed", bundle.app.key);
    output.tell(&json!({"app": bundle.app.key, "passed": passed, "failed": failed, "cases": rows}), &summary);
    if failed > 0 {
        bail!("{failed} of {} cases of `{}` failed", rows.len(), bundle.app.key);
    }
    Ok(())
}

/// Plays one case in a folder of its own, or in the PostgreSQL that the command line names.
async fn play(
    place: &Place,
    tenant: &Key,
    (bundle, case): (&Bundle, &CaseSpec),
    start: DateTime<Utc>,
) -> Result<Option<Failure>> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let backend = match place.named_database() {
        Some(url) => Backend::Postgres { url: url.to_owned() },
        None => Backend::Sqlite { dir: folder.path().to_owned() },
    };
    let tenants = Tenants::connect(backend, PoolLimits::default()).await.context("cannot open the data")?;
    let platform = Arc::new(Platform::new(tenants, Clock::standing_at(start), Vec::new(), false));
    let played = cases::play(&platform, tenant, bundle, case).await.map_err(told);
    let swept = platform.tenants().delete(tenant).await;
    platform.close().await;
    let failure = played?;
    swept.with_context(|| format!("the tenant `{tenant}` of the case is left behind"))?;
    Ok(failure)
}

/// How a case ended, with what differs on lines of its own.
fn line(file: &str, name: &I18n, failure: Option<&Failure>) -> String {
    let name = name.get(Locale::En);
    match failure {
        None => format!("passed  {file}  {name}"),
        Some(failure) => {
            format!("FAILED  {file}  {name}\n  at {}\n    {}", failure.pointer, failure.told.join("\n    "))
        }
    }
}
