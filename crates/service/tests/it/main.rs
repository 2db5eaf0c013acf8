//! Use cases against real databases: SQLite always, PostgreSQL where `MORTISE_TEST_PG` names one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod buttons;
mod changes;
mod deciding;
mod deletion;
mod demo;
mod form_versions;
mod kinds;
mod news;
mod rules;
mod stage;
mod timers;
mod transitions;
mod views;
