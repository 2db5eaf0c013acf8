use chrono::{DateTime, Utc};
use mortise_model::{Ctx, Id};
use mortise_store::{
    ConnectionTrait, Error,
    repos::jobs::{Job, JobState, insert_job},
};

use crate::{JobKind, kind::written};

/// Who wants a job, when it is due, and what keeps it apart from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enqueue {
    /// The job's id.
    pub id: Id,
    /// The moment.
    pub now: DateTime<Utc>,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// For whom it is done; absent: for the product.
    pub actor: Option<Id>,
    /// What it is about, so that it can be cancelled together with that.
    pub subject: Option<String>,
    /// While a job with this key is not ended, none other is entered.
    pub dedupe_key: Option<String>,
}

impl Enqueue {
    /// A job for whoever acts, due at once.
    pub fn new(cx: &Ctx) -> Self {
        Self { id: cx.new_id(), now: cx.now, due_at: cx.now, actor: cx.actor.user(), subject: None, dedupe_key: None }
    }

    /// The same, due at a time.
    #[must_use]
    pub fn due(self, at: DateTime<Utc>) -> Self {
        Self { due_at: at, ..self }
    }

    /// The same, about a thing: `repos::jobs::cancel_about` takes it back.
    #[must_use]
    pub fn about(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }

    /// The same, unless there is one with this key already.
    #[must_use]
    pub fn once(self, dedupe_key: impl Into<String>) -> Self {
        Self { dedupe_key: Some(dedupe_key.into()), ..self }
    }
}

/// Enters a job in the caller's transaction: it exists if that is committed. Nothing where another has the
/// same dedupe key. Afterwards call [`crate::Queue::wake`], or it waits for the next visit.
pub async fn enqueue<J: JobKind>(tx: &impl ConnectionTrait, job: &J, how: Enqueue) -> Result<Option<Id>, Error> {
    let row = Job {
        id: how.id,
        kind: J::NAME.to_owned(),
        subject: how.subject,
        dedupe_key: how.dedupe_key,
        payload: written(job),
        actor: how.actor,
        state: JobState::Waiting,
        due_at: how.due_at,
        attempts: 0,
        max_attempts: J::ATTEMPTS,
        crashes: 0,
        lease: None,
        leased_until: None,
        done: 0,
        total: None,
        message: None,
        result: None,
        error: None,
        cancel: false,
        created_at: how.now,
        started_at: None,
        ended_at: None,
    };
    Ok(insert_job(tx, &row).await?.then_some(row.id))
}
