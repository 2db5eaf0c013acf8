//! Which records stand behind a cell.

use chrono::{DateTime, Datelike, Days, Duration, FixedOffset, Months, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use mortise_model::{AxisKey, Filter, FilterOp, Issue, Key, Operand, Path, Pointer, Storage};
use serde_json::{Value as Json, json};

use crate::{
    Dim, DimGroup, PivotPlan,
    plan::{MeasureSource, all_of},
};

/// A cell: the keys of its row and column, fewer in totals, as the table has them.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// The keys of the row.
    pub rows: &'a [AxisKey],
    /// The keys of the column.
    pub columns: &'a [AxisKey],
    /// Which measure, by its place; absent: the first.
    pub measure: Option<usize>,
}

/// The records behind a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Behind {
    /// Their form.
    pub form: Key,
    /// Which of them; the viewer's scope comes on top.
    pub filter: Option<Filter>,
}

/// Which records stand behind a cell. Moments count by the day in `zone`.
///
/// Fails with `unknown_cell` for keys that the table cannot have.
pub fn drill(plan: &PivotPlan, cell: Cell<'_>, zone: FixedOffset) -> Result<Behind, Issue> {
    let unknown = || Issue::error(Pointer::root(), "unknown_cell");
    let base =
        plan.measures.get(cell.measure.unwrap_or(0)).map(|measure| &measure.source).and_then(|source| match source {
            MeasureSource::Base(base) => Some(base),
            MeasureSource::Expr(_) => plan.measures.iter().find_map(|other| match &other.source {
                MeasureSource::Base(base) => Some(base),
                MeasureSource::Expr(_) => None,
            }),
        });
    let base = base.ok_or_else(unknown)?;
    if cell.rows.len() > plan.rows.len() || cell.columns.len() > plan.columns.len() {
        return Err(unknown());
    }
    let query = &plan.queries[base.query];
    let source = &plan.sources[base.source];
    let own = plan.filter.as_ref().map(|filter| source.own(filter));
    let mut parts = vec![own, source.filter.clone(), base.filter.clone()];
    let (row_dims, column_dims) = query.dims.split_at(plan.rows.len());
    for (dim, key) in row_dims.iter().zip(cell.rows).chain(column_dims.iter().zip(cell.columns)) {
        parts.push(Some(behind(dim, key, zone).ok_or_else(unknown)?));
    }
    Ok(Behind { form: query.form.clone(), filter: all_of(parts) })
}

/// The records whose value stands in a group.
fn behind(dim: &Dim, key: &AxisKey, zone: FixedOffset) -> Option<Filter> {
    let compare = |op, value: Json| Filter::Compare { field: dim.path.clone(), op, value: Operand::Json(value) };
    if key.is_null() {
        return Some(compare(FilterOp::IsEmpty, Json::Null));
    }
    let (first, last) = match &dim.group {
        DimGroup::Exact => {
            let value = key.get("id").unwrap_or(key).clone();
            return Some(match dim.storage {
                Storage::List | Storage::RefList(_) => compare(FilterOp::HasAny, json!([value])),
                _ => compare(FilterOp::Eq, value),
            });
        }
        DimGroup::Range(_) => return range(&dim.path, key.as_str()?),
        DimGroup::Year => whole_months(key.as_str()?, "", 12)?,
        DimGroup::Quarter => quarter(key.as_str()?)?,
        DimGroup::Month => whole_months(key.as_str()?, "-01", 1)?,
        DimGroup::Week => week(key.as_str()?)?,
        DimGroup::Day => {
            let day: NaiveDate = key.as_str()?.parse().ok()?;
            (day, day)
        }
    };
    let between = match dim.storage {
        Storage::Instant => json!([moment(first, zone)?, end_of(last, zone)?]),
        _ => json!([first.to_string(), last.to_string()]),
    };
    Some(compare(FilterOp::Between, between))
}

fn range(path: &Path, key: &str) -> Option<Filter> {
    let (from, to) = key.split_once("..")?;
    let edge = |op, edge: &str| Filter::Compare { field: path.clone(), op, value: Operand::Json(json!(edge)) };
    let from = (!from.is_empty()).then(|| edge(FilterOp::Gte, from));
    let to = (!to.is_empty()).then(|| edge(FilterOp::Lt, to));
    all_of([from, to])
}

/// So many months from the first day that `text` names.
fn whole_months(text: &str, rest: &str, months: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = if rest.is_empty() { format!("{text}-01-01") } else { format!("{text}{rest}") };
    let first: NaiveDate = first.parse().ok()?;
    span(first, months)
}

fn quarter(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, quarter) = text.split_once("-Q")?;
    let month = quarter.parse::<u32>().ok()?.checked_sub(1)? * 3 + 1;
    span(NaiveDate::from_ymd_opt(year.parse().ok()?, month, 1)?, 3)
}

fn span(first: NaiveDate, months: u32) -> Option<(NaiveDate, NaiveDate)> {
    Some((first, first.checked_add_months(Months::new(months))?.pred_opt()?))
}

fn week(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, week) = text.split_once("-W")?;
    let first = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
    debug_assert_eq!(first.weekday(), Weekday::Mon);
    Some((first, first.checked_add_days(Days::new(6))?))
}

fn moment(day: NaiveDate, zone: FixedOffset) -> Option<String> {
    Some(start_of(day, zone)?.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

fn end_of(day: NaiveDate, zone: FixedOffset) -> Option<String> {
    let end = start_of(day, zone)? + Duration::days(1) - Duration::milliseconds(1);
    Some(end.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

fn start_of(day: NaiveDate, zone: FixedOffset) -> Option<DateTime<Utc>> {
    zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests;
