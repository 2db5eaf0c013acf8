use std::sync::Arc;

use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::{Ctx, Key};
use mortise_store::{
    ConnectionTrait,
    search_index::{self, Progress},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Host, failed};

/// Takes the records of an app into search indexes that are younger than they are.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BuildSearch {
    app: Key,
}

impl BuildSearch {
    /// Enters the job, where an index of the app waits and there is none yet.
    pub(crate) async fn enter(tx: &impl ConnectionTrait, ctx: &Ctx, app: &Key) -> Result<(), mortise_store::Error> {
        if search_index::unfinished(tx, app).await?.is_empty() {
            return Ok(());
        }
        let how = Enqueue::new(ctx).once(format!("build_search/{app}")).about(format!("build_search/{app}"));
        enqueue(tx, &Self { app: app.clone() }, how).await.map(drop)
    }
}

impl JobKind for BuildSearch {
    const NAME: &'static str = "build_search";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let (platform, tenant) = (Arc::clone(&host.0), turn.tenant().clone());
        let mut done = turn.done();
        loop {
            let waiting = search_index::unfinished(tenant.reader(), &self.app).await?;
            let Some(form) = waiting.first() else { return Ok(json!({"records": done})) };
            let model = platform.model(&tenant, &self.app).await.map_err(failed)?;
            let shape = model.form(form).map_err(failed)?.shape();
            loop {
                let tx = tenant.write_alone().await?;
                let progress = search_index::build_some(&tx, &shape).await?;
                if let Progress::Built(n_records) = progress {
                    done += i64::try_from(n_records).unwrap_or_default();
                }
                turn.progress_in(&tx, done).await?;
                tx.commit().await?;
                turn.check()?;
                if progress == Progress::Whole {
                    break;
                }
            }
            let tx = tenant.write_alone().await?;
            mortise_store::ddl::count_anew(&tx, &shape).await?;
            tx.commit().await?;
        }
    }
}
