use std::cmp::Ordering;

use mortise_model::{Aggregate, Decimal, Value};

use crate::{
    convert::as_rows,
    functions::{distinct, extreme, mean, median, sum},
    operators::{Answered, mismatch, too_large, whole},
};

/// The sum over items of `(value, weight)`; blanks are skipped. Without an aggregate, the values themselves.
pub(super) fn sum_up(aggregate: Option<Aggregate>, has_field: bool, items: &[(Value, Value)]) -> Answered {
    let filled: Vec<Value> = items.iter().map(|(value, _)| value).filter(|value| !value.is_blank()).cloned().collect();
    let Some(aggregate) = aggregate else {
        return Ok(as_rows(filled));
    };
    match aggregate {
        Aggregate::Count if !has_field => Ok(whole(items.len() as u64)),
        Aggregate::Count => Ok(whole(filled.len() as u64)),
        Aggregate::CountDistinct => Ok(whole(distinct(&filled).len() as u64)),
        Aggregate::Sum => sum(&filled),
        Aggregate::Avg if items.iter().any(|(_, weight)| !weight.is_blank()) => weighted_mean(items),
        Aggregate::Avg => mean(&filled),
        Aggregate::Min => extreme(&filled, Ordering::Less),
        Aggregate::Max => extreme(&filled, Ordering::Greater),
        Aggregate::Median => median(&filled),
        Aggregate::First => Ok(filled.into_iter().next().unwrap_or_default()),
        Aggregate::Last => Ok(filled.into_iter().next_back().unwrap_or_default()),
    }
}

/// Σ value × weight ÷ Σ weight over the items that have both; blank where the weights are worth nothing.
fn weighted_mean(items: &[(Value, Value)]) -> Answered {
    let (mut total, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for (value, weight) in items.iter().filter(|(value, weight)| !value.is_blank() && !weight.is_blank()) {
        let (Some(number), Some(by)) = (value.as_decimal(), weight.as_decimal()) else {
            return Err(mismatch("*", value, weight));
        };
        total = number.checked_mul(by).and_then(|product| total.checked_add(product)).ok_or_else(too_large)?;
        weights = weights.checked_add(by).ok_or_else(too_large)?;
    }
    if weights.is_zero() {
        return Ok(Value::Null);
    }
    total.checked_div(weights).map(|mean| Value::Decimal(mean.normalize())).ok_or_else(too_large)
}
