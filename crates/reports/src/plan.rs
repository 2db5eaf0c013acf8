//! From what a pivot asks to the queries that answer it.

use indexmap::IndexMap;
use mortise_access::Permit;
use mortise_expr::Formula;
use mortise_model::{Aggregate, AppShape, Filter, Issue, Issues, Key, Path, Pointer, Storage};

use crate::{
    BaseMeasure, Dim, DimGroup, GroupQuery, PivotShape, PivotSpec, Totals,
    plan::{measures::Measures, reading::Reader, sources::Source},
};

mod dims;
mod measures;
mod reading;
mod sources;

pub(crate) use measures::formula_scope;

/// Whose wish a pivot is: what happens to fields that the viewer may not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewing {
    /// The viewer's own: such a field is answered as one that does not exist.
    AdHoc,
    /// A saved report's: it is left out and counted in `held_back`.
    Saved,
}

/// A pivot that can be run: queries for the store, and how their answers become a table.
#[derive(Debug, Clone)]
pub struct PivotPlan {
    /// What the rows are grouped by.
    pub rows: Vec<PlannedDim>,
    /// What the columns are grouped by.
    pub columns: Vec<PlannedDim>,
    /// The numbers, in order.
    pub measures: Vec<PlannedMeasure>,
    /// What the store is asked; its answers go to [`crate::fold`] in this order.
    pub queries: Vec<GroupQuery>,
    /// The permits that opened the forms on the way; the queries run under them.
    pub permits: IndexMap<Key, Permit>,
    /// How many fields were left out because the viewer may not read them.
    pub held_back: u32,
    pub(crate) having: Option<Filter>,
    pub(crate) sort: Vec<PlannedSort>,
    pub(crate) limit: Option<usize>,
    pub(crate) totals: Totals,
    pub(crate) filter: Option<Filter>,
    pub(crate) sources: Vec<Source>,
}

/// One row or column field.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedDim {
    /// The field as it was asked for.
    pub path: Path,
    /// How its value is stored.
    pub storage: Storage,
    /// How values make groups.
    pub group: DimGroup,
}

/// One number of each cell.
#[derive(Debug, Clone)]
pub struct PlannedMeasure {
    /// Its key.
    pub key: Key,
    /// How its number is written.
    pub(crate) output: Output,
    pub(crate) source: MeasureSource,
}

/// Where the number of a measure comes from.
#[derive(Debug, Clone)]
pub(crate) enum MeasureSource {
    /// From a query.
    Base(BasePlan),
    /// From the measures before it.
    Expr(Box<Formula>),
}

/// Which columns of which query make a measure, and how groups are put together.
#[derive(Debug, Clone)]
pub(crate) struct BasePlan {
    pub(crate) query: usize,
    pub(crate) agg: Aggregate,
    /// The place of the aggregate among the query's values; of an average that of the sum.
    pub(crate) slot: usize,
    /// The place of the count that an average divides by.
    pub(crate) count_slot: usize,
    /// The place among the query's keys of the values that are counted one by one.
    pub(crate) value_key: Option<usize>,
    /// The place among the query's keys of the currency.
    pub(crate) currency_key: Option<usize>,
    /// Which source, for the records behind a cell.
    pub(crate) source: usize,
    /// Which records count for this measure alone.
    pub(crate) filter: Option<Filter>,
}

/// How a number is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// A count: a JSON number.
    Count,
    /// A whole number: a JSON number.
    Int,
    /// Text with exactly so many places.
    Fixed(u32),
    /// Text with at least and at most so many places.
    Between(u32, u32),
    /// As a value of this storage is written.
    Value(Storage),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlannedSort {
    pub(crate) by: SortBy,
    pub(crate) desc: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortBy {
    /// The measure with this index.
    Measure(usize),
    /// The row field with this index.
    Row(usize),
}

/// The most row and column fields, and the most measures, of one pivot.
const MOST_DIMS: usize = 8;
const MOST_MEASURES: usize = 40;

/// Plans a pivot for a viewer. `permit` answers with the viewer's permit to read a form, if there is one.
///
/// Issues point into the spec: `unknown_form`, `unknown_field {field}` (also for what the viewer may not read),
/// `grouping_does_not_fit`, `aggregate_does_not_fit`, `unknown_source`, `unknown_measure`, `duplicate_measure`,
/// `measure_without_aggregate`, `no_measure`, `needs_subform {subform}`, and those of filters and expressions.
pub fn plan(
    spec: &PivotSpec,
    app: &AppShape,
    permit: &dyn Fn(&Key) -> Option<Permit>,
    viewing: Viewing,
) -> Result<PivotPlan, Issues> {
    let mut reader = Reader::new(app, permit, viewing);
    let sources = sources::plan(spec, &mut reader)?;
    let root = Pointer::root();
    let rows = dims::plan(&spec.rows, &root.at("rows"), &sources, &mut reader);
    let columns = dims::plan(&spec.columns, &root.at("columns"), &sources, &mut reader);
    if let Some(filter) = &spec.filter {
        let at = root.at("filter");
        sources.iter().for_each(|source| reader.filter(&at, source, filter));
    }
    if spec.rows.len() + spec.columns.len() > MOST_DIMS || spec.measures.len() > MOST_MEASURES {
        let issue = Issue::error(root.clone(), "pivot_too_large");
        reader.issues.push(issue.with("fields", MOST_DIMS).with("measures", MOST_MEASURES));
    }
    let dims: Vec<&PlannedDim> = rows.iter().chain(&columns).collect();
    let Measures { measures, queries } = measures::plan(spec, &sources, &dims, &mut reader);
    let having = spec.having.clone().filter(|having| check_having(having, spec, &measures, &mut reader));
    let sort = plan_sort(spec, &rows, &measures, &mut reader);
    if measures.is_empty() && !reader.issues.has_errors() {
        reader.issues.push(Issue::error(root.at("measures"), "no_measure"));
    }
    if reader.issues.has_errors() {
        return Err(reader.issues);
    }
    Ok(PivotPlan {
        rows,
        columns,
        measures,
        queries,
        permits: reader.permits(),
        held_back: reader.held_back(),
        having,
        sort,
        limit: spec.limit.map(|limit| limit as usize),
        totals: spec.totals,
        filter: spec.filter.clone(),
        sources,
    })
}

impl PivotPlan {
    /// What charts must know of it.
    pub fn shape(&self) -> PivotShape {
        PivotShape {
            n_rows: self.rows.len(),
            n_columns: self.columns.len(),
            measures: self.measures.iter().map(|measure| measure.key.to_string()).collect(),
        }
    }
}

/// Whether a filter over measures can be used; one over a measure that was left out is left out too.
fn check_having(having: &Filter, spec: &PivotSpec, measures: &[PlannedMeasure], reader: &mut Reader<'_>) -> bool {
    let mut usable = true;
    having.visit_paths(&mut |path| {
        let name = path.to_string();
        if measures.iter().any(|measure| measure.key == *name) {
            return;
        }
        usable = false;
        let asked = spec.measures.iter().any(|measure| measure.key().is_some_and(|key| key == *name));
        if !asked || reader.viewing() == Viewing::AdHoc {
            let issue = Issue::error(Pointer::root().at("having"), "unknown_measure");
            reader.issues.push(issue.with("measure", name));
        }
    });
    usable
}

fn plan_sort(
    spec: &PivotSpec,
    rows: &[PlannedDim],
    measures: &[PlannedMeasure],
    reader: &mut Reader<'_>,
) -> Vec<PlannedSort> {
    let mut sort = Vec::new();
    for (index, step) in spec.sort.iter().enumerate() {
        let at = Pointer::root().at("sort").at(index);
        let (found, known, issue) = match (&step.measure, &step.field) {
            (Some(key), None) => (
                measures.iter().position(|measure| measure.key == *key).map(SortBy::Measure),
                spec.measures.iter().any(|measure| measure.key().as_ref() == Some(key)),
                Issue::error(at.at("measure"), "unknown_measure").with("measure", &**key),
            ),
            (None, Some(path)) => (
                rows.iter().position(|dim| dim.path == *path).map(SortBy::Row),
                spec.rows.iter().any(|dim| dim.field == *path),
                Issue::error(at.at("field"), "unknown_field").with("field", path.to_string()),
            ),
            _ => (None, false, Issue::error(at, "sort_by_one_thing")),
        };
        match found {
            Some(by) => sort.push(PlannedSort { by, desc: step.desc }),
            None if known && reader.viewing() == Viewing::Saved => {}
            None => reader.issues.push(issue),
        }
    }
    sort
}

/// The conditions that are there, all of them.
pub(crate) fn all_of(parts: impl IntoIterator<Item = Option<Filter>>) -> Option<Filter> {
    let mut parts: Vec<Filter> = parts.into_iter().flatten().collect();
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Filter::And(parts)),
    }
}

/// Where a measure stands in a query that may be shared.
pub(crate) fn slot(query: &mut GroupQuery, measure: BaseMeasure) -> usize {
    if let Some(known) = query.measures.iter().position(|known| *known == measure) {
        return known;
    }
    query.measures.push(measure);
    query.measures.len() - 1
}

/// Where a dim stands among the keys of a query that may be shared.
pub(crate) fn key_of(query: &mut GroupQuery, dim: Dim) -> usize {
    if let Some(known) = query.dims.iter().position(|known| *known == dim) {
        return known;
    }
    query.dims.push(dim);
    query.dims.len() - 1
}

#[cfg(test)]
mod tests;
