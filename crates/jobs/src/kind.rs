use std::{collections::BTreeMap, pin::Pin};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value as Json, json};

use crate::{JobHost, Turn};

/// One kind of job: what it is called, what it must remember, and what it does.
///
/// The struct itself is what is remembered, as JSON with [`JobKind::VERSION`] beside it.
pub trait JobKind: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name in the database; never changed, never used again.
    const NAME: &'static str;
    /// Grows when older payloads cannot be read any more as they are; see [`JobKind::upgrade`].
    const VERSION: u32 = 1;
    /// How often it is tried before it is given up.
    const ATTEMPTS: u32 = 4;
    /// What it works with.
    type Host: JobHost;

    /// Does the work; what it answers is kept as its result.
    fn run(self, host: Self::Host, turn: Turn) -> impl Future<Output = Result<Json, Failure>> + Send;

    /// The payload of an older version as it would be now; nothing where it means nothing any more.
    fn upgrade(_version: u32, _payload: Json) -> Option<Json> {
        None
    }
}

/// Why a job did not do its work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may work another time: it is tried again after a while.
    #[error("{0}")]
    Again(String),
    /// It will never work: it is given up and shown.
    #[error("{0}")]
    Never(String),
    /// Somebody wanted it stopped.
    #[error("it was cancelled")]
    Cancelled,
    /// It was silent for too long and belongs to another worker now: nothing of this turn counts.
    #[error("the lease is lost")]
    Lost,
}

/// A failing database may work another time.
impl From<mortise_store::Error> for Failure {
    fn from(error: mortise_store::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        Self::Again(text)
    }
}

type Running = Pin<Box<dyn Future<Output = Result<Json, Failure>> + Send>>;
type Run<H> = Box<dyn Fn(Json, H, Turn) -> Running + Send + Sync>;

/// The kinds of jobs that a program knows; jobs of other kinds wait for a program that does.
pub struct Kinds<H> {
    kinds: BTreeMap<&'static str, Run<H>>,
}

impl<H: JobHost> Kinds<H> {
    /// None yet.
    pub fn new() -> Self {
        Self { kinds: BTreeMap::new() }
    }

    /// The same with one more kind.
    ///
    /// # Panics
    /// Where two kinds have the same name.
    #[must_use]
    pub fn with<J: JobKind<Host = H>>(mut self) -> Self {
        let run: Run<H> =
            Box::new(|payload, host, turn| Box::pin(async move { read::<J>(payload)?.run(host, turn).await }));
        assert!(self.kinds.insert(J::NAME, run).is_none(), "two kinds of job are called `{}`", J::NAME);
        self
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.kinds.keys().copied().collect()
    }

    /// The work of a job, about to begin.
    pub(crate) fn begin(&self, kind: &str, payload: Json, host: H, turn: Turn) -> Option<Running> {
        self.kinds.get(kind).map(|run| run(payload, host, turn))
    }
}

impl<H: JobHost> Default for Kinds<H> {
    fn default() -> Self {
        Self::new()
    }
}

/// A job as it is remembered.
pub(crate) fn written<J: JobKind>(job: &J) -> Json {
    let payload = serde_json::to_value(job).expect("a payload has text keys and no failing writers");
    json!({"version": J::VERSION, "job": payload})
}

fn read<J: JobKind>(mut stored: Json) -> Result<J, Failure> {
    let version = stored["version"].as_u64().and_then(|version| u32::try_from(version).ok());
    let payload = stored["job"].take();
    let payload = match version {
        Some(version) if version == J::VERSION => Some(payload),
        Some(version) if version < J::VERSION => J::upgrade(version, payload),
        _ => None,
    };
    let payload = payload.ok_or_else(|| Failure::Never("payload_version_unknown".to_owned()))?;
    serde_json::from_value(payload).map_err(|error| Failure::Never(format!("the payload cannot be read: {error}")))
}
