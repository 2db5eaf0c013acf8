//! One number while groups are put together.

use std::collections::BTreeMap;

use mortise_model::{Aggregate, Decimal, Id, Value};

use super::Term;
use crate::{GroupRow, plan::BasePlan};

/// What is known so far of one measure in one cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Acc {
    state: State,
    currency: Currency,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Count(i64),
    Sum(Sum),
    Avg(Sum, i64),
    Least(Value),
    Most(Value),
    Distinct(BTreeMap<Term, Seen>),
    Median(BTreeMap<Term, Seen>),
    Earliest(Option<(Id, Value)>),
    Latest(Option<(Id, Value)>),
}

/// A sum, as long as it stays within the range of exact numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sum {
    Blank,
    Of(Decimal),
    TooLarge,
}

/// A value that occurs, and how often.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    value: Value,
    count: i64,
}

/// The currency of the amounts so far.
#[derive(Debug, Clone, PartialEq)]
enum Currency {
    None,
    One(Term),
    Several,
}

impl Acc {
    /// What one group of a query says.
    pub(crate) fn new(base: &BasePlan, row: &GroupRow) -> Self {
        let value = row.values.get(base.slot).cloned().unwrap_or_default();
        let key = base.value_key.and_then(|key| row.keys.get(key)).cloned().unwrap_or_default();
        let state = match base.agg {
            Aggregate::Count => State::Count(whole(&value)),
            Aggregate::Sum => State::Sum(Sum::new(&value)),
            Aggregate::Avg => State::Avg(Sum::new(&value), row.values.get(base.count_slot).map_or(0, whole)),
            Aggregate::Min => State::Least(value),
            Aggregate::Max => State::Most(value),
            Aggregate::CountDistinct => State::Distinct(occurring(key, &value)),
            Aggregate::Median => State::Median(occurring(key, &value)),
            Aggregate::First => State::Earliest(standing(&value, key)),
            Aggregate::Last => State::Latest(standing(&value, key)),
        };
        let currency = match base.currency_key.and_then(|key| row.keys.get(key)) {
            Some(currency) if !state.is_blank() => Currency::One(Term::of(currency)),
            _ => Currency::None,
        };
        Self { state, currency }
    }

    /// Both together.
    pub(crate) fn merged(self, other: &Self) -> Self {
        let currency = match (self.currency, &other.currency) {
            (Currency::None, same) => same.clone(),
            (same, Currency::None) => same,
            (Currency::One(a), Currency::One(b)) if a == *b => Currency::One(a),
            _ => Currency::Several,
        };
        Self { state: self.state.merged(&other.state), currency }
    }

    /// Whether amounts of several currencies came together.
    pub(crate) fn mixes_currencies(&self) -> bool {
        self.currency == Currency::Several
    }

    /// Whether a sum left the range of exact numbers.
    pub(crate) fn out_of_range(&self) -> bool {
        matches!(self.state, State::Sum(Sum::TooLarge) | State::Avg(Sum::TooLarge, _))
    }

    /// The number; blank where there is none, or where currencies are mixed.
    pub(crate) fn value(&self) -> Value {
        if self.mixes_currencies() {
            return Value::Null;
        }
        match &self.state {
            State::Count(count) => Value::Int(*count),
            State::Sum(Sum::Of(sum)) => Value::Decimal(*sum),
            State::Avg(Sum::Of(sum), count) => quotient(*sum, Decimal::from(*count)),
            State::Sum(_) | State::Avg(_, _) => Value::Null,
            State::Least(value) | State::Most(value) => value.clone(),
            State::Distinct(values) => Value::Int(i64::try_from(values.len()).unwrap_or(i64::MAX)),
            State::Median(values) => median(values),
            State::Earliest(found) | State::Latest(found) => {
                found.as_ref().map_or(Value::Null, |(_, value)| value.clone())
            }
        }
    }
}

impl State {
    fn is_blank(&self) -> bool {
        match self {
            Self::Count(_) => false,
            Self::Sum(sum) | Self::Avg(sum, _) => *sum == Sum::Blank,
            Self::Least(value) | Self::Most(value) => value.is_blank(),
            Self::Distinct(values) | Self::Median(values) => values.is_empty(),
            Self::Earliest(found) | Self::Latest(found) => found.is_none(),
        }
    }

    fn merged(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Count(a), Self::Count(b)) => Self::Count(a.saturating_add(*b)),
            (Self::Sum(a), Self::Sum(b)) => Self::Sum(a.plus(*b)),
            (Self::Avg(a, n), Self::Avg(b, m)) => Self::Avg(a.plus(*b), n.saturating_add(*m)),
            (Self::Least(a), Self::Least(b)) => Self::Least(chosen(a, b, |a, b| a <= b)),
            (Self::Most(a), Self::Most(b)) => Self::Most(chosen(a, b, |a, b| a >= b)),
            (Self::Distinct(a), Self::Distinct(b)) => Self::Distinct(united(a, b)),
            (Self::Median(a), Self::Median(b)) => Self::Median(united(a, b)),
            (Self::Earliest(a), Self::Earliest(b)) => Self::Earliest(nearer(a, b, |a, b| a <= b)),
            (Self::Latest(a), Self::Latest(b)) => Self::Latest(nearer(a, b, |a, b| a >= b)),
            (_, _) => unreachable!("one measure has one aggregate"),
        }
    }
}

impl Sum {
    fn new(value: &Value) -> Self {
        value.as_decimal().map_or(Self::Blank, Self::Of)
    }

    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::TooLarge, _) | (_, Self::TooLarge) => Self::TooLarge,
            (Self::Blank, same) | (same, Self::Blank) => same,
            (Self::Of(a), Self::Of(b)) => a.checked_add(b).map_or(Self::TooLarge, Self::Of),
        }
    }
}

/// A quotient; blank where the divisor is zero.
pub(super) fn quotient(number: Decimal, divisor: Decimal) -> Value {
    number.checked_div(divisor).map_or(Value::Null, Value::Decimal)
}

fn whole(value: &Value) -> i64 {
    match value {
        Value::Int(number) => *number,
        Value::Decimal(number) => i64::try_from(number.trunc()).unwrap_or(0),
        _ => 0,
    }
}

fn occurring(key: Value, count: &Value) -> BTreeMap<Term, Seen> {
    match Term::of(&key) {
        Term::Blank => BTreeMap::new(),
        term => [(term, Seen { value: key, count: whole(count) })].into(),
    }
}

fn standing(id: &Value, key: Value) -> Option<(Id, Value)> {
    let id = *id.refs().first()?;
    (!key.is_blank()).then_some((id, key))
}

fn chosen(a: Value, b: &Value, stays: fn(Term, Term) -> bool) -> Value {
    match (Term::of(&a), Term::of(b)) {
        (_, Term::Blank) => a,
        (Term::Blank, _) => b.clone(),
        (x, y) if stays(x.clone(), y.clone()) => a,
        _ => b.clone(),
    }
}

fn nearer(a: Option<(Id, Value)>, b: &Option<(Id, Value)>, stays: fn(Id, Id) -> bool) -> Option<(Id, Value)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if stays(a.0, b.0) { a } else { b.clone() }),
        (a, b) => a.or_else(|| b.clone()),
    }
}

fn united(mut a: BTreeMap<Term, Seen>, b: &BTreeMap<Term, Seen>) -> BTreeMap<Term, Seen> {
    for (term, seen) in b {
        a.entry(term.clone()).and_modify(|known| known.count += seen.count).or_insert_with(|| seen.clone());
    }
    a
}

/// The value in the middle; of an even number, the mean of the two in the middle.
fn median(values: &BTreeMap<Term, Seen>) -> Value {
    let total: i64 = values.values().map(|seen| seen.count).sum();
    let at = |place: i64| {
        let mut before = 0;
        values.values().find_map(|seen| {
            before += seen.count;
            if before > place { seen.value.as_decimal() } else { None }
        })
    };
    if total == 0 {
        return Value::Null;
    }
    match (at((total - 1) / 2), at(total / 2)) {
        (Some(a), Some(b)) => a.checked_add(b).map_or(Value::Null, |sum| quotient(sum, Decimal::TWO)),
        _ => Value::Null,
    }
}
