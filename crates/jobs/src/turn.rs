use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, Utc};
use mortise_model::Id;
use mortise_store::{
    ConnectionTrait, Tenant,
    repos::jobs::{Job, JobEnd, end_job, report_progress, report_result},
};
use serde_json::Value as Json;

use crate::Failure;

/// One try of one job: what it knows of itself, and how it speaks to the queue.
#[derive(Debug, Clone)]
pub struct Turn {
    tenant: Tenant,
    job: Arc<Job>,
    lease: Id,
    now: DateTime<Utc>,
    flags: Arc<Flags>,
}

#[derive(Debug, Default)]
struct Flags {
    cancelled: AtomicBool,
    ended: AtomicBool,
}

impl Turn {
    pub(crate) fn new(tenant: &Tenant, job: Job, lease: Id, now: DateTime<Utc>) -> Self {
        Self { tenant: tenant.clone(), job: Arc::new(job), lease, now, flags: Arc::default() }
    }

    /// The tenant in which it is done.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The job.
    pub fn id(&self) -> Id {
        self.job.id
    }

    /// For whom it is done; absent: for the product.
    pub fn actor(&self) -> Option<Id> {
        self.job.actor
    }

    /// The product's time at which this try began. When a demo's clock is moved, it is the time at which
    /// the job was due.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// When it was due.
    pub fn due_at(&self) -> DateTime<Utc> {
        self.job.due_at
    }

    /// The how-manieth try this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.job.attempts
    }

    /// Whether it is given up if this try fails.
    pub fn is_last_attempt(&self) -> bool {
        self.job.attempts >= self.job.max_attempts
    }

    /// Stops with [`Failure::Cancelled`] where somebody wants that; to be called between steps.
    pub fn check(&self) -> Result<(), Failure> {
        if self.flags.cancelled.load(Ordering::Relaxed) { Err(Failure::Cancelled) } else { Ok(()) }
    }

    /// Says how much is done, of how much, and what comes next; stops where somebody wants that. It is
    /// written at once, beside any transaction of the job: call it per batch, not per row.
    pub async fn progress(&self, done: i64, total: Option<i64>, message: Option<&str>) -> Result<(), Failure> {
        let tx = self.tenant.write().await?;
        let cancel = report_progress(&tx, (self.job.id, self.lease), done, total, message).await?;
        tx.commit().await?;
        self.heard(cancel.ok_or(Failure::Lost)?);
        self.check()
    }

    /// How much this and former tries have said was done.
    pub fn done(&self) -> i64 {
        self.job.done
    }

    /// Says how much is done in the transaction of what was done: a later try goes on behind it. With
    /// [`Failure::Lost`], roll back.
    pub async fn progress_in(&self, tx: &impl ConnectionTrait, done: i64) -> Result<(), Failure> {
        let cancel = report_progress(tx, (self.job.id, self.lease), done, None, None).await?;
        self.heard(cancel.ok_or(Failure::Lost)?);
        Ok(())
    }

    /// What former tries have said came of it so far.
    pub fn so_far(&self) -> Option<&Json> {
        self.job.result.as_ref()
    }

    /// Says how much is done and what came of it so far, in the transaction of what was done: a later try goes on
    /// behind it, and where the job is broken off it stays as its result. With [`Failure::Lost`], roll back.
    pub async fn result_in(
        &self,
        tx: &impl ConnectionTrait,
        (done, total): (i64, Option<i64>),
        so_far: &Json,
    ) -> Result<(), Failure> {
        let cancel = report_result(tx, (self.job.id, self.lease), (done, total), so_far).await?;
        self.heard(cancel.ok_or(Failure::Lost)?);
        Ok(())
    }

    /// Ends the job well in the transaction of its own effects: both are there, once, or neither. With
    /// [`Failure::Lost`], roll back. What [`crate::JobKind::run`] answers afterwards no longer matters.
    pub async fn end_in(&self, tx: &impl ConnectionTrait, result: Json) -> Result<(), Failure> {
        if !end_job(tx, (self.job.id, self.lease), &JobEnd::Done(result), self.now).await? {
            return Err(Failure::Lost);
        }
        self.flags.ended.store(true, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn heard(&self, cancel: bool) {
        if cancel {
            self.flags.cancelled.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn job(&self) -> &Arc<Job> {
        &self.job
    }

    pub(crate) fn lease(&self) -> Id {
        self.lease
    }

    /// Whether the job said that it ended in a transaction of its own; that transaction may have failed since.
    pub(crate) fn claims_to_have_ended(&self) -> bool {
        self.flags.ended.load(Ordering::Relaxed)
    }
}
