//! Files of rows: reading a CSV or XLSX, saying which column goes to which field, and what each row means.
//!
//! Owns the mapping document and its check, the proposal of one by header names, finding the encoding, and writing
//! back the rows that were refused.
//!
//! **Invariant:** pure, and bounded: what a stranger's file makes of itself when it is read is counted while it is
//! read. Links are told as texts to look for; who may see what is the service's business.

mod columns;
mod csv_file;
mod encoding;
mod limits;
mod mapping;
mod propose;
mod row;
#[cfg(test)]
mod sample;
mod table;
mod workbook;
mod write;

pub use columns::{Column, Columns, LinkColumn};
pub use limits::Limits;
pub use mapping::{
    Blanks, ColumnSpec, ConfirmSpec, DOCUMENT_VERSION, MappingSpec, MisreadSpec, OnMatch, ParseSpec, read_mapping,
};
pub use propose::propose;
pub use row::{CellIssue, RowValues};
pub use table::{Cell, Format, ReadOptions, Table, TableRow, read_table};
pub use write::{write_csv, write_xlsx};
