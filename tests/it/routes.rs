//! Behaviour that a table of all routes cannot show, by resource.

mod idempotency;
mod versions;
