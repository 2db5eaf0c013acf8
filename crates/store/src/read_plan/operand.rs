//! The right side of a comparison.

use chrono::NaiveDate;
use mortise_expr::{literal, within_days};
use mortise_model::{FilterOp, Operand, Storage, Value, Variable};
use serde_json::Value as Json;

use super::{chain::Chain, compile::Compiler};

/// The right side of a comparison, ready to compare.
#[derive(Clone)]
pub(super) enum Right {
    /// One value.
    One(Value),
    /// Several; blanks among them count.
    Many(Vec<Value>),
    /// Days, both included.
    Days(NaiveDate, NaiveDate),
    /// What stands at the end of another path.
    Column(Box<Chain>),
    /// Nothing that could be compared: no comparison holds.
    Nothing,
}

/// The operator whose negation this one is.
pub(super) fn negative(op: FilterOp) -> Option<FilterOp> {
    match op {
        FilterOp::Ne => Some(FilterOp::Eq),
        FilterOp::NotIn => Some(FilterOp::In),
        FilterOp::NotContains => Some(FilterOp::Contains),
        FilterOp::NotEmpty => Some(FilterOp::IsEmpty),
        _ => None,
    }
}

impl Compiler<'_> {
    /// What a literal, a variable or a relative range means beside a field with this storage.
    pub(super) fn literal_right(&self, operand: &Operand, op: FilterOp, storage: &Storage) -> Right {
        if op == FilterOp::Within {
            return within_days(operand, self.moment.today())
                .map_or(Right::Nothing, |(from, to)| Right::Days(from, to));
        }
        match operand {
            Operand::Json(json) => self.literals(json, op, storage),
            Operand::Var(variable) => self.variable(*variable),
            _ => Right::Nothing,
        }
    }

    fn variable(&self, variable: Variable) -> Right {
        let id = |id: Option<_>| id.map_or(Right::Nothing, |id| Right::One(Value::Ref(id)));
        match variable {
            Variable::Me => id(self.subject.user),
            Variable::MyDept => id(self.subject.dept),
            Variable::MyDepts => Right::One(Value::Refs(self.subject.depts.clone())),
            Variable::Today => Right::One(Value::Date(self.moment.today())),
            Variable::Now => Right::One(Value::Instant(self.moment.now)),
        }
    }

    fn literals(&self, json: &Json, op: FilterOp, storage: &Storage) -> Right {
        let read = |json: &Json| {
            let exact = literal(storage, json, &self.moment);
            match op {
                FilterOp::Overlaps | FilterOp::Covers => {
                    exact.or_else(|| literal(&Storage::InstantRange, json, &self.moment))
                }
                _ => exact,
            }
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

    /// A value from elsewhere as the field would hold it: a text that names a reference, a number or a day is read as one.
    pub(super) fn fitted(&self, value: Value, storage: &Storage) -> Right {
        match (&value, storage) {
            (Value::Text(_), Storage::Text | Storage::List | Storage::Json) => Right::One(value),
            (Value::Text(text), _) => {
                literal(storage, &Json::from(text.as_str()), &self.moment).map_or(Right::Nothing, Right::One)
            }
            (Value::Json(Json::Array(list)), _) => {
                Right::Many(list.iter().filter_map(|json| literal(storage, json, &self.moment)).collect())
            }
            _ => Right::One(value),
        }
    }
}

fn takes_several(op: FilterOp, storage: &Storage) -> bool {
    match op {
        FilterOp::Between | FilterOp::In | FilterOp::HasAny | FilterOp::HasAll => true,
        _ => matches!(storage, Storage::List | Storage::RefList(_)),
    }
}

/// The members of a list, or the value itself; none of a blank.
pub(super) fn members_of(value: &Value) -> Vec<Value> {
    match value {
        _ if value.is_blank() => Vec::new(),
        Value::List(list) => list.iter().cloned().map(Value::Text).collect(),
        Value::Refs(ids) => ids.iter().copied().map(Value::Ref).collect(),
        other => vec![other.clone()],
    }
}
