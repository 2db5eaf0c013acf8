//! People, departments and roles of a tenant: what its owner administers.

mod departments;
mod list;
mod roles;
mod users;

pub use departments::{DepartmentParams, DepartmentView, create_department, departments, update_department};
pub use list::{PersonView, people};
pub use roles::{RoleView, roles_of_app, set_roles};
pub use users::{
    CreateUser, UpdateUser, UserView, create_user, disable_user, enable_user, reset_password, update_user, users,
};

use crate::{Error, Result, Session};

/// Only the tenant's owners administer people.
fn require_owner(session: &Session) -> Result<()> {
    if session.is_owner() { Ok(()) } else { Err(Error::Forbidden("owner_only")) }
}
