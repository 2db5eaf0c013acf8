//! What tests of several crates share: the reader of case files.
//!
//! **Invariant:** a development dependency only; nothing here is part of the product.

mod cases;

pub use cases::{CaseFile, case_files};
