//! The few shapes of SQL that the query builder has no word for. What varies in them is always an
//! expression or one of our own constants, never a text from outside.

use sea_orm::sea_query::{
    Asterisk, BinOper, CaseStatement, Expr, ExprTrait, Func, FunctionCall, Keyword, SelectStatement, SimpleExpr,
};

/// A column of an aliased table; of the only table where the alias is empty.
pub(super) fn col(alias: &str, name: &str) -> Expr {
    if alias.is_empty() { Expr::col(name.to_owned()) } else { Expr::col((alias.to_owned(), name.to_owned())) }
}

/// The negation of a condition for which unknown counts as false, so that there is no third truth.
pub(super) fn not(condition: Expr) -> Expr {
    condition.binary(BinOper::IsNot, SimpleExpr::Keyword(Keyword::Custom("TRUE".into())))
}

pub(super) fn never() -> Expr {
    constant(1).eq(constant(0))
}

pub(super) fn always() -> Expr {
    constant(1).eq(constant(1))
}

/// A number of our own, written into the statement.
pub(super) fn constant(number: i64) -> Expr {
    Expr::Constant(number.into())
}

/// The condition, by which SQLite finds no records: it only judges those that it has found otherwise.
pub(super) fn only_judged(condition: Expr) -> Expr {
    Expr::cust_with_expr("+(?)", condition)
}

/// All of them; true of none.
pub(super) fn all(parts: impl IntoIterator<Item = Expr>) -> Expr {
    parts.into_iter().reduce(Expr::and).unwrap_or_else(always)
}

/// One of them; false of none.
pub(super) fn any(parts: impl IntoIterator<Item = Expr>) -> Expr {
    parts.into_iter().reduce(Expr::or).unwrap_or_else(never)
}

/// The value where the condition holds, else blank.
pub(super) fn only_if(condition: Option<Expr>, value: Expr) -> Expr {
    match condition {
        Some(condition) => CaseStatement::new().case(condition, value).into(),
        None => value,
    }
}

/// The members of a list, as a table with the column `value`.
pub(super) fn members(list: Expr, sqlite: bool) -> FunctionCall {
    Func::cust(if sqlite { "json_each" } else { "jsonb_array_elements_text" }).arg(list)
}

/// Whether a subquery finds something.
///
/// SQLite 3.51 makes a join of it and then finds too little where the subquery holds a further one that depends on
/// the outer row (a test has such a question); it leaves a subquery with a limit as it is.
pub(super) fn exists(mut select: SelectStatement, sqlite: bool) -> Expr {
    if sqlite {
        select.limit(1);
    }
    Expr::exists(select)
}

/// How many rows there are.
pub(super) fn count_all() -> Expr {
    Func::count(Expr::col(Asterisk)).into()
}

/// A number that both databases take for 64 bits wide.
pub(super) fn big(number: Expr) -> Expr {
    number.cast_as("bigint")
}
