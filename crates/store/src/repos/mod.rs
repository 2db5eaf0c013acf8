//! What the tenant's own tables know, by question.
//!
//! Every function is given a connection or an open transaction and answers in plain
//! structs. None opens a transaction, reads a clock or decides whether somebody may ask:
//! that is the service's. What may be decided by one person only is claimed by one
//! `UPDATE … WHERE` that says how many rows it changed.

mod convert;
mod row;

pub mod api_keys;
pub mod apps;
pub mod audit;
pub mod blobs;
pub mod calendar;
pub mod changes;
pub mod comments;
pub mod connections;
pub mod delegations;
pub mod departments;
pub mod documents;
pub mod files;
pub mod flow_events;
pub mod forms;
pub mod grants;
pub mod idempotency;
pub mod imports;
pub mod incidents;
pub mod instances;
pub mod issued_prints;
pub mod jobs;
pub mod notifications;
pub mod outbox;
pub mod params;
pub mod public_links;
pub mod rule_runs;
pub mod sequences;
pub mod sessions;
pub mod settings;
pub mod tasks;
pub mod users;
pub mod views;
pub mod webhooks;
pub mod workflows;

pub use convert::Secret;

/// Which part of a long list, newest first: what comes after a row, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The last row of the page before.
    pub after: Option<mortise_model::Id>,
    /// How many rows at most.
    pub limit: u64,
}

impl Page {
    /// The first rows.
    pub fn first(limit: u64) -> Self {
        Self { after: None, limit }
    }

    /// What follows `last`.
    pub fn after(last: mortise_model::Id, limit: u64) -> Self {
        Self { after: Some(last), limit }
    }
}
