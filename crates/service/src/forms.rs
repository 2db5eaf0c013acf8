//! Designing forms: drafts, publishing, and what a person is shown of a published form.

mod draft;
mod publish;
mod published;
mod versions;

pub use draft::{DraftView, FormEntry, draft, forms, save_draft};
pub use publish::{PublishForm, Published, publish};
pub(crate) use publish::{put_in_force, touch_app};
pub(crate) use published::spec_seen;
pub use published::{PrintEntry, PublishedView, WorkflowEntry, published, record_schema};
pub use versions::{VersionEntry, VersionPage, VersionView, VersionsQuery, version, versions};
