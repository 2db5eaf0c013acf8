//! What a record's values finally are, which fields are shown and required, and what is wrong.
//!
//! One pass: defaults and computed values in their order, then states, then checks. What must be known of the
//! world comes back as a [`Need`] with all questions that can be asked so far; the same call with more facts goes on.

mod checks;
mod compute;
mod rollup;
mod states;

use indexmap::IndexMap;
use mortise_expr::{Moment, Scope, SystemValues, Viewer};
use mortise_model::{AppShape, Facts, FormShape, Id, Issues, Key, Need, Question, Row, Value, Values};

use crate::PublishedForm;

pub use compute::sendable;
pub use states::FieldState;

/// A record that is about to be, and all that is known around it.
#[derive(Debug, Clone, Copy)]
pub struct EvaluateInput<'a> {
    /// The forms of the app.
    pub app: &'a AppShape,
    /// The record; absent while it is new.
    pub id: Option<Id>,
    /// Its values as they are stored; absent for a new one.
    pub before: Option<&'a Values>,
    /// Its values as they are about to be: all that are stored, with the changes; of a new one those that were given.
    pub values: &'a Values,
    /// Its system columns, where they are known.
    pub system: Option<&'a SystemValues>,
    /// The answers so far.
    pub facts: &'a Facts,
    /// When it is.
    pub moment: Moment,
    /// Who acts; absent for the product itself.
    pub me: Option<Viewer<'a>>,
    /// What it is for.
    pub purpose: Purpose,
}

/// What an evaluation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The record is saved: everything is checked.
    Save,
    /// A form is being filled in: everything is checked but whether links may be chosen.
    Fill,
    /// Only what is computed is brought up to date; nothing is checked.
    Recompute,
}

/// A record as it is about to be stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluated {
    /// All values, in field order; blank is null.
    pub values: Values,
    /// Which fields are shown, required and open, by key; of fields of rows by `items/0/qty` where it depends on the row.
    pub states: IndexMap<String, FieldState>,
    /// What is wrong; pointers start with `/values`.
    pub issues: Issues,
}

/// Computes and checks a record.
///
/// Codes of issues: `required`, `out_of_range`, `computed_type {expected}`, `no_such_choice`, those of the field
/// kinds, of the form's validations, and of expressions that failed.
pub fn evaluate(form: &PublishedForm, input: EvaluateInput<'_>) -> Result<Evaluated, Need> {
    let shape = form.shape();
    let mut run = Run { cx: Cx { form, shape: &shape, input }, open: Vec::new(), issues: Issues::new() };
    let mut values = run.starting_values();
    run.compute(&mut values);
    run.answered()?;
    if input.purpose == Purpose::Recompute {
        return Ok(Evaluated { values, states: IndexMap::new(), issues: run.issues });
    }
    let states = run.states(&values);
    run.answered()?;
    run.check(&values, &states);
    run.answered()?;
    Ok(Evaluated { values, states, issues: run.issues })
}

/// What one evaluation looks at.
#[derive(Clone, Copy)]
struct Cx<'a> {
    form: &'a PublishedForm,
    shape: &'a FormShape,
    input: EvaluateInput<'a>,
}

/// One evaluation under way: what is open and what is wrong so far.
struct Run<'a> {
    cx: Cx<'a>,
    open: Vec<Question>,
    issues: Issues,
}

impl<'a> Cx<'a> {
    /// The scope of the record with these values.
    fn scope<'s>(self, values: &'s Values) -> Scope<'s>
    where
        'a: 's,
    {
        Scope {
            app: self.input.app,
            form: self.shape,
            id: self.input.id,
            values,
            system: self.input.system,
            row: None,
            facts: self.input.facts,
            moment: self.input.moment,
            me: self.input.me,
        }
    }

    /// The stored value of a field; `None` of a new record.
    fn old(self, key: &Key) -> Option<&'a Value> {
        self.input.before.map(|before| before.get(key).unwrap_or(&Value::Null))
    }

    /// The stored row with this id.
    fn old_row(self, subform: &Key, id: Option<Id>) -> Option<&'a Row> {
        let Some(Value::Rows(rows)) = self.old(subform) else { return None };
        rows.iter().find(|row| id.is_some() && row.id == id)
    }
}

impl Run<'_> {
    /// Notes what must be known first.
    fn ask(&mut self, Need(questions): Need) {
        for question in questions {
            if !self.open.contains(&question) {
                self.open.push(question);
            }
        }
    }

    /// The need for what is open.
    fn answered(&mut self) -> Result<(), Need> {
        if self.open.is_empty() { Ok(()) } else { Err(Need(std::mem::take(&mut self.open))) }
    }
}

#[cfg(test)]
mod tests;
