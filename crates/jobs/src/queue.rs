use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use mortise_model::{Id, IdSource, Key};
use mortise_store::{
    Tenant,
    repos::jobs::{Job, JobEnd, JobLease, end_job, lease_jobs, next_job_due, next_lease_end, reap_jobs, renew_job},
};
use parking_lot::Mutex;
use serde_json::Value as Json;
use tokio::{
    sync::{Notify, RwLock},
    task::JoinHandle,
};
use tracing::Instrument;

use crate::{Failure, JobHost, Kinds, Turn, backoff};

/// A worker that is silent for so long is taken for dead.
const LEASE: Duration = Duration::from_secs(30);
/// How often a worker says that it lives, while a lease lasts.
const HEARTBEATS: u32 = 3;
/// More jobs than this in one move of the clock mean that jobs make each other without end.
const MOST_FIRED: usize = 100_000;

/// Why jobs could not be looked after; what a job itself fails of is in its row.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] mortise_store::Error),
    /// Jobs make new due jobs without end.
    #[error("jobs make new jobs without end; {0} have been done")]
    Endless(usize),
}

/// How far the product's clock is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    /// Where it stood.
    pub since: DateTime<Utc>,
    /// Where it is to stand.
    pub until: DateTime<Utc>,
}

/// What became of one try of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// Which job.
    pub job: Id,
    /// Of which kind.
    pub kind: String,
    /// The product's time then.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
}

/// How one try of a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The work is done.
    Done,
    /// It failed and is tried again then.
    Again(DateTime<Utc>),
    /// It failed for good and lies visible.
    Failed,
    /// It was stopped.
    Cancelled,
    /// It belongs to another worker now.
    Lost,
}

/// The jobs of all tenants: entered anywhere, done by a [`crate::Worker`] or by [`Queue::run_due`].
pub struct Queue<H> {
    kinds: Kinds<H>,
    ids: Arc<IdSource>,
    lease: Duration,
    /// Workers hold it shared while a job runs, whoever moves the clock holds it alone.
    gate: Arc<RwLock<()>>,
    calls: Mutex<Calls>,
    bell: Notify,
}

/// Who has called for a visit since the worker last looked.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(crate) tenants: Vec<Key>,
    pub(crate) everybody: bool,
}

impl<H: JobHost> Queue<H> {
    /// A queue for these kinds of jobs.
    pub fn new(kinds: Kinds<H>, ids: Arc<IdSource>) -> Self {
        Self { kinds, ids, lease: LEASE, gate: Arc::default(), calls: Mutex::default(), bell: Notify::new() }
    }

    /// The same with another patience: a worker that is silent for so long, in real time, is taken for dead.
    #[must_use]
    pub fn with_lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// Says that a tenant may have something to do; call it after a commit that entered a job.
    pub fn wake(&self, tenant: &Key) {
        let mut calls = self.calls.lock();
        if !calls.tenants.contains(tenant) {
            calls.tenants.push(tenant.clone());
        }
        drop(calls);
        self.bell.notify_one();
    }

    /// Says that every tenant may have something to do, as after the clock was moved.
    pub fn wake_all(&self) {
        self.calls.lock().everybody = true;
        self.bell.notify_one();
    }

    /// Does all jobs of a tenant that fall due while the clock moves, one after another in the order of their
    /// times, those that they enter too. `tick` is told each time before its jobs, and the last one at the end.
    /// Waits for the jobs that are running, and meanwhile no worker begins another.
    pub async fn run_due(
        &self,
        tenant: &Tenant,
        host: &H,
        advance: Advance,
        mut tick: impl FnMut(DateTime<Utc>) + Send,
    ) -> Result<Vec<Fired>, Error> {
        let _alone = self.gate.write().await;
        let (mut at, mut fired) = (advance.since, Vec::new());
        for _ in 0..MOST_FIRED {
            let relay = host.relay(tenant, at).await?;
            let due = next_job_due(tenant.reader(), &self.kinds.names()).await?;
            let Some(next) = relay.into_iter().chain(due).min().filter(|next| *next <= advance.until) else {
                tick(advance.until);
                return Ok(fired);
            };
            at = at.max(next);
            tick(at);
            for job in self.lease(tenant, at, 1).await? {
                let turn = Turn::new(tenant, job.0, job.1, at);
                fired.push(self.attend(host, turn, || at).await?);
            }
        }
        Err(Error::Endless(fired.len()))
    }

    /// Waits for the jobs that are running; no worker begins another while what this answers is held.
    pub async fn alone(&self) -> impl Send + Sync + use<H> {
        Arc::clone(&self.gate).write_owned().await
    }

    /// Takes due jobs, each with the lease under which it is held.
    pub(crate) async fn lease(&self, tenant: &Tenant, now: DateTime<Utc>, limit: u64) -> Result<Vec<(Job, Id)>, Error> {
        let names = self.kinds.names();
        let lease = self.ids.next(now);
        let until = self.lease_end();
        let tx = tenant.write().await?;
        let jobs = lease_jobs(&tx, &JobLease { lease, kinds: &names, now, until, limit }).await?;
        tx.commit().await?;
        Ok(jobs.into_iter().map(|job| (job, lease)).collect())
    }

    /// Gives back what dead workers held; the product's time at which there may be more of it.
    pub(crate) async fn reap(&self, tenant: &Tenant, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
        let wall = Utc::now();
        let Some(lapse) = next_lease_end(tenant.reader()).await? else { return Ok(None) };
        if lapse > wall {
            return Ok(Some(now + (lapse - wall)));
        }
        let tx = tenant.write().await?;
        let lapsed = reap_jobs(&tx, wall, now).await?;
        tx.commit().await?;
        tracing::warn!(tenant = %tenant.key(), jobs = lapsed, "workers died and left jobs behind");
        Ok(None)
    }

    pub(crate) async fn next_due(&self, tenant: &Tenant) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(next_job_due(tenant.reader(), &self.kinds.names()).await?)
    }

    pub(crate) fn gate(&self) -> &Arc<RwLock<()>> {
        &self.gate
    }

    pub(crate) fn bell(&self) -> &Notify {
        &self.bell
    }

    pub(crate) fn calls(&self) -> Calls {
        std::mem::take(&mut self.calls.lock())
    }

    /// Does one try of a job from its beginning to its end in the table.
    pub(crate) async fn attend(&self, host: &H, turn: Turn, clock: impl Fn() -> DateTime<Utc>) -> Result<Fired, Error> {
        let span =
            tracing::info_span!("job", tenant = %turn.tenant().key(), job.id = %turn.id(), job.kind = turn.job().kind);
        let result = self.work(host, &turn).instrument(span.clone()).await;
        let now = clock();
        let outcome = self.settle(&turn, result, now).instrument(span).await?;
        Ok(Fired { job: turn.id(), kind: turn.job().kind.clone(), at: turn.now(), outcome })
    }

    /// Runs the job in a task of its own, so that its panic is its own, and says meanwhile that it lives.
    async fn work(&self, host: &H, turn: &Turn) -> Result<Json, Failure> {
        let job = turn.job();
        let Some(work) = self.kinds.begin(&job.kind, job.payload.clone(), host.clone(), turn.clone()) else {
            return Err(Failure::Never("kind_unknown".to_owned()));
        };
        let mut task = Task(tokio::spawn(work.in_current_span()));
        let mut heartbeat = tokio::time::interval(self.lease / HEARTBEATS);
        heartbeat.tick().await;
        loop {
            tokio::select! {
                ended = &mut task.0 => {
                    return ended.unwrap_or_else(|error| {
                        let text = if error.is_panic() { "the job panicked" } else { "the job was broken off" };
                        Err(Failure::Again(text.to_owned()))
                    });
                }
                _ = heartbeat.tick() => match self.renew(turn).await {
                    Ok(Some(cancel)) => turn.heard(cancel),
                    // It may have ended in a transaction of its own just now.
                    Ok(None) if turn.claims_to_have_ended() => {}
                    Ok(None) => return Err(Failure::Lost),
                    Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
                },
            }
        }
    }

    fn lease_end(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::from_std(self.lease).unwrap_or(TimeDelta::MAX)
    }

    async fn renew(&self, turn: &Turn) -> Result<Option<bool>, mortise_store::Error> {
        let until = self.lease_end();
        let tx = turn.tenant().write().await?;
        let renewed = renew_job(&tx, (turn.id(), turn.lease()), until).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// Writes down how a try ended.
    async fn settle(&self, turn: &Turn, result: Result<Json, Failure>, now: DateTime<Utc>) -> Result<Outcome, Error> {
        let attempts = turn.attempt();
        let (end, outcome) = match result {
            Ok(result) => (JobEnd::Done(result), Outcome::Done),
            Err(Failure::Again(error)) if !turn.is_last_attempt() => {
                let again = now + backoff(attempts);
                tracing::info!(error, attempts, "a job failed and is tried again");
                (JobEnd::Again(again, error), Outcome::Again(again))
            }
            Err(Failure::Again(error) | Failure::Never(error)) => {
                tracing::error!(error, attempts, "a job failed for good");
                (JobEnd::Failed(error), Outcome::Failed)
            }
            Err(Failure::Cancelled) => (JobEnd::Cancelled, Outcome::Cancelled),
            Err(Failure::Lost) => return Ok(Outcome::Lost),
        };
        let tx = turn.tenant().write().await?;
        let held = end_job(&tx, (turn.id(), turn.lease()), &end, now).await?;
        tx.commit().await?;
        Ok(match held {
            true => outcome,
            false if turn.claims_to_have_ended() => Outcome::Done,
            false => Outcome::Lost,
        })
    }
}

impl<H> std::fmt::Debug for Queue<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queue")
    }
}

/// A task that ends with whoever waits for it.
struct Task(JoinHandle<Result<Json, Failure>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}
