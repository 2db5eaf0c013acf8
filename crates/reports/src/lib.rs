//! Pivots: from what a designer asks, over queries that the store runs, to one table of exact numbers.
//!
//! [`plan`] turns a [`PivotSpec`] into [`GroupQuery`]s, leaving out or refusing what the viewer may not read;
//! [`fold`] turns their answers into a [`mortise_model::PivotTable`]; [`drill`] tells which records stand behind a
//! cell. Charts, files and dashboards only draw that table.
//!
//! **Invariant:** no number is computed anywhere else, and none is ever a float.

mod charts;
mod dashboard;
mod drill;
mod fold;
mod plan;
mod query;
mod report;
#[cfg(test)]
mod sample;
mod spec;

pub use charts::{ChartKind, ChartKindName, PivotShape};
pub use dashboard::{DashboardSpec, TileContent, TileSpec, check_dashboard, read_dashboard};
pub use drill::{Behind, Cell, drill};
pub use fold::{Titles, fold, references};
pub use plan::{PivotPlan, PlannedDim, PlannedMeasure, Viewing, plan};
pub use query::{BaseMeasure, Dim, DimGroup, GroupQuery, GroupRow};
pub use report::{Format, ReportSpec, check_report, read_report};
pub use spec::{
    DimensionSpec, GroupBy, MeasureSpec, PivotSort, PivotSpec, SourceSpec, SpreadSpec, SystemSource, Totals, read_pivot,
};
