//! What tests of the whole product stand on: the real HTTP interface over a tenant with the bundled app and its
//! demo data, in process, on SQLite and on PostgreSQL.
//!
//! The tenant is installed once for each build of the tests and copied for each test (`template`).

mod answer;
mod app;
mod client;
mod dump;
mod openapi;
mod redact;
mod template;

pub use answer::Answer;
pub use app::{RIVAL, TENANT, TestApp, in_each_database};
pub use client::{Call, Client, Guard};
pub use dump::Dump;
pub use openapi::{Operation, operations, resolve};
pub use redact::{redacted, shortened};
