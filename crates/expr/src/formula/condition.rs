//! A condition written in the language, as a [`Filter`]: what `related("form", condition)` and the aggregates over
//! rows take. It is read from the tree of the source and never evaluated.

use mortise_model::{Filter, FilterOp, Issue, Operand, Path, RelativeRange, Unit, Variable};
use rhai::{Expr, FnCallExpr, Position};
use serde_json::{Value as Json, json};

use super::compile::{constant_text, issue, method_calls_unfolded};

/// The filter that an expression means.
pub(super) fn condition(expr: &Expr) -> Result<Filter, Issue> {
    let expr = method_calls_unfolded(expr.clone())?;
    match &expr {
        Expr::And(parts, _) => parts.iter().map(condition).collect::<Result<_, _>>().map(Filter::And),
        Expr::Or(parts, _) => parts.iter().map(condition).collect::<Result<_, _>>().map(Filter::Or),
        Expr::BoolConstant(true, _) => Ok(Filter::And(Vec::new())),
        Expr::BoolConstant(false, _) => Ok(Filter::Or(Vec::new())),
        Expr::FnCall(call, pos) => from_call(call, *pos),
        other => match path(other) {
            Some(field) => Ok(Filter::Compare { field, op: FilterOp::Eq, value: Operand::Json(json!(true)) }),
            None => Err(refused("expression", other.start_position())),
        },
    }
}

fn from_call(call: &FnCallExpr, pos: Position) -> Result<Filter, Issue> {
    let args: Vec<Expr> = call.args.iter().cloned().map(method_calls_unfolded).collect::<Result<_, _>>()?;
    match (call.name.as_str(), args.as_slice()) {
        ("!", [inner]) => condition(inner).map(|inner| Filter::Not(Box::new(inner))),
        ("contains", [container, item]) => member(container, item),
        ("is_blank", [field]) => compared(field, FilterOp::IsEmpty, Operand::Json(Json::Null)),
        ("within", [field, range]) => compared(field, FilterOp::Within, relative(range)?),
        ("between", [field, from, to]) => {
            let (Some(from), Some(to)) = (constant(from), constant(to)) else {
                return Err(refused("between", pos));
            };
            compared(field, FilterOp::Between, Operand::Json(json!([from, to])))
        }
        (name, [left, right]) => match (order(name), named(name)) {
            (Some((op, turned)), _) => comparison(left, right, op, turned),
            (None, Some(op)) => compared(left, op, operand(right)?),
            (None, None) => Err(refused(name, pos)),
        },
        (name, _) => Err(refused(name, pos)),
    }
}

/// A comparison, and the one that means the same with the sides turned.
fn order(name: &str) -> Option<(FilterOp, FilterOp)> {
    use FilterOp::{Eq, Gt, Gte, Lt, Lte, Ne};
    Some(match name {
        "==" => (Eq, Eq),
        "!=" => (Ne, Ne),
        ">" => (Gt, Lt),
        ">=" => (Gte, Lte),
        "<" => (Lt, Gt),
        "<=" => (Lte, Gte),
        _ => return None,
    })
}

fn named(name: &str) -> Option<FilterOp> {
    Some(match name {
        "starts_with" => FilterOp::StartsWith,
        "ends_with" => FilterOp::EndsWith,
        "has_any" => FilterOp::HasAny,
        "has_all" => FilterOp::HasAll,
        "overlaps" => FilterOp::Overlaps,
        "covers" => FilterOp::Covers,
        _ => return None,
    })
}

fn comparison(left: &Expr, right: &Expr, op: FilterOp, turned: FilterOp) -> Result<Filter, Issue> {
    let foreign = |expr: &Expr| path(expr).is_some_and(|path| path.head() != "record");
    if foreign(left) { compared(left, op, operand(right)?) } else { compared(right, turned, operand(left)?) }
}

fn compared(field: &Expr, op: FilterOp, value: Operand) -> Result<Filter, Issue> {
    let Some(field) = path(field).filter(|path| path.head() != "record") else {
        return Err(refused("field", field.start_position()));
    };
    Ok(match (op, &value) {
        (FilterOp::Eq, Operand::Json(Json::Null)) => Filter::Compare { field, op: FilterOp::IsEmpty, value },
        (FilterOp::Ne, Operand::Json(Json::Null)) => Filter::Compare { field, op: FilterOp::NotEmpty, value },
        _ => Filter::Compare { field, op, value },
    })
}

/// `field in [..]`, or `item in field` for a field that is a text or a list; the engine writes both as `contains`.
fn member(container: &Expr, item: &Expr) -> Result<Filter, Issue> {
    if path(container).is_some_and(|path| path.head() != "record") {
        return compared(container, FilterOp::Contains, operand(item)?);
    }
    compared(item, FilterOp::In, operand(container)?)
}

fn operand(expr: &Expr) -> Result<Operand, Issue> {
    if let Some(literal) = constant(expr) {
        return Ok(Operand::Json(literal));
    }
    if let Some(path) = path(expr) {
        return Ok(match (path.head(), path.tail()) {
            ("record", Some(tail)) => Operand::Record(tail),
            _ => Operand::Field(path),
        });
    }
    let Expr::FnCall(call, pos) = expr else {
        return Err(refused("expression", expr.start_position()));
    };
    match (call.name.as_str(), call.args.as_slice()) {
        ("today", []) => Ok(Operand::Var(Variable::Today)),
        ("now", []) => Ok(Operand::Var(Variable::Now)),
        ("me", []) => Ok(Operand::Var(Variable::Me)),
        ("my_dept", []) => Ok(Operand::Var(Variable::MyDept)),
        ("my_depts", []) => Ok(Operand::Var(Variable::MyDepts)),
        ("param", [name]) => match constant_text(name) {
            Some(name) => Ok(Operand::Param(name)),
            None => Err(refused("param", *pos)),
        },
        (name, _) => Err(refused(name, *pos)),
    }
}

/// `"today"`, `"this_month"`, `"last_week"`, `"next_year"`, `last_days(7)`, `next_days(30)`.
fn relative(expr: &Expr) -> Result<Operand, Issue> {
    if let Some(name) = constant_text(expr) {
        return Ok(named_range(&name).map_or(Operand::Json(json!(name)), Operand::Relative));
    }
    let Expr::FnCall(call, pos) = expr else {
        return Err(refused("within", expr.start_position()));
    };
    let days = match call.args.as_slice() {
        [days] => constant(days).and_then(|days| days.as_str()?.parse::<u32>().ok()),
        _ => None,
    };
    match (call.name.as_str(), days) {
        ("last_days", Some(days)) => Ok(Operand::Relative(RelativeRange::LastDays(days))),
        ("next_days", Some(days)) => Ok(Operand::Relative(RelativeRange::NextDays(days))),
        _ => Err(refused("within", *pos)),
    }
}

fn named_range(name: &str) -> Option<RelativeRange> {
    let (which, unit) = name.split_once('_')?;
    let unit = serde_json::from_value::<Unit>(json!(unit)).ok()?;
    Some(match which {
        "this" => RelativeRange::This(unit),
        "last" => RelativeRange::Last(unit),
        "next" => RelativeRange::Next(unit),
        _ => return None,
    })
}

/// The JSON that a literal is; numbers as texts, which keep their digits.
fn constant(expr: &Expr) -> Option<Json> {
    match expr {
        Expr::Unit(_) => Some(Json::Null),
        Expr::BoolConstant(truth, _) => Some(json!(truth)),
        Expr::DynamicConstant(number, _) => number.as_decimal().ok().map(|number| json!(number.to_string())),
        Expr::Array(members, _) => members.iter().map(constant).collect::<Option<Vec<_>>>().map(Json::Array),
        Expr::FnCall(call, _) if call.name == "-" && call.args.len() == 1 => {
            constant(&call.args[0])?.as_str().map(|number| json!(format!("-{number}")))
        }
        other => constant_text(other).map(Json::String),
    }
}

/// The path that an expression is.
fn path(expr: &Expr) -> Option<Path> {
    let Expr::Variable(variable, ..) = expr else { return None };
    variable.2.is_empty().then(|| Path::new(&variable.1))
}

fn refused(what: &str, pos: Position) -> Issue {
    issue("condition_not_possible", pos).with("what", what)
}
