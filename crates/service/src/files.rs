//! Files: bringing them in, reading them, seeing pictures small, and clearing away what no record holds.
//!
//! A file is a name for some content. The content is kept once for each hash, in the tenant's database. Until a record
//! holds a file, only who uploaded it may read it; afterwards who may read a field that holds it.

mod access;
mod content;
mod preview;
mod read;
mod spool;
mod sweep;
mod upload;

pub(crate) use access::{WITH_DECISION, in_value, may_attach};
pub(crate) use preview::Previews;
pub use preview::{PreviewView, preview};
pub use read::{Download, read};
pub use spool::Incoming;
pub(crate) use spool::{Spooled, keep};
pub(crate) use sweep::SweepFiles;
pub use upload::{FileView, upload};
