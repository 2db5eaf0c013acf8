//! The only crate that speaks to databases: tenants, the tables of records, and
//! the tenant's own tables (people, definitions, flows, history, jobs).
//!
//! **Invariant:** no SQL and no sea-orm entity leaves this crate.

mod connection;
pub mod ddl;
mod decode;
mod entities;
mod error;
mod migrations;
mod names;
mod read_plan;
pub mod records;
pub mod repos;
pub mod search_index;
mod statistics;
mod tenants;
pub mod upkeep;
mod write;

pub use connection::Backend;
pub use error::Error;
pub use migrations::Migrator;
pub use read_plan::{
    Binned, Cell, Count, LARGEST_PAGE, PAGE, Page, Pages, ReadPlan, Record, Sort, Titles, Total, WriteTitle,
};
/// What every repository function is given: a connection or an open transaction.
pub use sea_orm::ConnectionTrait;
pub use tenants::{DataLock, PoolLimits, ReadTx, Tenant, TenantEntry, TenantState, Tenants};
pub use write::WriteTx;
