//! The order of a list, and where a page of it begins.
//!
//! Blanks stand last in both directions, which neither database does by an index alone. So a list whose first
//! sort field may be blank is read in two stretches, each of which an index can serve: the records with a value,
//! then those without.

use mortise_model::{Id, Issue, Pointer, SortOrder, Storage};
use sea_orm::{
    QueryResult,
    sea_query::{Expr, ExprTrait, NullOrdering, Order, SelectStatement},
};
use serde::{Deserialize, Serialize};

use super::{
    Sort,
    chain::{End, Place},
    compile::Compiler,
    sql::{all, any, col},
};
use crate::{Error, decode::get, names};

/// One thing to sort by, in SQL.
pub(super) struct SortColumn {
    expr: Expr,
    order: SortOrder,
    nullable: bool,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Number,
    Text,
    Truth,
}

/// A stretch of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stretch {
    /// All at once: the first sort field is never blank, or there is none.
    Whole,
    /// Those with a value in the first sort field.
    Filled,
    /// Those without.
    Blank,
}

/// What a record has in the sort fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum SortValue {
    Null,
    Truth(bool),
    Number(i64),
    Text(String),
}

/// A place in a list: after the record with these values and this id, or where a stretch begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Position {
    pub(super) stretch: Stretch,
    pub(super) last: Option<(Vec<SortValue>, Id)>,
}

/// The sort fields in SQL, or what is wrong with them.
pub(super) fn columns(compiler: &Compiler<'_>, place: &Place<'_>, sorts: &[Sort]) -> Result<Vec<SortColumn>, Issue> {
    sorts.iter().enumerate().map(|(index, sort)| column(compiler, place, index, sort)).collect()
}

fn column(compiler: &Compiler<'_>, place: &Place<'_>, index: usize, sort: &Sort) -> Result<SortColumn, Issue> {
    let pointer = || Pointer::root().at("sort").at(index).at("field");
    let issue = |code: &str| Issue::error(pointer(), code).with("field", sort.field.to_string());
    let unknown = || issue("unknown_field").with("form", &*place.form.key);
    let chain = compiler.chain(place, &sort.field).ok_or_else(unknown)?;
    let storage = match &chain.end {
        End::One(_, storage) => storage.clone(),
        End::Range(_, _, Storage::DateRange) => Storage::Date,
        End::Range(..) => Storage::Instant,
        End::Rows => return Err(issue("not_sortable")),
    };
    let kind = match storage {
        Storage::Text | Storage::Date | Storage::Time => Kind::Text,
        Storage::Bool => Kind::Truth,
        Storage::Int | Storage::Decimal { .. } | Storage::Instant | Storage::Ref(_) => Kind::Number,
        _ => return Err(issue("not_sortable")),
    };
    let expr = chain.value(compiler.sqlite).ok_or_else(|| issue("not_sortable"))?;
    let filled = [names::ID, names::VERSION, "_created_at", "_updated_at"];
    let nullable = !filled.contains(&sort.field.to_string().as_str());
    Ok(SortColumn { expr, order: sort.order, nullable, kind })
}

/// The stretches of a list, in order.
pub(super) fn stretches(columns: &[SortColumn]) -> &'static [Stretch] {
    match columns.first() {
        Some(first) if first.nullable => &[Stretch::Filled, Stretch::Blank],
        _ => &[Stretch::Whole],
    }
}

/// Puts the statement in order, restricted to a stretch and to what comes after a position.
/// The record's id comes last, in the direction of the last sort field.
pub(super) fn apply(
    select: &mut SelectStatement,
    alias: &str,
    columns: &[SortColumn],
    stretch: Stretch,
    after: Option<&Position>,
) {
    let rest = match stretch {
        Stretch::Whole => columns,
        Stretch::Filled | Stretch::Blank => &columns[1..],
    };
    let down = columns.last().is_some_and(|last| last.order == SortOrder::Descending);
    let id = col(alias, names::ID);
    match stretch {
        Stretch::Filled => {
            select.and_where(columns[0].expr.clone().is_not_null());
            select.order_by_expr(columns[0].expr.clone(), columns[0].direction());
        }
        Stretch::Blank => {
            select.and_where(columns[0].expr.clone().is_null());
        }
        Stretch::Whole => {}
    }
    for column in rest {
        match column.nullable {
            true => {
                select.order_by_expr_with_nulls(column.expr.clone(), column.direction(), NullOrdering::Last);
            }
            false => {
                select.order_by_expr(column.expr.clone(), column.direction());
            }
        }
    }
    select.order_by_expr(id.clone(), if down { Order::Desc } else { Order::Asc });
    if let Some((values, last)) = after.and_then(|after| after.last.as_ref()) {
        let end = if down { id.lt(last.raw()) } else { id.gt(last.raw()) };
        select.and_where(match stretch {
            Stretch::Whole => behind(columns, values, end),
            Stretch::Blank => behind(rest, &values[1..], end),
            Stretch::Filled => behind_first(columns, values, end),
        });
    }
}

/// As [`behind`], with the first field bounded in words that an index understands.
fn behind_first(columns: &[SortColumn], values: &[SortValue], end: Expr) -> Expr {
    let (first, value) = (&columns[0], values[0].bound());
    let from = match first.order {
        SortOrder::Ascending => first.expr.clone().gte(value),
        SortOrder::Descending => first.expr.clone().lte(value),
    };
    let equal = first.expr.clone().eq(values[0].bound());
    from.and(any([first.beyond(&values[0]), equal.and(behind(&columns[1..], &values[1..], end))]))
}

fn behind(columns: &[SortColumn], values: &[SortValue], end: Expr) -> Expr {
    let (Some((column, columns)), Some((value, values))) = (columns.split_first(), values.split_first()) else {
        return end;
    };
    let rest = behind(columns, values, end);
    if *value == SortValue::Null {
        return column.expr.clone().is_null().and(rest);
    }
    let equal = column.expr.clone().eq(value.bound());
    let blank = column.nullable.then(|| column.expr.clone().is_null());
    any([column.beyond(value)].into_iter().chain(blank).chain([all([equal, rest])]))
}

impl SortColumn {
    pub(super) fn expr(&self) -> Expr {
        self.expr.clone()
    }

    fn direction(&self) -> Order {
        match self.order {
            SortOrder::Ascending => Order::Asc,
            SortOrder::Descending => Order::Desc,
        }
    }

    fn beyond(&self, value: &SortValue) -> Expr {
        match self.order {
            SortOrder::Ascending => self.expr.clone().gt(value.bound()),
            SortOrder::Descending => self.expr.clone().lt(value.bound()),
        }
    }

    /// The value of this field in a row.
    pub(super) fn read(&self, row: &QueryResult, index: usize) -> Result<SortValue, Error> {
        let value = match self.kind {
            Kind::Number => get::<i64>(row, index)?.map(SortValue::Number),
            Kind::Text => get::<String>(row, index)?.map(SortValue::Text),
            Kind::Truth => get::<bool>(row, index)?.map(SortValue::Truth),
        };
        Ok(value.unwrap_or(SortValue::Null))
    }

    /// Whether a value from outside can be one of this field.
    pub(super) fn takes(&self, value: &SortValue) -> bool {
        match value {
            SortValue::Null => self.nullable,
            SortValue::Truth(_) => matches!(self.kind, Kind::Truth),
            SortValue::Number(_) => matches!(self.kind, Kind::Number),
            SortValue::Text(text) => matches!(self.kind, Kind::Text) && !text.contains('\0'),
        }
    }
}

impl SortValue {
    fn bound(&self) -> sea_orm::Value {
        match self {
            Self::Null => sea_orm::Value::BigInt(None),
            Self::Truth(truth) => (*truth).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}
