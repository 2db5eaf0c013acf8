//! Log-in, log-out, and who stands behind a request.

mod authenticate;
mod log_in;
mod log_out;
pub(crate) mod password;
mod token;

pub use authenticate::authenticate;
pub(crate) use authenticate::{Identities, act_for, identify};
pub use log_in::{LogIn, LoggedIn, log_in};
pub use log_out::log_out;
pub(crate) use token::random as random_name;
pub use token::{csrf as csrf_token, hash as token_hash};
