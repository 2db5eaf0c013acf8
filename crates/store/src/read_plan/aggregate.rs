//! Grouped queries of pivots and of what formulas compute from related records.

use mortise_model::{Decimal, Issue, Issues, Path, Pointer, Storage, Value};
use mortise_reports::{BaseMeasure, GroupQuery, GroupRow};
use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{CaseStatement, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use super::{
    ReadPlan,
    buckets::bucket,
    chain::{Chain, End, Place},
    compile::Compiler,
    page::{MAIN, is_sqlite},
    search::Where,
    sql::{all, always, big, col, constant, count_all},
};
use crate::{
    Error,
    decode::{decode, get, id},
    names,
};

/// The rows of the subform that is counted.
const ROWS: &str = "r";
/// The inner statement, one row for each record in each of its groups.
const INNER: &str = "s";
/// Sums are made of two halves, so that no sum of 64-bit numbers leaves 64 bits.
const HALF: i64 = 1_000_000_000;

impl ReadPlan<'_> {
    /// Runs a grouped query over the records in sight; the plan's own filters apply as well.
    pub async fn aggregate(&self, conn: &impl ConnectionTrait, query: &GroupQuery) -> Result<Vec<GroupRow>, Error> {
        if query.form != self.form.key {
            return Err(refused(&Path::new(&query.form), "unknown_form"));
        }
        let grouped = self.with_candidates(conn).await?.grouped(query, is_sqlite(conn))?;
        let rows = conn.query_all(&grouped.select).await?;
        rows.iter().map(|row| grouped.read(row)).collect()
    }

    fn grouped(&self, query: &GroupQuery, sqlite: bool) -> Result<Grouped, Error> {
        let plan = match &query.filter {
            Some(filter) => self.clone().filter(filter.clone()),
            None => self.clone(),
        };
        let compiler = plan.compiler(sqlite);
        let row = query.subform.as_deref().map(|subform| (subform, ROWS));
        let place = Place { row, ..plan.place() };
        let mut inner = Query::select();
        inner.from_as(names::table(plan.form), MAIN);
        if let Some(subform) = &query.subform {
            plan.enter_rows(&mut inner, &compiler, &place, subform)?;
        }
        plan.restrict(&mut inner, &compiler, (&place, Where::Anywhere))?;
        let mut outer = Query::select();
        let mut grouped = Grouped { select: Query::select(), keys: Vec::new(), measures: Vec::new() };
        for (index, dim) in query.dims.iter().enumerate() {
            let chain = known(&compiler, &place, &dim.path)?;
            let (value, storage) = join(&mut inner, chain, index, sqlite).ok_or_else(|| cannot_group(&dim.path))?;
            let (key, storage) =
                bucket(value, &storage, &dim.group, &compiler).ok_or_else(|| cannot_group(&dim.path))?;
            let name = format!("k{index}");
            let key = if storage == Storage::Int { big(key) } else { key };
            inner.expr_as(key, name.clone());
            outer.expr(col(INNER, &name)).add_group_by([col(INNER, &name)]);
            grouped.keys.push(storage);
        }
        for (index, measure) in query.measures.iter().enumerate() {
            let name = format!("m{index}");
            grouped.measures.push(add_measure((&mut inner, &mut outer), &compiler, &place, measure, &name)?);
        }
        if query.dims.is_empty() && query.measures.is_empty() {
            outer.expr(count_all());
        }
        inner.expr_as(constant(1), "one");
        grouped.select = outer.from_subquery(inner, INNER).to_owned();
        Ok(grouped)
    }

    /// Counts the rows of a subform, each beside its record.
    fn enter_rows(
        &self,
        inner: &mut SelectStatement,
        compiler: &Compiler<'_>,
        place: &Place<'_>,
        subform: &str,
    ) -> Result<(), Error> {
        let outside = Place { row: None, ..place.clone() };
        let rows = known(compiler, &outside, &Path::new(subform))?;
        let Some(hop) = rows.hops.first().filter(|_| matches!(rows.end, End::Rows)) else {
            return Err(refused(&Path::new(subform), "not_a_subform"));
        };
        let table = names::part_table(self.form, subform);
        let belongs = col(ROWS, names::RECORD).eq(col(MAIN, names::ID));
        inner.join_as(JoinType::InnerJoin, table, ROWS, all(hop.gate.iter().cloned().chain([belongs])));
        Ok(())
    }
}

/// A grouped statement and how its rows are read.
struct Grouped {
    select: SelectStatement,
    keys: Vec<Storage>,
    measures: Vec<Reading>,
}

/// How a measure is read.
enum Reading {
    Count,
    Sum { scale: u32 },
    Value(Storage),
    Id,
}

impl Grouped {
    fn read(&self, row: &QueryResult) -> Result<GroupRow, Error> {
        let keys = self.keys.iter().enumerate().map(|(index, storage)| decode(row, index, storage));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let mut column = keys.len();
        let mut values = Vec::with_capacity(self.measures.len());
        for measure in &self.measures {
            values.push(match measure {
                Reading::Count => Value::Int(row.try_get_by_index(column)?),
                Reading::Sum { scale } => {
                    column += 1;
                    sum(get(row, column - 1)?, get(row, column)?, *scale)?
                }
                Reading::Value(storage) => decode(row, column, storage)?,
                Reading::Id => id(row, column)?.map_or(Value::Null, Value::Ref),
            });
            column += 1;
        }
        Ok(GroupRow { keys, values })
    }
}

fn sum(high: Option<i64>, low: Option<i64>, scale: u32) -> Result<Value, Error> {
    let (Some(high), Some(low)) = (high, low) else { return Ok(Value::Null) };
    let whole = i128::from(high) * i128::from(HALF) + i128::from(low);
    let sum = Decimal::try_from_i128_with_scale(whole, scale)
        .map_err(|error| Error::Unreadable { what: "sum", detail: error.to_string() })?;
    Ok(Value::Decimal(sum))
}

fn add_measure(
    (inner, outer): (&mut SelectStatement, &mut SelectStatement),
    compiler: &Compiler<'_>,
    place: &Place<'_>,
    measure: &BaseMeasure,
    name: &str,
) -> Result<Reading, Error> {
    let value = || col(INNER, name);
    let path = match measure {
        BaseMeasure::Count => {
            outer.expr(count_all());
            return Ok(Reading::Count);
        }
        BaseMeasure::FirstId | BaseMeasure::LastId => {
            inner.expr_as(col(MAIN, names::ID), name.to_owned());
            outer.expr(if *measure == BaseMeasure::FirstId { value().min() } else { value().max() });
            return Ok(Reading::Id);
        }
        BaseMeasure::CountOf(path) | BaseMeasure::Sum(path) | BaseMeasure::Min(path) | BaseMeasure::Max(path) => path,
    };
    let chain = known(compiler, place, path)?;
    let cannot = || refused(path, "aggregate_does_not_fit");
    if let BaseMeasure::CountOf(_) = measure {
        let there = chain.present(compiler.sqlite);
        let one = CaseStatement::new().case(there, constant(1));
        inner.expr_as(one, name.to_owned());
        outer.expr(value().count());
        return Ok(Reading::Count);
    }
    let End::One(_, storage) = chain.end.clone() else { return Err(cannot()) };
    let one = chain.value(compiler.sqlite).ok_or_else(cannot)?;
    if let BaseMeasure::Sum(_) = measure {
        let scale = match storage {
            Storage::Int => 0,
            Storage::Decimal { scale } => scale,
            _ => return Err(cannot()),
        };
        inner.expr_as(one, name.to_owned());
        outer.expr(big(value().div(constant(HALF)).sum()));
        outer.expr(big(value().modulo(constant(HALF)).sum()));
        return Ok(Reading::Sum { scale });
    }
    // PostgreSQL has no smallest truth.
    let (one, storage) = match storage {
        Storage::Json => return Err(cannot()),
        Storage::Bool => (one.cast_as("integer"), storage),
        storage => (one, storage),
    };
    inner.expr_as(one, name.to_owned());
    let end = if let BaseMeasure::Min(_) = measure { value().min() } else { value().max() };
    outer.expr(if storage == Storage::Bool { end.eq(constant(1)) } else { end });
    Ok(Reading::Value(storage))
}

/// Joins the way to a group's value; where it forks, a record stands beside each of its different values.
fn join(inner: &mut SelectStatement, chain: Chain, index: usize, sqlite: bool) -> Option<(Expr, Storage)> {
    let End::One(value, storage) = chain.end.clone() else { return None };
    if !chain.many || chain.hops.len() == 1 {
        for hop in &chain.hops {
            let key = hop.key.clone().map_or_else(always, |(before, here)| here.eq(before));
            let on = all([key].into_iter().chain(hop.gate.clone()).chain(hop.rest.clone()));
            inner.join(JoinType::LeftJoin, hop.table(sqlite), on);
        }
        return Some((value, storage));
    }
    let (first, _) = chain.hops.split_first()?;
    let (before, here) = first.key.clone()?;
    let alias = format!("d{index}");
    let mut values = Query::select();
    values.distinct().expr_as(here, "owner").expr_as(value.clone(), "value").and_where(value.is_not_null());
    chain.enter_all(&mut values, sqlite);
    let on = all([col(&alias, "owner").eq(before)].into_iter().chain(first.gate.clone()));
    inner.join_subquery(JoinType::LeftJoin, values, alias.clone(), on);
    Some((col(&alias, "value"), storage))
}

fn known(compiler: &Compiler<'_>, place: &Place<'_>, path: &Path) -> Result<Chain, Error> {
    compiler.chain(place, path).ok_or_else(|| {
        let issue = Issue::error(Pointer::root(), "unknown_field").with("field", path.to_string());
        Error::Refused(issue.with("form", &*place.form.key).into())
    })
}

fn cannot_group(path: &Path) -> Error {
    refused(path, "grouping_does_not_fit")
}

fn refused(path: &Path, code: &str) -> Error {
    Error::Refused(Issues::from(Issue::error(Pointer::root(), code).with("field", path.to_string())))
}
