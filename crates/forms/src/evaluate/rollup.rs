use mortise_expr::{Scope, bind};
use mortise_model::{
    Aggregate, Answer, Decimal, Filter, FilterOp, Key, Need, Operand, Path, Question, Storage, Value, Values,
};
use serde_json::json;

use crate::RollupSource;

/// The figure over the records that refer to this one. A new record has none.
pub(super) fn figure(source: &RollupSource, scope: &Scope<'_>) -> Result<Value, Need> {
    let Some(id) = scope.id else { return Ok(nothing(source.aggregate)) };
    let via = match &source.rows {
        Some(rows) => Path::new(&format!("{rows}.{}", source.via)),
        None => Path::new(&source.via),
    };
    let many = links_to_many(source, scope);
    let op = if many { FilterOp::HasAny } else { FilterOp::Eq };
    let literal = if many { json!([id]) } else { json!(id) };
    let mut parts = vec![Filter::Compare { field: via, op, value: Operand::Json(literal) }];
    if let Some(filter) = &source.filter {
        parts.push(bind(filter, scope)?);
    }
    let (form, filter) = (source.form.clone(), Filter::And(parts));
    if source.rows.is_none() && source.order_by.is_none() {
        let (aggregate, field, weight) = (source.aggregate, source.field.clone(), source.weight.clone());
        let value = scope.facts.value(Question::Related { form, filter, aggregate, field, weight })?;
        return Ok(if value.is_blank() { nothing(aggregate) } else { value.clone() });
    }
    let fields = match &source.rows {
        Some(rows) => vec![rows.clone()],
        None => source.field.iter().chain(&source.order_by).cloned().collect(),
    };
    let Answer::Records(records) = scope.facts.ask(Question::Records { form, filter, fields })? else {
        return Ok(Value::Null);
    };
    let mut items: Vec<&Values> = Vec::new();
    for (_, values) in records {
        match source.rows.as_ref().map(|rows| values.get(rows)) {
            None => items.push(values),
            Some(Some(Value::Rows(rows))) => {
                let ours = rows.iter().map(|row| &row.values);
                items.extend(ours.filter(|row| row.get(&source.via).is_some_and(|link| link.refs().contains(&id))));
            }
            Some(_) => {}
        }
    }
    Ok(summed(source, items))
}

fn links_to_many(source: &RollupSource, scope: &Scope<'_>) -> bool {
    let Some(form) = scope.app.form(&source.form) else { return false };
    let fields = match &source.rows {
        Some(rows) => form.fields.get(rows).map(|subform| &subform.rows),
        None => Some(&form.fields),
    };
    fields.and_then(|fields| fields.get(&source.via)).is_some_and(|via| matches!(via.storage, Storage::RefList(_)))
}

/// The figure over no records.
fn nothing(aggregate: Aggregate) -> Value {
    match aggregate {
        Aggregate::Count | Aggregate::CountDistinct | Aggregate::Sum => Value::Int(0),
        _ => Value::Null,
    }
}

/// The figure over rows, or over records in an order of their own.
fn summed(source: &RollupSource, mut items: Vec<&Values>) -> Value {
    let of = |item: &Values, key: &Option<Key>| key.as_ref().and_then(|key| item.get(key)).cloned().unwrap_or_default();
    if source.order_by.is_some() {
        items.sort_by_key(|item| sort_key(&of(item, &source.order_by)));
    }
    if source.aggregate == Aggregate::Count && source.field.is_none() {
        return Value::Int(items.len() as i64);
    }
    let filled: Vec<(Value, Decimal)> = items
        .iter()
        .map(|item| (of(item, &source.field), of(item, &source.weight).as_decimal().unwrap_or(Decimal::ONE)))
        .filter(|(value, _)| !value.is_blank())
        .collect();
    sum_up(source.aggregate, filled)
}

fn sum_up(aggregate: Aggregate, mut values: Vec<(Value, Decimal)>) -> Value {
    let numbers = |values: &[(Value, Decimal)]| -> Vec<Decimal> {
        values.iter().filter_map(|(value, _)| value.as_decimal()).collect()
    };
    let decimal = |number: Option<Decimal>| number.map_or(Value::Null, Value::Decimal);
    match aggregate {
        Aggregate::Count => Value::Int(values.len() as i64),
        Aggregate::CountDistinct => {
            let mut seen: Vec<String> = values.iter().map(|(value, _)| value.to_json().to_string()).collect();
            seen.sort();
            seen.dedup();
            Value::Int(seen.len() as i64)
        }
        Aggregate::Sum => decimal(numbers(&values).into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)),
        Aggregate::Avg => {
            let mut weighed = values.iter().filter_map(|(value, weight)| Some((value.as_decimal()?, *weight)));
            let sums = weighed.try_fold((Decimal::ZERO, Decimal::ZERO), |(sum, weights), (number, weight)| {
                Some((sum.checked_add(number.checked_mul(weight)?)?, weights.checked_add(weight)?))
            });
            decimal(sums.and_then(|(sum, weights)| sum.checked_div(weights)))
        }
        Aggregate::Median => {
            let mut numbers = numbers(&values);
            numbers.sort();
            let half = numbers.len() / 2;
            match numbers.len() {
                0 => Value::Null,
                n if n % 2 == 1 => Value::Decimal(numbers[half]),
                _ => {
                    decimal(numbers[half - 1].checked_add(numbers[half]).and_then(|sum| sum.checked_div(Decimal::TWO)))
                }
            }
        }
        Aggregate::Min | Aggregate::Max => {
            values.sort_by_key(|(value, _)| sort_key(value));
            let end = if aggregate == Aggregate::Min { values.first() } else { values.last() };
            end.map_or(Value::Null, |(value, _)| value.clone())
        }
        Aggregate::First => values.first().map_or(Value::Null, |(value, _)| value.clone()),
        Aggregate::Last => values.last().map_or(Value::Null, |(value, _)| value.clone()),
    }
}

/// An order of values of one kind; blanks come first, so that the last is one that is filled in.
fn sort_key(value: &Value) -> (Option<Decimal>, String) {
    match value {
        Value::Null => (None, String::new()),
        Value::Instant(moment) => (Some(Decimal::from(moment.timestamp_millis())), String::new()),
        value => match value.as_decimal() {
            Some(number) => (Some(number), String::new()),
            None => (None, value.to_json().to_string()),
        },
    }
}
