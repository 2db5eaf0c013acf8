//! Long work: what the queue runs, and how people watch it.

mod build_search;
mod install_template;
mod keep_house;
mod view;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use mortise_jobs::{Advance, Failure, JobHost, JobKind, Kinds, Limits, Queue, Stop, Worker};
use mortise_store::{Tenant, Tenants};

pub(crate) use build_search::BuildSearch;
pub(crate) use keep_house::KeepHouse;

pub use install_template::{InstallTemplate, InstallTemplateParams, TemplateView, install_template, templates};
pub(crate) use view::view;
pub use view::{JobError, JobView, Progress, cancel_job, job, jobs};

use crate::{
    Error, Platform, Result,
    changes::UndoJob,
    error_codes,
    files::SweepFiles,
    flows::TaskDue,
    imports::ImportRecords,
    records::{BatchJob, ExportRecords},
    rules::{FollowEvent, ScheduledRule},
};

/// The product, as the queue knows it.
#[derive(Clone)]
pub struct Host(pub(crate) Arc<Platform>);

impl JobHost for Host {
    fn tenants(&self) -> &Tenants {
        &self.0.tenants
    }

    fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    async fn relay(&self, tenant: &Tenant, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, mortise_store::Error> {
        crate::rules::relay(&self.0, tenant, now).await
    }
}

/// All kinds of jobs.
pub(crate) fn kinds() -> Kinds<Host> {
    Kinds::new()
        .with::<InstallTemplate>()
        .with::<ExportRecords>()
        .with::<ImportRecords>()
        .with::<BatchJob>()
        .with::<UndoJob>()
        .with::<SweepFiles>()
        .with::<TaskDue>()
        .with::<FollowEvent>()
        .with::<ScheduledRule>()
        .with::<KeepHouse>()
        .with::<BuildSearch>()
}

/// The worker that does the jobs of all tenants, and what stops it.
pub fn worker(platform: &Arc<Platform>) -> (Worker<Host>, Stop) {
    Worker::new(Arc::clone(&platform.queue), Host(Arc::clone(platform)), Limits::default())
}

/// Does everything that falls due until a moment, in order, and moves the clock along; how many times of tasks and rules
/// came.
pub(crate) async fn run_until(platform: &Arc<Platform>, until: DateTime<Utc>) -> Result<u64> {
    let host = Host(Arc::clone(platform));
    let mut fired = 0;
    for entry in platform.tenants.list().await? {
        let Ok(tenant) = platform.tenants.open(&entry.key).await else { continue };
        let advance = Advance { since: platform.clock.now(), until };
        let queue: &Queue<Host> = &platform.queue;
        let done = queue.run_due(&tenant, &host, advance, |at| platform.clock.move_to(at)).await;
        let done = done.map_err(Error::internal)?;
        let timed = done.iter().filter(|fired| [TaskDue::NAME, ScheduledRule::NAME].contains(&fired.kind.as_str()));
        fired += timed.count() as u64;
    }
    Ok(fired)
}

/// A use case's error as a job keeps it: what may pass is tried again, the rest is shown.
pub(crate) fn failed(error: Error) -> Failure {
    match error {
        Error::Unavailable | Error::Internal(_) => Failure::Again(error_codes(&error)),
        error => Failure::Never(error_codes(&error)),
    }
}
