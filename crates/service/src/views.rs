//! Views of a form's records: those of its document, those that somebody saved for everybody, and each person's own.
//!
//! A shared view that was saved stands in the place of the document's with the same key.

mod delete;
mod find;
mod list;
mod save;
mod sight;

pub use delete::delete;
pub(crate) use find::find;
pub(crate) use list::with_shared;
pub use list::{SavedView, ViewList, view, views};
use mortise_store::repos::views::{View, ViewOwner};
pub use save::{SaveView, save};
pub(crate) use sight::seen;

use crate::{AppModel, Session};

/// The distance between two views, so that others fit between them.
const STEP: i64 = 1000;

/// Whether the person may save views for everybody.
fn may_share(model: &AppModel, session: &Session) -> bool {
    model.may_design(session) || model.policy.may_share_views(&session.roles(&model.app.key))
}

/// Whether a stored view is everybody's.
fn is_shared(view: &View) -> bool {
    view.owner == ViewOwner::Shared
}
