//! The words that every other crate speaks: ids, values, issues, filters, the
//! closed vocabularies of kinds, and the plain data that engines hand to each other.
//!
//! **Invariant:** nothing here does IO, reads a clock, or knows a form, a flow or a report.

mod answer;
mod ctx;
mod document;
mod exact;
mod filter;
mod i18n;
mod id;
mod issue;
mod key;
mod pivot;
mod pointer;
mod reach;
mod shape;
mod value;
mod vocabulary;
mod wording;

pub use answer::{Answer, Department, Facts, Need, Person, Question};
pub use ctx::{Actor, Ctx, IdSource};
pub use document::{parse_document, read_document};
pub use exact::{MAX_SCALE, from_scaled, round_half_up, to_scaled};
pub use filter::{Exists, Filter, FilterOp, Operand, Path, RelativeRange, Unit, Variable};
pub use i18n::{I18n, Locale};
pub use id::{Id, IdError};
pub use issue::{Issue, Issues, Severity};
pub use key::{Key, KeyError, reserved_key};
pub use pivot::{AxisKey, AxisKind, PivotColumn, PivotRow, PivotTable};
pub use pointer::Pointer;
pub use reach::{RangePart, Reach, Step};
pub use shape::{AppShape, FieldShape, FormShape, UniqueShape};
pub use value::{Row, Value, Values};
pub use vocabulary::{Aggregate, Grouping, SortOrder, Storage, Target};
pub use wording::{grouped, long_date, patterned, rmb_upper};

pub use rust_decimal::Decimal;
