//! The store against real databases: SQLite always, PostgreSQL where `MORTISE_TEST_PG` names one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backends;
mod credentials;
mod definitions;
mod deletion;
mod differential;
mod flows;
mod history;
mod migrations;
mod people;
mod queues;
mod reading;
mod records;
mod scoped;
mod searching;
mod shapes;
mod tables;
mod things;
mod upkeep;
mod writing;
