//! The comparisons themselves. Each gives a condition that is true where [`mortise_expr::holds`] says so,
//! and false or unknown elsewhere; negation counts unknown as false.

use mortise_model::{FilterOp, Value};
use sea_orm::sea_query::{Expr, ExprTrait};

use super::{
    chain::{Chain, End},
    compile::Compiler,
    operand::{Right, members_of},
    scalar::{column_test, one_of, value_test},
    sql::{all, always, any, constant, never, not},
};

impl Compiler<'_> {
    /// The condition that the comparison holds; `None` where it cannot be asked of such a field.
    pub(super) fn test(&self, left: &Chain, op: FilterOp, right: &Right) -> Option<Expr> {
        if op == FilterOp::IsEmpty {
            return Some(left.blank(self.sqlite));
        }
        match right {
            Right::Nothing => Some(never()),
            Right::Days(from, to) => {
                let days = Value::DateRange { start: *from, end: *to };
                self.some(left, |end| value_test(end, FilterOp::Overlaps, &days, self))
            }
            Right::Column(right) => self.against_column(left, op, right),
            Right::Many(values) => self.several(left, op, values),
            Right::One(value) => match op {
                FilterOp::In | FilterOp::HasAny | FilterOp::HasAll | FilterOp::Between => {
                    self.several(left, op, &members_of(value))
                }
                FilterOp::Eq if value.is_blank() => Some(left.blank(self.sqlite)),
                FilterOp::Eq if left.is_list() => self.same_list(left, &members_of(value)),
                FilterOp::Eq => match value {
                    // A single reference equals a list that holds nothing else.
                    Value::Refs(ids) if ids.len() > 1 => Some(never()),
                    Value::Refs(ids) => self.equals(left, &Value::Ref(ids[0])),
                    value => self.equals(left, value),
                },
                FilterOp::Contains if left.is_list() => self.equals(left, value),
                _ if value.is_blank() => Some(never()),
                _ => self.some(left, |end| value_test(end, op, value, self)),
            },
        }
    }

    fn several(&self, left: &Chain, op: FilterOp, values: &[Value]) -> Option<Expr> {
        let filled = || values.iter().filter(|value| !value.is_blank());
        match op {
            FilterOp::Between => {
                let [from, to] = values else { return Some(never()) };
                self.some(left, |end| {
                    let bound = |op, value: &Value| match value.is_blank() {
                        true => Some(always()),
                        false => value_test(end, op, value, self),
                    };
                    let present = end.present().unwrap_or_else(always);
                    Some(all([present, bound(FilterOp::Gte, from)?, bound(FilterOp::Lte, to)?]))
                })
            }
            FilterOp::In | FilterOp::HasAny => {
                let filled: Vec<&Value> = filled().collect();
                let found = match filled.is_empty() {
                    true => never(),
                    false => self.some(left, |end| one_of(end, &filled, self))?,
                };
                let blank = op == FilterOp::In && filled.len() < values.len();
                Some(if blank { found.or(left.blank(self.sqlite)) } else { found })
            }
            // No member is blank.
            FilterOp::HasAll | FilterOp::Eq if filled().count() < values.len() => Some(never()),
            FilterOp::HasAll => {
                let each: Option<Vec<Expr>> = values.iter().map(|value| self.equals(left, value)).collect();
                each.map(all)
            }
            FilterOp::Eq => {
                let each: Option<Vec<Expr>> = values.iter().map(|value| self.equals(left, value)).collect();
                let n_members = i64::try_from(values.len()).ok()?;
                match values.is_empty() {
                    true => Some(left.blank(self.sqlite)),
                    false => Some(all(each?).and(left.count(self.sqlite).eq(constant(n_members)))),
                }
            }
            FilterOp::Contains => {
                let each: Option<Vec<Expr>> = filled().map(|value| self.equals(left, value)).collect();
                each.map(any)
            }
            _ => Some(never()),
        }
    }

    /// One of the lists at the end has exactly these members.
    fn same_list(&self, left: &Chain, members: &[Value]) -> Option<Expr> {
        let (list, way) = left.hops.split_last()?;
        let list = Chain { hops: vec![list.clone()], ..left.clone() };
        let way = Chain { hops: way.to_vec(), ..left.clone() };
        Some(way.some(Some(self.several(&list, FilterOp::Eq, members)?), self.sqlite))
    }

    fn equals(&self, left: &Chain, value: &Value) -> Option<Expr> {
        self.some(left, |end| value_test(end, FilterOp::Eq, value, self))
    }

    /// One of the ends fits.
    fn some(&self, chain: &Chain, test: impl Fn(&End) -> Option<Expr>) -> Option<Expr> {
        Some(chain.some(Some(test(&chain.end)?), self.sqlite))
    }

    fn against_column(&self, left: &Chain, op: FilterOp, right: &Chain) -> Option<Expr> {
        // For each pair of ends; the right side is looked for inside the left one's question.
        let pair = |op| {
            let test = column_test(&left.end, op, &right.end, self)?;
            Some(left.some(Some(right.some(Some(test), self.sqlite)), self.sqlite))
        };
        match op {
            FilterOp::Eq if left.is_list() || right.is_list() => {
                let same = left.count(self.sqlite).eq(right.count(self.sqlite));
                Some(same.and(self.each_right(left, right)?))
            }
            FilterOp::Eq => {
                let both_blank = left.blank(self.sqlite).and(right.blank(self.sqlite));
                Some(pair(FilterOp::Eq)?.or(both_blank))
            }
            FilterOp::In | FilterOp::HasAny => pair(FilterOp::Eq),
            FilterOp::HasAll => self.each_right(left, right),
            FilterOp::Contains if left.is_list() => pair(FilterOp::Eq),
            FilterOp::Gt | FilterOp::Gte | FilterOp::Lt | FilterOp::Lte | FilterOp::Overlaps | FilterOp::Covers => {
                pair(op)
            }
            _ => None,
        }
    }

    /// No end of the right side is missing on the left.
    fn each_right(&self, left: &Chain, right: &Chain) -> Option<Expr> {
        let equal = column_test(&left.end, FilterOp::Eq, &right.end, self)?;
        let missing = all(right.end.present().into_iter().chain([not(left.some(Some(equal), self.sqlite))]));
        Some(not(right.some(Some(missing), self.sqlite)))
    }
}
