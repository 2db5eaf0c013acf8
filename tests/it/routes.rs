//! Behaviour of routes, by resource.

mod export;
mod files;
mod idempotency;
mod versions;
