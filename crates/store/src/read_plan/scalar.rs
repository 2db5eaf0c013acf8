//! Comparing one column with one value, or with another column.

use chrono::NaiveDate;
use mortise_model::{Decimal, FilterOp, Storage, Value};
use sea_orm::{
    Value as Bound,
    sea_query::{CaseStatement, Expr, ExprTrait, Func},
};

use super::{
    chain::End,
    compile::Compiler,
    pattern::{self, Where},
    sql::{all, any, constant, never},
};
use crate::decode::{day, scalar};

/// Whether the end compares so with the value, which is not blank; `None` where that cannot be asked.
pub(super) fn value_test(end: &End, op: FilterOp, value: &Value, compiler: &Compiler<'_>) -> Option<Expr> {
    if let FilterOp::Overlaps | FilterOp::Covers = op {
        return span_test(end, op, value, compiler);
    }
    let (column, storage) = match end {
        End::One(column, storage) => (column.clone(), storage),
        End::Range(start, last, _) => return range_test((start, last), op, value),
        End::Rows => return None,
    };
    match (storage, op) {
        (Storage::Text, FilterOp::Contains | FilterOp::StartsWith | FilterOp::EndsWith) => {
            let at = match op {
                FilterOp::StartsWith => Where::AtStart,
                FilterOp::EndsWith => Where::AtEnd,
                _ => Where::Anywhere,
            };
            Some(value.as_text().map_or_else(never, |part| pattern::holds(column, part, at, compiler.sqlite)))
        }
        (Storage::Int, _) => number_test(column, op, value, 0),
        (Storage::Decimal { scale }, _) => number_test(column, op, value, *scale),
        (Storage::Instant, _) => moment_test(column, op, value, compiler),
        (Storage::Date, _) => match value {
            Value::Instant(at) => ordered(column, op, bound_day(compiler.moment.day_of(*at))),
            Value::Date(date) => ordered(column, op, bound_day(*date)),
            _ => known(op, never()),
        },
        (Storage::Ref(_) | Storage::Json, FilterOp::Gt | FilterOp::Gte | FilterOp::Lt | FilterOp::Lte) => None,
        (Storage::Json, _) => None,
        (storage, _) => match scalar(storage, value, compiler.sqlite) {
            Some(bound) => ordered(column, op, bound),
            None => known(op, never()),
        },
    }
}

/// Whether the end equals one of the values.
pub(super) fn one_of(end: &End, values: &[&Value], compiler: &Compiler<'_>) -> Option<Expr> {
    if let End::One(column, storage @ (Storage::Text | Storage::Ref(_))) = end {
        let fitting = values.iter().filter_map(|value| scalar(storage, value, compiler.sqlite));
        return Some(column.clone().is_in(fitting.collect::<Vec<Bound>>()));
    }
    let each: Option<Vec<Expr>> = values.iter().map(|value| value_test(end, FilterOp::Eq, value, compiler)).collect();
    each.map(any)
}

/// Whether the end of one path compares so with that of another, both not blank.
pub(super) fn column_test(left: &End, op: FilterOp, right: &End, compiler: &Compiler<'_>) -> Option<Expr> {
    if let FilterOp::Overlaps | FilterOp::Covers = op {
        let (left, right) = (moments_of(left, compiler)?, moments_of(right, compiler)?);
        return Some(spans(left, op, right));
    }
    match (left, right) {
        (End::One(left, a), End::One(right, b)) => column_pair((left.clone(), a), op, (right.clone(), b), compiler),
        (End::Range(start, last, a), End::Range(other, end, b)) if op == FilterOp::Eq && a == b => {
            Some(start.clone().eq(other.clone()).and(last.clone().eq(end.clone())))
        }
        _ => None,
    }
}

fn column_pair(
    (left, a): (Expr, &Storage),
    op: FilterOp,
    (right, b): (Expr, &Storage),
    compiler: &Compiler<'_>,
) -> Option<Expr> {
    let scale = |storage: &Storage| match storage {
        Storage::Int => Some(0),
        Storage::Decimal { scale } => Some(*scale),
        _ => None,
    };
    match (a, b) {
        (a, b) if scale(a).is_some() && scale(b).is_some() => {
            let (a, b) = (scale(a)?, scale(b)?);
            if a >= b { scaled(left, op, right, a - b) } else { scaled(right, turned(op)?, left, b - a) }
        }
        (Storage::Date, Storage::Instant) => column_pair((right, b), turned(op)?, (left, a), compiler),
        (Storage::Instant, Storage::Date) => {
            let begins = day_begins(right, compiler);
            let next = begins.clone().add(constant(DAY_MS));
            Some(match op {
                FilterOp::Eq => left.clone().gte(begins).and(left.lt(next)),
                FilterOp::Gt => left.gte(next),
                FilterOp::Gte => left.gte(begins),
                FilterOp::Lt => left.lt(begins),
                FilterOp::Lte => left.lt(next),
                _ => return None,
            })
        }
        (Storage::Ref(_), Storage::Ref(_)) if op == FilterOp::Eq => Some(left.eq(right)),
        (Storage::Ref(_), _) | (Storage::Json, _) => None,
        (a, b) if a == b => ordered(left, op, right),
        // Values without a common order are never equal.
        _ => Some(never()),
    }
}

/// A day in milliseconds.
pub(super) const DAY_MS: i64 = 86_400_000;

/// `left ÷ 10^places` compared with `right`, without leaving 64 bits: the larger scale is divided, its remainder kept.
fn scaled(left: Expr, op: FilterOp, right: Expr, places: u32) -> Option<Expr> {
    if places == 0 {
        return ordered(left, op, right);
    }
    let factor = 10i64.checked_pow(places)?;
    let rest = || left.clone().modulo(constant(factor));
    let cut = || left.clone().div(constant(factor));
    // Division cuts towards zero: of a negative number with a rest, the floor is one below.
    let floor = || cut().sub(one_where(rest().lt(constant(0))));
    let ceiling = || cut().add(one_where(rest().gt(constant(0))));
    Some(match op {
        FilterOp::Eq => rest().eq(constant(0)).and(cut().eq(right)),
        FilterOp::Gt => ceiling().gt(right),
        FilterOp::Gte => floor().gte(right),
        FilterOp::Lt => floor().lt(right),
        FilterOp::Lte => ceiling().lte(right),
        _ => return None,
    })
}

/// Divided towards minus infinity.
pub(super) fn floor_div(number: Expr, by: i64) -> Expr {
    let below = one_where(number.clone().modulo(constant(by)).lt(constant(0)));
    number.div(constant(by)).sub(below)
}

fn one_where(condition: Expr) -> Expr {
    CaseStatement::new().case(condition, constant(1)).finally(constant(0)).into()
}

fn turned(op: FilterOp) -> Option<FilterOp> {
    Some(match op {
        FilterOp::Eq => FilterOp::Eq,
        FilterOp::Gt => FilterOp::Lt,
        FilterOp::Gte => FilterOp::Lte,
        FilterOp::Lt => FilterOp::Gt,
        FilterOp::Lte => FilterOp::Gte,
        _ => return None,
    })
}

fn ordered(column: Expr, op: FilterOp, right: impl Into<Expr>) -> Option<Expr> {
    let right = right.into();
    Some(match op {
        FilterOp::Eq => column.eq(right),
        FilterOp::Gt => column.gt(right),
        FilterOp::Gte => column.gte(right),
        FilterOp::Lt => column.lt(right),
        FilterOp::Lte => column.lte(right),
        _ => return None,
    })
}

/// The answer for a value of another type, where the operator is one that could be asked.
fn known(op: FilterOp, answer: Expr) -> Option<Expr> {
    let orders = matches!(op, FilterOp::Eq | FilterOp::Gt | FilterOp::Gte | FilterOp::Lt | FilterOp::Lte);
    orders.then_some(answer)
}

/// A stored whole number compared with an exact one that may lie between two, or beyond all, stored ones.
fn number_test(column: Expr, op: FilterOp, value: &Value, scale: u32) -> Option<Expr> {
    let Some(number) = value.as_decimal() else { return known(op, never()) };
    let factor = Decimal::from(10i64.checked_pow(scale)?);
    let present = || column.clone().is_not_null();
    let floor = number.checked_mul(factor).map(|scaled| scaled.floor());
    let Some(stored) = floor.and_then(|floor| i64::try_from(floor).ok()) else {
        let above_all = number.is_sign_positive();
        return known(
            op,
            match (op, above_all) {
                (FilterOp::Lt | FilterOp::Lte, true) | (FilterOp::Gt | FilterOp::Gte, false) => present(),
                _ => never(),
            },
        );
    };
    let exact = floor == number.checked_mul(factor);
    match op {
        FilterOp::Eq if !exact => Some(never()),
        // Between two stored numbers, "at least" means "more than the lower", and "less" means "at most the lower".
        FilterOp::Gte if !exact => ordered(column, FilterOp::Gt, stored),
        FilterOp::Lt if !exact => ordered(column, FilterOp::Lte, stored),
        _ => ordered(column, op, stored),
    }
}

fn moment_test(column: Expr, op: FilterOp, value: &Value, compiler: &Compiler<'_>) -> Option<Expr> {
    match value {
        Value::Instant(at) => {
            let micros = Decimal::from(at.timestamp_micros()) / Decimal::from(1000);
            number_test(column, op, &Value::Decimal(micros), 0)
        }
        Value::Date(date) => {
            let first = compiler.moment.start_of(*date).timestamp_millis();
            let last = compiler.moment.end_of(*date).timestamp_millis();
            Some(match op {
                FilterOp::Eq => column.between(first, last),
                FilterOp::Gt => column.gt(last),
                FilterOp::Gte => column.gte(first),
                FilterOp::Lt => column.lt(first),
                FilterOp::Lte => column.lte(last),
                _ => return None,
            })
        }
        _ => known(op, never()),
    }
}

fn bound_day(date: NaiveDate) -> Bound {
    day(date).unwrap_or_else(|| date.to_string()).into()
}

/// A range compared with a range: by start, then by end.
fn range_test((start, last): (&Expr, &Expr), op: FilterOp, value: &Value) -> Option<Expr> {
    let (from, to): (Bound, Bound) = match value {
        Value::DateRange { start, end } => (bound_day(*start), bound_day(*end)),
        Value::InstantRange { start, end } => (start.timestamp_millis().into(), end.timestamp_millis().into()),
        _ => return known(op, never()),
    };
    let (start, last) = (start.clone(), last.clone());
    let equal = || start.clone().eq(from.clone());
    Some(match op {
        FilterOp::Eq => equal().and(last.eq(to)),
        FilterOp::Gt => start.clone().gt(from.clone()).or(equal().and(last.gt(to))),
        FilterOp::Gte => start.clone().gt(from.clone()).or(equal().and(last.gte(to))),
        FilterOp::Lt => start.clone().lt(from.clone()).or(equal().and(last.lt(to))),
        FilterOp::Lte => start.clone().lt(from.clone()).or(equal().and(last.lte(to))),
        _ => return None,
    })
}

type Span = (Expr, Expr);

fn spans(left: Span, op: FilterOp, right: Span) -> Expr {
    match op {
        FilterOp::Covers => all([left.0.lte(right.0), right.1.lte(left.1)]),
        _ => all([left.0.lte(right.1), right.0.lte(left.1)]),
    }
}

/// Whether the days or moments at the end touch, or hold, those of the value.
fn span_test(end: &End, op: FilterOp, value: &Value, compiler: &Compiler<'_>) -> Option<Expr> {
    let moment = &compiler.moment;
    let (by_day, left) = match end {
        End::One(column, Storage::Date) => (true, (column.clone(), column.clone())),
        End::One(column, Storage::Instant) => (false, (column.clone(), column.clone())),
        End::Range(start, last, storage) => (*storage == Storage::DateRange, (start.clone(), last.clone())),
        _ => return None,
    };
    let by_days = |from: NaiveDate, to: NaiveDate| (Expr::val(bound_day(from)), Expr::val(bound_day(to)));
    let right = match (value, by_day) {
        (Value::Date(date), true) => by_days(*date, *date),
        (Value::DateRange { start, end }, true) => by_days(*start, *end),
        (Value::Instant(at), true) => by_days(moment.day_of(*at), moment.day_of(*at)),
        (Value::InstantRange { start, end }, true) => by_days(moment.day_of(*start), moment.day_of(*end)),
        (Value::Date(date), false) => day_moments((*date, *date), compiler),
        (Value::DateRange { start, end }, false) => day_moments((*start, *end), compiler),
        (Value::Instant(at), false) => (at.timestamp_millis().into(), at.timestamp_millis().into()),
        (Value::InstantRange { start, end }, false) => (start.timestamp_millis().into(), end.timestamp_millis().into()),
        _ => return Some(never()),
    };
    Some(spans(left, op, right))
}

fn day_moments((from, to): (NaiveDate, NaiveDate), compiler: &Compiler<'_>) -> Span {
    let from = compiler.moment.start_of(from).timestamp_millis();
    let to = compiler.moment.end_of(to).timestamp_millis();
    (from.into(), to.into())
}

/// The first and last moment at the end, as milliseconds.
fn moments_of(end: &End, compiler: &Compiler<'_>) -> Option<Span> {
    let last_of = |day: &Expr| day_begins(day.clone(), compiler).add(constant(DAY_MS - 1));
    Some(match end {
        End::One(column, Storage::Instant) => (column.clone(), column.clone()),
        End::One(column, Storage::Date) => (day_begins(column.clone(), compiler), last_of(column)),
        End::Range(start, last, Storage::InstantRange) => (start.clone(), last.clone()),
        End::Range(start, last, Storage::DateRange) => (day_begins(start.clone(), compiler), last_of(last)),
        _ => return None,
    })
}

/// The first millisecond of a stored day where the tenant is.
fn day_begins(day: Expr, compiler: &Compiler<'_>) -> Expr {
    let offset = i64::from(compiler.moment.zone.local_minus_utc()) * 1000;
    let utc = if compiler.sqlite {
        Expr::from(Func::cust("unixepoch").arg(day)).mul(constant(1000))
    } else {
        let first = Expr::val("1970-01-01").cast_as("date");
        day.cast_as("date").sub(first).cast_as("bigint").mul(constant(DAY_MS))
    };
    utc.sub(constant(offset))
}
