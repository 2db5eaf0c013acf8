//! The only crate that speaks to databases: tenants, the tables of records, and
//! the tenant's own tables (people, definitions, flows, history, jobs).
//!
//! **Invariant:** no SQL and no sea-orm entity leaves this crate.

mod connection;
mod entities;
mod error;
mod migrations;
pub mod repos;
mod tenants;
mod write;

pub use connection::Backend;
pub use error::Error;
pub use migrations::Migrator;
/// What every repository function is given: a connection or an open transaction.
pub use sea_orm::ConnectionTrait;
pub use tenants::{DataLock, PoolLimits, ReadTx, Tenant, TenantEntry, TenantState, Tenants};
pub use write::WriteTx;
