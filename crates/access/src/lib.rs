//! Who may do what: roles, decisions by casbin, row scopes and field rights as data.
//!
//! **Invariant:** a decision is a value. This crate asks no database and knows no HTTP;
//! scopes leave it as filters that `store::ReadPlan` turns into SQL.

mod permit;

pub use permit::{Act, FieldRight, Level, Permit, Scope, Subject};
