//! A formula: one expression, compiled once, evaluated against many scopes.
//!
//! At compile time the tree of the source is rewritten: each path, parameter, aggregate and question about the
//! moment becomes a variable of its own, so that what a formula reads is known without running it ([`Reads`]), and
//! one evaluation asks for all missing facts at once.

mod aggregate;
mod compile;
mod condition;
mod slot;

use std::collections::HashMap;

use mortise_model::{
    Aggregate, Answer, AppShape, Filter, FormShape, Issue, Issues, Key, Need, Path, Pointer, Question, Value,
};
use serde_json::{Map, Value as Json};

use crate::{
    Scope, check_filter,
    convert::{from_rows, list, to_dynamic},
    engine,
    filter::check_path,
    operators::{Failure, truth},
};
use slot::Slot;

/// How often an evaluation may ask the calendar for more days before it gives up.
const CALENDAR_ROUNDS: usize = 8;

/// A compiled expression.
#[derive(Debug, Clone)]
pub struct Formula {
    source: String,
    ast: rhai::AST,
    slots: Vec<Slot>,
    reads: Reads,
}

/// What an expression reads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reads {
    /// The fields and paths of the record itself, in order of appearance, none twice; `items.amount` for rows.
    pub paths: Vec<Path>,
    /// The sums over other forms.
    pub related: Vec<RelatedRead>,
    /// The parameters of the app.
    pub params: Vec<String>,
    /// Whether the value may change as time goes by.
    pub time: bool,
    /// Whether the value depends on who looks.
    pub viewer: bool,
}

/// A sum over records of another form.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedRead {
    /// The form.
    pub form: Key,
    /// Which records; `{"record": …}` in it is the record of the formula.
    pub filter: Filter,
    /// How; `None` where the records themselves are read.
    pub aggregate: Option<Aggregate>,
    /// Which field; absent for a count.
    pub field: Option<Key>,
    /// The weights of an average.
    pub weight: Option<Key>,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExprError {
    /// Something about the world must be known first.
    #[error(transparent)]
    Need(#[from] Need),
    /// It cannot be computed, such as a number plus a day range.
    #[error("expression failed with `{code}`")]
    Failed {
        /// What is wrong, in lower snake case; stable.
        code: String,
        /// What its sentence names; `line` and `column` where they are known.
        params: Map<String, Json>,
    },
}

impl ExprError {
    /// The issue about a failed expression; the need where there is one.
    pub fn into_issue(self, at: Pointer) -> Result<Issue, Need> {
        match self {
            Self::Need(need) => Err(need),
            Self::Failed { code, params } => Ok(Issue { params, ..Issue::error(at, code) }),
        }
    }
}

impl Formula {
    /// Compiles an expression.
    ///
    /// The issue lies at the root pointer and has `line` and `column`; its code is one of `formula_syntax {detail}`,
    /// `formula_too_long {most}`, `formula_too_deep`, `not_in_a_formula {what}`, `unknown_function {function}`,
    /// `wrong_number_of_arguments {function, least, most}`, `literal_expected {function}`,
    /// `condition_not_possible {what}`.
    pub fn compile(source: &str) -> Result<Self, Issue> {
        let (ast, slots) = compile::compile(source)?;
        let reads = slot::reads(&slots);
        Ok(Self { source: source.to_owned(), ast, slots, reads })
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What it reads.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }

    /// Whether all that it reads exists: `unknown_field {field, form}`, `unknown_form {form}`,
    /// `aggregate_not_possible {field}`, or what is wrong with the condition of a `related`.
    ///
    /// `subform` is the one whose rows the formula belongs to.
    pub fn check(&self, app: &AppShape, form: &FormShape, subform: Option<&str>) -> Issues {
        let mut issues = Issues::new();
        for path in self.reads.paths.iter().filter(|path| !check_path(path, app, form, subform)) {
            let issue = Issue::error(Pointer::root(), "unknown_field").with("field", path.to_string());
            issues.push(issue.with("form", &*form.key));
        }
        for read in &self.reads.related {
            issues.extend(check_related(read, app, form));
        }
        issues
    }

    /// Its value. All open questions come back at once.
    pub fn eval(&self, scope: &Scope<'_>) -> Result<Value, ExprError> {
        let values = self.slot_values(scope)?;
        let mut workdays = HashMap::new();
        for _ in 0..CALENDAR_ROUNDS {
            let mut variables = rhai::Scope::new();
            for (index, value) in values.iter().enumerate() {
                variables.push_constant_dynamic(slot::name(index), to_dynamic(value.clone()));
            }
            let (result, host) = engine::run(&self.ast, &mut variables, scope.moment, workdays);
            if host.asked.is_empty() {
                return result.map(finished).map_err(ExprError::from);
            }
            workdays = host.workdays;
            let mut open = Vec::new();
            for day in host.asked {
                match scope.facts.get(&Question::Workday(day)) {
                    Some(Answer::Value(worked)) => {
                        workdays.insert(day, *worked == Value::Bool(true));
                    }
                    Some(_) => {
                        workdays.insert(day, false);
                    }
                    None if open.contains(&Question::Workday(day)) => {}
                    None => open.push(Question::Workday(day)),
                }
            }
            if !open.is_empty() {
                return Err(Need(open).into());
            }
        }
        Err(Failure::new("calendar_too_long").into())
    }

    /// Whether it holds as a condition; blank does not.
    pub fn holds(&self, scope: &Scope<'_>) -> Result<bool, ExprError> {
        let value = self.eval(scope)?;
        truth(&value).map_err(ExprError::from)
    }

    fn slot_values(&self, scope: &Scope<'_>) -> Result<Vec<Value>, ExprError> {
        let mut values = Vec::with_capacity(self.slots.len());
        let mut open = Vec::new();
        for slot in &self.slots {
            match slot.value(scope) {
                Ok(value) => values.push(value),
                Err(ExprError::Need(Need(questions))) => open.extend(questions),
                Err(failed) if open.is_empty() => return Err(failed),
                Err(_) => {}
            }
        }
        if open.is_empty() {
            return Ok(values);
        }
        let mut once = Vec::new();
        for question in open {
            if !once.contains(&question) {
                once.push(question);
            }
        }
        Err(Need(once).into())
    }
}

/// A result as others know values: several values are a list.
fn finished(value: Value) -> Value {
    match &value {
        Value::Rows(rows) => from_rows(rows).map_or(value, list),
        _ => value,
    }
}

impl From<Failure> for ExprError {
    fn from(failure: Failure) -> Self {
        Self::Failed { code: failure.code.to_owned(), params: failure.params }
    }
}

fn check_related(read: &RelatedRead, app: &AppShape, form: &FormShape) -> Issues {
    let Some(other) = app.form(&read.form) else {
        return Issue::error(Pointer::root(), "unknown_form").with("form", &*read.form).into();
    };
    let mut issues: Issues = check_filter(&read.filter, app, other, Some(form))
        .into_iter()
        .map(|issue| Issue { pointer: Pointer::root(), ..issue })
        .collect();
    for key in read.field.iter().chain(&read.weight) {
        let at = Issue::error(Pointer::root(), "unknown_field").with("field", &**key).with("form", &*other.key);
        match (other.fields.get(key), read.aggregate) {
            (None, _) => issues.push(at),
            (Some(field), Some(aggregate)) if !field.aggregates.contains(&aggregate) => {
                let at = Issue { code: "aggregate_not_possible".to_owned(), ..at };
                let aggregate = serde_json::to_value(aggregate).unwrap_or_default();
                issues.push(at.with("aggregate", aggregate));
            }
            _ => {}
        }
    }
    issues
}

#[cfg(test)]
mod tests;
