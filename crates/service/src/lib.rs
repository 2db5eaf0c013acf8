//! Use cases: one public function each. The only place that checks access, opens a transaction,
//! and joins the pure engines to the store.
//!
//! **Boundary:** `api` and the command line call these functions and nothing below them.

mod app_model;
pub mod apps;
mod audit;
pub mod auth;
pub mod cases;
pub mod changes;
mod clock;
pub mod demo;
mod documents;
mod error;
mod events;
pub mod files;
pub mod flows;
pub mod forms;
pub mod idempotency;
pub mod imports;
pub mod jobs;
mod limits;
pub mod mass;
pub mod me;
mod natural_keys;
pub mod notices;
pub mod people;
mod platform;
pub mod prints;
pub mod records;
pub mod reports;
pub mod rules;
pub mod search;
mod session;
mod sheets;
pub mod tenants;
mod titles;
pub mod views;
mod world;
mod write;

pub use app_model::AppModel;
pub use clock::Clock;
pub(crate) use error::codes as error_codes;
pub use error::{Error, Result};
pub use events::{Event, Events, News};
pub use limits::Limits;
pub use platform::{Platform, Sentences};
pub use session::{Identity, Session};

use indexmap::IndexMap;
use mortise_forms::{FormSpec, read_form};
use mortise_model::Key;
use mortise_store::{ConnectionTrait, repos::forms as form_rows};

/// A new name for a request.
pub fn new_request_id() -> String {
    auth::random_name()
}

/// The published forms of an app as documents.
pub(crate) async fn published_specs(db: &impl ConnectionTrait, app: &Key) -> Result<IndexMap<Key, FormSpec>> {
    let mut specs = IndexMap::new();
    for version in form_rows::current_form_versions(db, app).await? {
        specs.insert(version.form, read_form(&version.spec).map_err(Error::Stored)?);
    }
    Ok(specs)
}
