use mortise_expr::{ExprError, Scope, reach};
use mortise_model::{Issue, Key, Need, Path, Pointer, Storage, Value, Values};

use serde_json::{Map, Value as Json};

use super::{Run, rollup};
use crate::{
    PublishedForm,
    graph::Place,
    kinds::shared::numbers,
    published::{Compute, Field, Preset},
};

impl Run<'_> {
    /// The given values in field order, with a blank for every field that is not named and has no default.
    pub(super) fn starting_values(&self) -> Values {
        let input = self.cx.input;
        let new = input.before.is_none();
        let mut values = Values::new();
        for (key, field) in self.cx.form.fields() {
            match input.values.get(key) {
                Some(value) => drop(values.insert(key.clone(), value.clone())),
                None if new && field.preset.is_some() => {}
                None if field.kind.storage() == Storage::None => {}
                None => drop(values.insert(key.clone(), Value::Null)),
            }
        }
        values
    }

    /// Fills in defaults and computed values, each after what it reads.
    pub(super) fn compute(&mut self, values: &mut Values) {
        let form = self.cx.form;
        let mut waiting: Vec<&Place> = Vec::new();
        for place in &form.order {
            let reads = form.reads.iter().filter(|(reader, read)| reader == place && read.form == *form.key());
            let waits = reads.into_iter().any(|(_, read)| waiting.iter().any(|other| read.place.covers(other)));
            let open_before = self.open.len();
            if !waits {
                match &place.subform {
                    None => self.compute_field(&place.field, values),
                    Some(subform) => self.compute_rows(subform, &place.field, values),
                }
            }
            if waits || self.open.len() > open_before {
                waiting.push(place);
            }
        }
        let order = form.fields();
        values.sort_by(|a, _, b, _| order.get_index_of(a).cmp(&order.get_index_of(b)));
    }

    fn compute_field(&mut self, key: &Key, values: &mut Values) {
        let cx = self.cx;
        let Some(field) = cx.form.fields().get(key) else { return };
        let old = cx.old(key);
        let computed = if field.is_computed() {
            let kept = field.keeps(|via| cx.old(via).is_some_and(|old| Some(old) == values.get(via)));
            if kept { Ok(old.cloned().unwrap_or_default()) } else { computed(field, &cx.scope(values)) }
        } else if old.is_none() && !values.contains_key(key) {
            preset(field, &cx.scope(values))
        } else {
            return;
        };
        let beside = Beside { row: None, record: values };
        let value = self.settled(field, computed, beside, &Pointer::root().at("values").at(key));
        values.insert(key.clone(), value);
    }

    fn compute_rows(&mut self, subform: &Key, key: &Key, values: &mut Values) {
        let cx = self.cx;
        let Some(field) = cx.form.fields().get(subform).and_then(|subform| subform.rows.get(key)) else { return };
        let Some(Value::Rows(rows)) = values.get(subform) else { return };
        let mut rows = rows.clone();
        for (index, row) in rows.iter_mut().enumerate() {
            let old = cx.old_row(subform, row.id);
            let scope = cx.scope(values).in_row(subform, &row.values);
            let computed = if field.is_computed() {
                let kept = field.keeps(|via| old.is_some_and(|old| old.values.get(via) == row.values.get(via)));
                let was = old.and_then(|old| old.values.get(key));
                if kept { Ok(was.cloned().unwrap_or_default()) } else { computed(field, &scope) }
            } else if row.id.is_none() && !row.values.contains_key(key) {
                preset(field, &scope)
            } else {
                continue;
            };
            let at = Pointer::root().at("values").at(subform).at(index).at(key);
            let value = self.settled(field, computed, Beside { row: Some(&row.values), record: values }, &at);
            row.values.insert(key.clone(), value);
        }
        let order = |a: &Key, b: &Key| {
            let place = |key: &Key| cx.form.fields()[subform].rows.get_index_of(key);
            place(a).cmp(&place(b))
        };
        rows.iter_mut().for_each(|row| row.values.sort_by(|a, _, b, _| order(a, b)));
        values.insert(subform.clone(), Value::Rows(rows));
    }

    /// The value in the form that its kind stores; blank with an issue or a question where there is none.
    fn settled(
        &mut self,
        field: &Field,
        computed: Result<Value, ExprError>,
        beside: Beside<'_>,
        at: &Pointer,
    ) -> Value {
        let issue = match computed {
            Ok(value) => match adopted(field, value, beside) {
                Ok(value) => return value,
                Err(issue) => Issue { pointer: at.clone(), ..issue },
            },
            Err(error) => match error.into_issue(at.clone()) {
                Ok(issue) => issue,
                Err(need) => {
                    self.ask(need);
                    return Value::Null;
                }
            },
        };
        self.issues.push(issue);
        Value::Null
    }
}

fn computed(field: &Field, scope: &Scope<'_>) -> Result<Value, ExprError> {
    match &field.compute {
        None => Ok(Value::Null),
        Some(Compute::Formula(formula)) => formula.eval(scope),
        Some(Compute::Lookup { path, .. }) => Ok(looked_up(path, scope)?),
        Some(Compute::Rollup(source)) => Ok(rollup::figure(source, scope)?),
    }
}

fn preset(field: &Field, scope: &Scope<'_>) -> Result<Value, ExprError> {
    match &field.preset {
        Some(Preset::Value(value)) => Ok(value.clone()),
        Some(Preset::Formula(formula)) => formula.eval(scope),
        None => Ok(Value::Null),
    }
}

/// The values that stand beside a field: those of its row first.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) row: Option<&'a Values>,
    pub(super) record: &'a Values,
}

impl<'a> Beside<'a> {
    fn get(self, key: &Key) -> Option<&'a Value> {
        self.row.and_then(|row| row.get(key)).or_else(|| self.record.get(key))
    }
}

/// A computed value as its kind stores it; an amount is rounded to the places of the currency that its record states.
fn adopted(field: &Field, value: Value, beside: Beside<'_>) -> Result<Value, Issue> {
    let value = field.kind.adopt(if value.is_blank() { Value::Null } else { value })?;
    let places = places_of(field, beside);
    match (&value, places, field.kind.storage()) {
        (Value::Decimal(number), Some(places), Storage::Decimal { scale }) => {
            Ok(Value::Decimal(numbers::rounded(numbers::rounded(*number, places)?, scale)?))
        }
        _ => Ok(value),
    }
}

/// The places of the currency that the record states for an amount.
pub(super) fn places_of(field: &Field, beside: Beside<'_>) -> Option<u32> {
    let currency = field.currency_field().and_then(|key| beside.get(key)).and_then(Value::as_text)?;
    field.kind.places_in(currency)
}

/// Values that rules and flows have computed, as a request would send them: brought into the kind of their fields where
/// that is what computing does (rounding, a number as text), and otherwise as they are. [`crate::normalise`] reads them
/// like what a person sends, and says what does not fit. `record` are the values that stand beside them.
pub fn sendable(form: &PublishedForm, values: &Values, record: &Values) -> Map<String, Json> {
    let mut beside = record.clone();
    beside.extend(values.clone());
    let fit = |(key, value): (&Key, &Value)| {
        let beside = Beside { row: None, record: &beside };
        let fitting = form.field(key).and_then(|field| adopted(field, value.clone(), beside).ok());
        (key.to_string(), fitting.as_ref().unwrap_or(value).to_json())
    };
    values.iter().map(fit).collect()
}

/// What stands at the end of a lookup: one value, or the texts of several.
fn looked_up(path: &Path, scope: &Scope<'_>) -> Result<Value, Need> {
    let reached = reach(path, scope)?;
    if reached.through_many {
        return Ok(reached.values.into_iter().find(|value| !value.is_blank()).unwrap_or_default());
    }
    Ok(reached.into_value())
}
