//! Who may do what: roles, decisions by casbin, row scopes and field rights as data.
//!
//! **Invariant:** a decision is a value. This crate asks no database and knows no HTTP;
//! scopes leave it as filters that `store::ReadPlan` turns into SQL.

mod bind;
mod check;
mod enforce;
mod levels;
mod permit;
mod policy;
mod roles;
#[cfg(test)]
mod sample;
mod scopes;

pub use check::check;
pub use permit::{Act, FieldRight, Level, Permit, Scope, Subject};
pub use policy::{Grant, Policy};
pub use roles::{
    ButtonRef, DenySpec, EVERYONE, FormRef, FormRights, GroupRight, GroupSpec, RoleSpec, RolesSpec, ScopeRef,
    ScopeSpec, read_roles,
};
pub use scopes::{FieldGroups, Membership, scope_columns, unknown_paths};
