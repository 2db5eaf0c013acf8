//! Change sets: what was written together, who sees it, and taking it back.
//!
//! **Who sees what.** A person sees the change sets of their own acts, and those of others in which a record that they
//! may see was changed; who may change the app's definitions sees that any of the app's happened. Which records a set
//! changed, and what became of their fields, everybody sees only as far as they may read these records now: the right
//! to administer shows no record.

mod get;
mod list;
mod sight;
mod undo;

pub use get::{ChangeSetDetail, ChangedRecord, change_set};
pub use list::{ChangeSetPage, ChangesQuery, change_sets};
pub use sight::{ChangeSetView, RecordRef};
pub(crate) use undo::UndoJob;
pub use undo::{UndoChanges, undo};
