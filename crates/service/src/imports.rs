//! Importing files: a job that writes the rows of a CSV or workbook through the door for writing, chunk by chunk.
//!
//! An import is one change set and one entry of the audit trail. Each chunk is a transaction that also says how far
//! the import is, so that one that was broken off goes on where it stood and no row is written twice.

mod chunk;
mod importer;
mod job;
mod links;
mod matching;
mod rehearsal;
mod report;
mod rows;
mod start;

pub use job::ImportRecords;
pub use report::{CellVerdict, FoundColumn, ImportResult, RejectsFile};
pub use start::{Outcome, Upload, outcome, require_right, start, start_by_product};
