use indexmap::IndexMap;
use mortise_expr::{Scope, bind};
use mortise_model::{
    Answer, Filter, FilterOp, Id, Issue, Issues, Key, Operand, Path, Pointer, Question, Severity, Value, Values,
};
use serde_json::{Map, Value as Json, json};

use super::{
    FieldState, Purpose, Run,
    compute::{Beside, places_of},
};
use crate::{
    CheckOn, CheckSeverity,
    published::{Check, Field},
    schema,
};

impl Run<'_> {
    /// Everything that can be wrong with the values, in the order of the fields.
    pub(super) fn check(&mut self, values: &Values, states: &IndexMap<String, FieldState>) {
        let cx = self.cx;
        let at = Pointer::root().at("values");
        for (key, field) in cx.form.fields() {
            let value = values.get(key).unwrap_or(&Value::Null);
            let state = states.get(key.as_str());
            let here = at.at(key);
            if value.is_blank() {
                if state.is_some_and(|state| state.required) {
                    self.issues.push(Issue::error(here, "required"));
                }
                continue;
            }
            let scope = cx.scope(values);
            let changed = self.changed(key, value);
            if changed {
                self.report(limits(field, value, Beside { row: None, record: values }), &here);
            }
            if state.is_none_or(|state| state.visible) {
                let found = self.validations(&field.checks, &scope);
                self.report(found, &here);
            }
            self.check_rows(key, field, values, states);
            if changed && cx.input.purpose == Purpose::Save {
                let known = cx.old(key).map_or(&[][..], Value::refs);
                self.check_choice(field, value, known, &scope, &here);
            }
        }
        let found = self.validations(&cx.form.checks, &cx.scope(values));
        self.report(found, &at);
        self.check_schema(values);
    }

    fn changed(&self, key: &Key, value: &Value) -> bool {
        self.cx.old(key).is_none_or(|old| old != value)
    }

    fn report(&mut self, found: Issues, at: &Pointer) {
        for issue in found.under(at) {
            let known = self.issues.iter().any(|known| known.pointer == issue.pointer && known.code == issue.code);
            if !known {
                self.issues.push(issue);
            }
        }
    }

    fn check_rows(&mut self, key: &Key, field: &Field, values: &Values, states: &IndexMap<String, FieldState>) {
        let Some(Value::Rows(rows)) = values.get(key) else { return };
        let cx = self.cx;
        for (index, row) in rows.iter().enumerate() {
            let scope = cx.scope(values).in_row(key, &row.values);
            let old = cx.old_row(key, row.id);
            let at = Pointer::root().at("values").at(key).at(index);
            for (name, inner) in &field.rows {
                let state = states.get(&format!("{key}/{index}/{name}"));
                let value = row.values.get(name).unwrap_or(&Value::Null);
                let here = at.at(name);
                if value.is_blank() {
                    if state.map_or(inner.spec.required, |state| state.required) {
                        self.issues.push(Issue::error(here, "required"));
                    }
                    continue;
                }
                let was = old.map(|old| old.values.get(name).unwrap_or(&Value::Null));
                if was != Some(value) {
                    self.report(limits(inner, value, Beside { row: Some(&row.values), record: values }), &here);
                    if cx.input.purpose == Purpose::Save {
                        self.check_choice(inner, value, was.map_or(&[][..], Value::refs), &scope, &here);
                    }
                }
                if state.is_none_or(|state| state.visible) {
                    let found = self.validations(&inner.checks, &scope);
                    self.report(found, &here);
                }
            }
        }
    }

    /// What the form's own checks say; pointers start at the field.
    fn validations(&mut self, checks: &[Check], scope: &Scope<'_>) -> Issues {
        let mut found = Issues::new();
        let new = self.cx.input.before.is_none();
        for check in checks.iter().filter(|check| new || check.spec.on == CheckOn::Save) {
            let severity = match check.spec.severity {
                CheckSeverity::Error => Severity::Error,
                CheckSeverity::Warning => Severity::Warning,
            };
            match check.formula.eval(scope) {
                Ok(Value::Bool(false)) => found.push(Issue {
                    severity,
                    message: Some(check.spec.message.clone()),
                    ..Issue::error(Pointer::root(), check.spec.code.as_str())
                }),
                Ok(_) => {}
                Err(error) => match error.into_issue(Pointer::root()) {
                    Ok(issue) => found.push(issue),
                    Err(need) => self.ask(need),
                },
            }
        }
        found
    }

    /// Whether the records that are referred to exist and may be chosen.
    fn check_choice(&mut self, field: &Field, value: &Value, known: &[Id], scope: &Scope<'_>, at: &Pointer) {
        let Some(choice) = field.kind.choice().filter(|_| !field.is_computed()) else { return };
        let new: Vec<Id> = value.refs().iter().copied().filter(|id| !known.contains(id)).collect();
        if new.is_empty() {
            return;
        }
        let ids = Filter::Compare { field: Path::new("_id"), op: FilterOp::In, value: Operand::Json(json!(new)) };
        let mut parts = vec![ids];
        match choice.filter.map(|filter| bind(filter, scope)).transpose() {
            Ok(filter) => parts.extend(filter),
            Err(need) => return self.ask(need),
        }
        let question = Question::Records { form: choice.form.clone(), filter: Filter::And(parts), fields: Vec::new() };
        match self.cx.input.facts.ask(question) {
            Ok(Answer::Records(records)) => {
                let missing: Vec<&Id> =
                    new.iter().filter(|id| !records.iter().any(|(found, _)| found == *id)).collect();
                if !missing.is_empty() {
                    self.issues.push(Issue::error(at.clone(), "no_such_choice").with("ids", json!(missing)));
                }
            }
            Ok(_) => {}
            Err(need) => self.ask(need),
        }
    }

    /// The last word: the compiled schema of the form's version over the values that changed.
    fn check_schema(&mut self, values: &Values) {
        let changed = values.iter().filter(|(key, value)| !value.is_blank() && self.changed(key, value));
        let object: Map<String, Json> = changed.map(|(key, value)| (key.to_string(), filled(value))).collect();
        let object = Json::Object(object);
        if self.cx.form.validator.is_valid(&object) {
            return;
        }
        let at = Pointer::root().at("values");
        let mut found: Vec<Issue> =
            self.cx.form.validator.iter_errors(&object).map(|error| schema::issue(&error)).collect();
        let place = |issue: &Issue| {
            let key = issue.pointer.as_str().split('/').nth(1).unwrap_or_default();
            self.cx.form.fields().get_index_of(key)
        };
        found.sort_by_key(place);
        for issue in found {
            let issue = Issue { pointer: issue.pointer.under(&at), ..issue };
            if !self.issues.iter().any(|known| known.pointer.as_str().starts_with(issue.pointer.as_str())) {
                self.issues.push(issue);
            }
        }
    }
}

/// What the limits of the settings say of a value that people write.
fn limits(field: &Field, value: &Value, beside: Beside<'_>) -> Issues {
    if field.spec.kind.source().is_some() {
        return Issues::new();
    }
    let places = places_of(field, beside).filter(|places| {
        !field.is_computed() && value.as_decimal().is_some_and(|number| number.normalize().scale() > *places)
    });
    let rough = places.map(|places| Issue::error(Pointer::root(), "too_many_places").with("places", places));
    field.kind.check(value).into_iter().chain(rough).collect()
}

/// The value as JSON, without what is blank in rows.
fn filled(value: &Value) -> Json {
    let Value::Rows(rows) = value else { return value.to_json() };
    let row = |row: &mortise_model::Row| {
        let mut row = row.clone();
        row.values.retain(|_, value| !value.is_blank());
        row.to_json()
    };
    Json::Array(rows.iter().map(row).collect())
}
