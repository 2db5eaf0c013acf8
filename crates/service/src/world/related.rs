//! Records that belong to another, summed up.

use mortise_access::{Act, Permit};
use mortise_expr::{Moment, compare};
use mortise_model::{Aggregate, Decimal, Filter, Id, Key, Value, Values};
use mortise_store::{ConnectionTrait, Count, Pages, ReadPlan};

use super::World;
use crate::{Error, Result};

/// How many records one question may lead through.
const MOST: usize = 100_000;
/// How many records a script or formula is handed.
const HANDED: usize = 1_000;

/// What is asked.
pub(super) struct Asked<'a> {
    pub(super) form: &'a Key,
    pub(super) filter: &'a Filter,
    pub(super) aggregate: Aggregate,
    pub(super) field: Option<&'a Key>,
    pub(super) weight: Option<&'a Key>,
}

impl<C: ConnectionTrait> World<'_, C> {
    /// One figure over the records that fit.
    pub(super) async fn related(&self, asked: &Asked<'_>) -> Result<Value> {
        let permit = Permit::system(asked.form.clone(), Act::Read);
        let plan = ReadPlan::new(&self.model.shape, &permit, Moment::of(self.ctx)).map_err(Error::Invalid)?;
        let plan = plan.params(&self.model.params).filter(asked.filter.clone());
        let Some(field) = asked.field else {
            let total = plan.count(self.db, Count::Exact).await?;
            return Ok(Value::Int(i64::try_from(total.count).unwrap_or(i64::MAX)));
        };
        let fields: Vec<Key> = [Some(field), asked.weight].into_iter().flatten().cloned().collect();
        let mut found: Vec<(Value, Option<Decimal>)> = Vec::new();
        let plan = plan.fields(fields).limit(1_000);
        plan.each_page(self.db, |page| {
            for record in page.records {
                let mut values = record.values(&page.fields);
                let weight = asked.weight.and_then(|key| values.get(key)).and_then(Value::as_decimal);
                let value = values.swap_remove(field).unwrap_or_default();
                if !value.is_blank() {
                    found.push((value, weight));
                }
            }
            if found.len() > MOST { Ok(Pages::Enough) } else { Ok::<_, mortise_store::Error>(Pages::More) }
        })
        .await?;
        if found.len() > MOST {
            return Err(Error::conflict("too_many_related"));
        }
        Ok(sum_up(asked.aggregate, found, Moment::of(self.ctx)))
    }

    /// The values of the records that fit.
    pub(super) async fn records(&self, form: &Key, filter: &Filter, fields: &[Key]) -> Result<Vec<(Id, Values)>> {
        let permit = Permit::system(form.clone(), Act::Read);
        let plan = ReadPlan::new(&self.model.shape, &permit, Moment::of(self.ctx)).map_err(Error::Invalid)?;
        let plan =
            plan.params(&self.model.params).filter(filter.clone()).fields(fields.iter().cloned()).limit(HANDED as u64);
        let page = plan.page(self.db).await?;
        let fields = page.fields;
        Ok(page.records.into_iter().map(|record| (record.id, record.values(&fields))).collect())
    }
}

fn sum_up(aggregate: Aggregate, found: Vec<(Value, Option<Decimal>)>, moment: Moment) -> Value {
    let numbers = || found.iter().filter_map(|(value, _)| value.as_decimal());
    match aggregate {
        Aggregate::Count => Value::Int(i64::try_from(found.len()).unwrap_or(i64::MAX)),
        Aggregate::CountDistinct => {
            let mut texts: Vec<String> = found.iter().map(|(value, _)| value.to_json().to_string()).collect();
            texts.sort_unstable();
            texts.dedup();
            Value::Int(i64::try_from(texts.len()).unwrap_or(i64::MAX))
        }
        Aggregate::Sum => Value::Decimal(numbers().sum()),
        Aggregate::Avg => mean(&found),
        Aggregate::Min => edge(found, std::cmp::Ordering::Less, moment),
        Aggregate::Max => edge(found, std::cmp::Ordering::Greater, moment),
        Aggregate::Median => median(numbers().collect()),
        Aggregate::First => found.into_iter().next().map_or(Value::Null, |(value, _)| value),
        Aggregate::Last => found.into_iter().next_back().map_or(Value::Null, |(value, _)| value),
    }
}

/// The mean, weighted where there are weights; blank without any.
fn mean(found: &[(Value, Option<Decimal>)]) -> Value {
    let weighted = found.iter().any(|(_, weight)| weight.is_some());
    let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for (value, weight) in found {
        let Some(number) = value.as_decimal() else { continue };
        let weight = if weighted { weight.unwrap_or_default() } else { Decimal::ONE };
        sum += number * weight;
        weights += weight;
    }
    sum.checked_div(weights).map_or(Value::Null, Value::Decimal)
}

fn median(mut numbers: Vec<Decimal>) -> Value {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => Value::Null,
        count if count % 2 == 1 => Value::Decimal(numbers[middle]),
        _ => Value::Decimal((numbers[middle - 1] + numbers[middle]) / Decimal::TWO),
    }
}

fn edge(found: Vec<(Value, Option<Decimal>)>, wanted: std::cmp::Ordering, moment: Moment) -> Value {
    let values = found.into_iter().map(|(value, _)| value);
    let better = |best: Value, next: Value| if compare(&next, &best, &moment) == Some(wanted) { next } else { best };
    values.reduce(better).unwrap_or_default()
}
