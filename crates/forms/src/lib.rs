//! Forms: what people design, the kinds of fields, and what makes a record's values right.
//!
//! Owns the form document and its check, field kinds, reading and checking values, computed
//! values, titles and numbers, and what changes between two versions of a form.
//!
//! **Invariant:** pure. No IO, no clock, no SQL: what must be known of the world is asked for
//! with a [`mortise_model::Need`].

mod catalog;
mod check;
mod definition;
mod dependents;
mod diff;
mod evaluate;
mod field_kind;
mod graph;
mod indexes;
mod kinds;
mod layout;
mod lineage;
mod normalise;
mod numbering;
mod published;
mod record_schema;
mod retired;
#[cfg(test)]
mod sample;
mod schema;
mod title;
mod transition;
mod view;

pub use check::check;
pub use definition::{
    ButtonSpec, CheckOn, CheckSeverity, DOCUMENT_VERSION, DefaultSpec, FieldSpec, FormSpec, SecurityGroupSpec,
    UniqueKeySpec, ValidationSpec, read_form,
};
pub use dependents::{Dependent, Dependents, Through};
pub use diff::{Change, Changes, Loss, diff};
pub use evaluate::{EvaluateInput, Evaluated, FieldState, Purpose, evaluate, sendable};
pub use field_kind::{Choice, FieldKind, NoTitles, Refused, RollupSource, Sample, Shown, Source, Titles, Wording};
pub use kinds::{Exact, FieldKindName, FieldType, NAMES, OnDelete, OptionSpec, TransitionGate, TransitionSpec};
pub use layout::{LayoutItem, Section, Tab};
pub use normalise::{Normalised, Writer, normalise};
pub use numbering::{NumberPattern, NumberPlan};
pub use published::{Field, PublishedForm};
pub use retired::{has_field, retire, returning, revive};
pub use title::{references, text, title, title_fields};
pub use transition::{Mover, check_transitions};
pub use view::{
    CalendarView, Collation, ColourRule, ColumnWidth, CompareView, FeedView, FigureSpec, GalleryView, GanttView,
    GroupSpec, KanbanView, MapView, MatrixView, RowColour, RowHeight, SortSpec, TableView, TimelineView, TreeView,
    ViewShow, ViewSight, ViewSpec, check_view, view_in_sight,
};
