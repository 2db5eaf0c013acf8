//! A POST that comes twice with one key has one effect and one answer.

use chrono::TimeDelta;
use mortise_model::Ctx;
use mortise_store::{
    WriteTx,
    repos::idempotency::{KeyClaim, claim_key, keep_answer},
};
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// How long a key is remembered.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

/// The key that a request came with, if any, and what it asked.
#[derive(Debug, Clone, Default)]
pub struct Once {
    key: Option<String>,
    body_hash: String,
}

/// The answer to a request that may have come before.
#[derive(Debug)]
pub enum Answered<T> {
    /// It was done now.
    Now(T),
    /// It was done before; this was the answer.
    Before {
        /// The HTTP status.
        status: u16,
        /// The body.
        answer: Json,
    },
}

impl Once {
    /// The key of a request and its body.
    pub fn new(key: Option<String>, body: &[u8]) -> Self {
        let body_hash = key.as_ref().map(|_| hex::encode(Sha256::digest(body))).unwrap_or_default();
        Self { key, body_hash }
    }

    /// The key of one part of what was asked, where each part is an act of its own.
    pub(crate) fn part(&self, name: &str) -> Self {
        let key = self.key.as_ref().map(|key| format!("{key}/{name}"));
        Self { key, body_hash: self.body_hash.clone() }
    }

    /// Claims the key in the transaction of the act; the first answer where there was one.
    pub(crate) async fn claim<T>(&self, tx: &WriteTx, ctx: &Ctx) -> Result<Option<Answered<T>>> {
        let Some(key) = &self.key else { return Ok(None) };
        let until = (ctx.now, ctx.now + REMEMBERED);
        match claim_key(tx, &ctx.actor, key, &self.body_hash, until).await? {
            KeyClaim::Fresh => Ok(None),
            KeyClaim::Answered { status, answer } => Ok(Some(Answered::Before { status, answer })),
            KeyClaim::Running => Err(Error::conflict("idempotency_running")),
            KeyClaim::OtherBody => Err(Error::Invalid(
                mortise_model::Issue::error(mortise_model::Pointer::root(), "idempotency_other_body").into(),
            )),
        }
    }

    /// Keeps the answer in the same transaction.
    pub(crate) async fn keep(&self, tx: &WriteTx, ctx: &Ctx, status: u16, answer: &impl Serialize) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        let answer = serde_json::to_value(answer).map_err(Error::internal)?;
        keep_answer(tx, &ctx.actor, key, status, &answer).await?;
        Ok(())
    }
}
