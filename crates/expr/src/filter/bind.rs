use mortise_model::{Filter, FilterOp, Id, Need, Operand, Path, Question, Storage, Value, Variable};
use serde_json::{Value as Json, json};

use super::{Right, fact_value, literal, literal::free_literal, within_days};
use crate::{Scope, reach};

/// The filter with all that depends on the viewer, the moment, parameters and this record written in, ready to be
/// asked of another form's records or of a list.
///
/// `{"var"}`, `{"param"}` and `{"record": path}` (a field of the scope's own record) become literals. Left alone are
/// `{"field"}` and, inside `exists`, `{"record"}`, which speak of the records asked for, and relative ranges. A
/// comparison with a variable that stands for nobody, or with the `_id` of a new record, becomes one that never holds
/// (a negated one: always).
pub fn bind(filter: &Filter, scope: &Scope<'_>) -> Result<Filter, Need> {
    bound(filter, scope, Depth::Top)
}

/// Whether `{"record"}` means the scope's record or one of those asked for.
#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Top,
    Inside,
}

fn bound(filter: &Filter, scope: &Scope<'_>, depth: Depth) -> Result<Filter, Need> {
    match filter {
        Filter::And(parts) => parts_bound(parts, scope, depth).map(Filter::And),
        Filter::Or(parts) => parts_bound(parts, scope, depth).map(Filter::Or),
        Filter::Not(part) => Ok(Filter::Not(Box::new(bound(part, scope, depth)?))),
        Filter::Exists(exists) => {
            let mut exists = exists.clone();
            exists.filter = match &exists.filter {
                Some(inner) => Some(bound(inner, scope, Depth::Inside)?),
                None => None,
            };
            Ok(Filter::Exists(exists))
        }
        Filter::Compare { field, op, value } => {
            let value = match value {
                Operand::Record(_) if depth == Depth::Inside => Some(value.clone()),
                Operand::Var(_) | Operand::Param(_) | Operand::Record(_) => written(value, scope)?.map(Operand::Json),
                Operand::Json(_) | Operand::Field(_) | Operand::Relative(_) => Some(value.clone()),
            };
            Ok(match value {
                Some(value) => Filter::Compare { field: field.clone(), op: *op, value },
                None if negative(*op) => Filter::And(Vec::new()),
                None => Filter::Or(Vec::new()),
            })
        }
    }
}

fn parts_bound(parts: &[Filter], scope: &Scope<'_>, depth: Depth) -> Result<Vec<Filter>, Need> {
    let mut open = Vec::new();
    let mut done = Vec::new();
    for part in parts {
        match bound(part, scope, depth) {
            Ok(part) => done.push(part),
            Err(Need(questions)) => open.extend(questions),
        }
    }
    if open.is_empty() { Ok(done) } else { Err(Need(open)) }
}

fn negative(op: FilterOp) -> bool {
    matches!(op, FilterOp::Ne | FilterOp::NotIn | FilterOp::NotContains)
}

/// The literal that an operand stands for; `None` where it stands for nobody or nothing.
fn written(operand: &Operand, scope: &Scope<'_>) -> Result<Option<Json>, Need> {
    match operand {
        Operand::Var(Variable::MyDepts) => Ok(Some(json!(scope.me.map(|me| me.depts.to_vec()).unwrap_or_default()))),
        _ => Ok(operand_value(operand, scope)?.map(|value| value.to_json())),
    }
}

/// The value that a variable, a parameter or a field stands for; `None` where it stands for nobody or nothing.
fn operand_value(operand: &Operand, scope: &Scope<'_>) -> Result<Option<Value>, Need> {
    let id = |id: Option<Id>| Ok(id.map(Value::Ref));
    match operand {
        Operand::Var(Variable::Me) => id(scope.me.and_then(|me| me.user)),
        Operand::Var(Variable::MyDept) => id(scope.me.and_then(|me| me.dept)),
        Operand::Var(Variable::MyDepts) => {
            Ok(Some(Value::Refs(scope.me.map(|me| me.depts.to_vec()).unwrap_or_default())))
        }
        Operand::Var(Variable::Today) => Ok(Some(Value::Date(scope.moment.today()))),
        Operand::Var(Variable::Now) => Ok(Some(Value::Instant(scope.moment.now))),
        Operand::Param(name) => scope.facts.ask(Question::Param(name.clone())).map(|answer| Some(fact_value(answer))),
        Operand::Field(path) | Operand::Record(path) => field_value(path, scope),
        Operand::Json(json) => Ok(Some(free_literal(json))),
        Operand::Relative(_) => Ok(None),
    }
}

fn field_value(path: &Path, scope: &Scope<'_>) -> Result<Option<Value>, Need> {
    if path.head() == "_id" && scope.id.is_none() {
        return Ok(None);
    }
    reach(path, scope).map(|reached| Some(reached.into_value()))
}

/// The right side of a comparison with a field of this storage.
pub(super) fn right(
    operand: &Operand,
    op: FilterOp,
    storage: Option<&Storage>,
    scope: &Scope<'_>,
) -> Result<Right, Need> {
    if op == FilterOp::Within {
        let days = within_days(operand, scope.moment.today());
        return Ok(days.map_or(Right::Nothing, |(from, to)| Right::Days(from, to)));
    }
    if let Operand::Json(json) = operand {
        return Ok(literals(json, op, storage, scope));
    }
    Ok(operand_value(operand, scope)?.map_or(Right::Nothing, |value| fitted(value, storage, scope)))
}

fn literals(json: &Json, op: FilterOp, storage: Option<&Storage>, scope: &Scope<'_>) -> Right {
    let read = |json: &Json| match storage {
        Some(storage) if matches!(op, FilterOp::Overlaps | FilterOp::Covers) => {
            let exact = literal(storage, json, &scope.moment);
            exact.or_else(|| literal(&Storage::InstantRange, json, &scope.moment))
        }
        Some(storage) => literal(storage, json, &scope.moment),
        None => Some(free_literal(json)),
    };
    match json {
        Json::Array(list) if takes_several(op, storage) => {
            // A member that does not fit equals nothing; the others still count.
            let read: Vec<Option<Value>> = list.iter().map(read).collect();
            if op == FilterOp::HasAll && read.contains(&None) {
                return Right::Nothing;
            }
            Right::Many(read.into_iter().flatten().collect())
        }
        _ => read(json).map_or(Right::Nothing, Right::One),
    }
}

fn takes_several(op: FilterOp, storage: Option<&Storage>) -> bool {
    match op {
        FilterOp::Between | FilterOp::In | FilterOp::NotIn | FilterOp::HasAny | FilterOp::HasAll => true,
        _ => matches!(storage, Some(Storage::List | Storage::RefList(_))),
    }
}

/// A value from elsewhere as the field would hold it: a text that names a reference, a number or a day is read as one.
fn fitted(value: Value, storage: Option<&Storage>, scope: &Scope<'_>) -> Right {
    match (&value, storage) {
        (Value::Text(text), Some(storage)) if !matches!(storage, Storage::Text | Storage::List | Storage::Json) => {
            literal(storage, &json!(text), &scope.moment).map_or(Right::Nothing, Right::One)
        }
        (Value::Json(Json::Array(list)), Some(storage)) => {
            Right::Many(list.iter().filter_map(|json| literal(storage, json, &scope.moment)).collect())
        }
        _ => Right::One(value),
    }
}
