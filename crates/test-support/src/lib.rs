//! What tests of several crates share: the reader of case files, and forms made of plain words.
//!
//! **Invariant:** a development dependency only; nothing here is part of the product.

mod cases;
mod shapes;

pub use cases::{CaseFile, case_files};
pub use shapes::{app, form, key};
