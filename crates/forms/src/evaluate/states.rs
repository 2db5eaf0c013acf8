use indexmap::IndexMap;
use mortise_expr::{Scope, holds};
use mortise_model::{Filter, Key, Storage, Value, Values};
use serde::Serialize;

use super::Run;
use crate::published::Field;

/// Whether a field is shown, must be filled in, and can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldState {
    /// It is shown.
    pub visible: bool,
    /// It may not be blank.
    pub required: bool,
    /// People cannot write it.
    pub read_only: bool,
    /// The options that people may change to, where not all are possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
}

impl Run<'_> {
    /// The state of every field, and of fields of rows whose state depends on the row.
    pub(super) fn states(&mut self, values: &Values) -> IndexMap<String, FieldState> {
        let mut states = IndexMap::new();
        let cx = self.cx;
        for (key, field) in cx.form.fields() {
            let scope = cx.scope(values);
            let page = field.page.iter().try_fold(true, |shown, filter| Ok(shown & holds(filter, &scope)?));
            let state = state(field, &scope, values);
            match (page, state) {
                (Ok(shown), Ok(state)) => {
                    let state =
                        FieldState { visible: state.visible && shown, required: state.required && shown, ..state };
                    states.insert(key.to_string(), state);
                }
                (page, state) => page.err().into_iter().chain(state.err()).for_each(|need| self.ask(need)),
            }
            self.row_states(key, field, values, &mut states);
        }
        states
    }

    fn row_states(&mut self, key: &Key, field: &Field, values: &Values, states: &mut IndexMap<String, FieldState>) {
        let Some(Value::Rows(rows)) = values.get(key) else { return };
        for (index, row) in rows.iter().enumerate() {
            let scope = self.cx.scope(values).in_row(key, &row.values);
            for (name, inner) in field.rows.iter().filter(|(_, inner)| depends(inner)) {
                match state(inner, &scope, &row.values) {
                    Ok(state) => drop(states.insert(format!("{key}/{index}/{name}"), state)),
                    Err(need) => self.ask(need),
                }
            }
        }
    }
}

fn depends(field: &Field) -> bool {
    field.spec.visible_when.is_some() || field.spec.required_when.is_some()
}

fn state(field: &Field, scope: &Scope<'_>, values: &Values) -> Result<FieldState, mortise_model::Need> {
    let condition = |filter: &Option<Filter>| filter.as_ref().map(|filter| holds(filter, scope)).transpose();
    let visible = condition(&field.spec.visible_when)?.unwrap_or(true);
    let required = field.spec.required || condition(&field.spec.required_when)?.unwrap_or(false);
    let stored = field.kind.storage() != Storage::None && field.kind.number_pattern().is_none();
    Ok(FieldState {
        visible,
        required: required && visible && stored,
        read_only: !field.is_writable(),
        options: next_options(field, values.get(&field.spec.key).and_then(Value::as_text)),
    })
}

/// The options that may follow the present one; `None` where all may.
fn next_options(field: &Field, now: Option<&str>) -> Option<Vec<String>> {
    if field.transitions.is_empty() {
        return None;
    }
    let follows = |from: Option<&str>| from.is_none() || from == now;
    let mut next: Vec<String> = now.map(str::to_owned).into_iter().collect();
    for transition in field.transitions.iter().filter(|transition| follows(transition.spec.from.as_deref())) {
        if !next.contains(&transition.spec.to) {
            next.push(transition.spec.to.clone());
        }
    }
    Some(next)
}
