//! Behaviour that a table of all routes cannot show, by resource.

mod demo;
mod export;
mod files;
mod idempotency;
mod search;
mod versions;
