//! Records: lists, one record, making and changing them, forms being filled in, history.

mod comments;
mod create;
mod delete;
mod evaluate;
mod export;
mod get;
mod history;
mod kept;
mod links;
mod press;
mod query;
mod reading;
mod rest;
mod sight;
mod update;
mod view;

pub use comments::{CommentParams, CommentView, comment, comments};
pub use create::{CreateRecord, create};
pub use delete::{delete, restore};
pub use evaluate::{EvaluateRecord, EvaluatedView, StateView, evaluate};
pub(crate) use export::ExportRecords;
pub use export::{ExportFormat, ExportParams, export};
pub use get::get;
pub(crate) use get::permit_to_read;
pub use history::{ChangeView, FieldChange, history};
pub(crate) use links::let_go_of_unseen;
pub use press::{PressButton, Pressed, press};
pub(crate) use query::{Asked, bad_request};
pub use query::{CountKind, QueryRecords, RecordPage, SortParam, query};
pub(crate) use reading::{Reading, require_visible};
pub(crate) use rest::{Revising, require_at_rest};
pub(crate) use sight::Sight;
pub use update::{UpdateRecord, update};
pub use view::RecordView;
pub(crate) use view::project;
