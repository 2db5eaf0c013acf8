//! Putting values into groups, alike on both databases.

use mortise_model::{FilterOp, Storage, Value};
use mortise_reports::DimGroup;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func};

use super::{
    chain::End,
    compile::Compiler,
    scalar::{DAY_MS, floor_div, value_test},
    sql::constant,
};

/// The key of the group in which a value stands, and how it is stored; `None` where values do not group so.
pub(super) fn bucket(
    value: Expr,
    storage: &Storage,
    group: &DimGroup,
    compiler: &Compiler<'_>,
) -> Option<(Expr, Storage)> {
    let written = match (storage, group) {
        (Storage::Json, _) => return None,
        (storage, DimGroup::Exact) => return Some((value, storage.clone())),
        (Storage::Int | Storage::Decimal { .. }, DimGroup::Range(edges)) => {
            return range(value, storage, edges, compiler).map(|place| (place, Storage::Int));
        }
        (Storage::Date, _) => value,
        (Storage::Instant, _) => day_of(value, compiler),
        _ => return None,
    };
    let sqlite = compiler.sqlite;
    let key = match group {
        DimGroup::Year => part(written, 1, 4),
        DimGroup::Quarter => quarter(written),
        DimGroup::Month => part(written, 1, 7),
        DimGroup::Week if sqlite => Func::cust("strftime").arg("%G-W%V").arg(written).into(),
        DimGroup::Week => to_char(written.cast_as("date"), "IYYY\"-W\"IW"),
        DimGroup::Day => written,
        DimGroup::Exact | DimGroup::Range(_) => return None,
    };
    Some((key, Storage::Text))
}

fn part(text: Expr, from: i64, length: i64) -> Expr {
    Func::cust("substr").arg(text).arg(constant(from)).arg(constant(length)).into()
}

/// `2026-Q2`, for each month by name: arithmetic on texts is not the same on both databases.
fn quarter(day: Expr) -> Expr {
    let month = part(day.clone(), 6, 2);
    let mut quarter = CaseStatement::new();
    for (last, name) in [("03", "-Q1"), ("06", "-Q2"), ("09", "-Q3")] {
        quarter = quarter.case(month.clone().lte(last), name);
    }
    let quarter = quarter.case(day.clone().is_not_null(), "-Q4");
    part(day, 1, 4).binary(sea_orm::sea_query::BinOper::Custom("||"), quarter)
}

/// The day on which a moment falls where the tenant is, as text.
fn day_of(moment: Expr, compiler: &Compiler<'_>) -> Expr {
    let offset = i64::from(compiler.moment.zone.local_minus_utc()) * 1000;
    let days = floor_div(moment.add(constant(offset)), DAY_MS);
    if compiler.sqlite {
        return Func::cust("date").arg(days.mul(constant(86_400))).arg("unixepoch").into();
    }
    let first = Expr::val("1970-01-01").cast_as("date");
    to_char(first.add(days.cast_as("integer")), "YYYY-MM-DD")
}

fn to_char(moment: Expr, format: &'static str) -> Expr {
    Func::cust("to_char").arg(moment).arg(format).into()
}

/// How many edges are not above the number.
fn range(value: Expr, storage: &Storage, edges: &[mortise_model::Decimal], compiler: &Compiler<'_>) -> Option<Expr> {
    let end = End::One(value.clone(), storage.clone());
    let mut place = CaseStatement::new().case(value.is_null(), Expr::Keyword(sea_orm::sea_query::Keyword::Null));
    for (below, edge) in (0i64..).zip(edges) {
        place = place.case(value_test(&end, FilterOp::Lt, &Value::Decimal(*edge), compiler)?, constant(below));
    }
    Some(place.finally(constant(i64::try_from(edges.len()).ok()?)).into())
}
