//! Running rules: which of them fire, and what their actions want.

use indexmap::IndexMap;
use mortise_expr::{ExprError, Scope, bind, holds, reach, written};
use mortise_model::{
    Answer, Decimal, Filter, Issue, Key, Need, Path, Pointer, Question, Storage, Target, Value, Values,
};
use serde_json::{Map, Value as Json};

use crate::{Assigned, Effect, Event, Outcome, Phase, Rule, triggers::Watched};

/// What the rules say before a record is written: new values, warnings, refusals, and effects for when it is.
///
/// `rules` are those of the record's form, in their order ([`Rule::sort`]). Each rule sees the values that those
/// before it have set; `scope.values` are the record's values as they are about to be. All open questions come back
/// at once.
pub fn before_save(rules: &[Rule], event: &Event<'_>, scope: &Scope<'_>) -> Result<Outcome, Need> {
    run(rules, Phase::Before, event, scope)
}

/// What the rules say after a record was written, deleted, a button pressed, a flow moved on, or a time come. An
/// issue with the severity of an error means that nothing of it is to be done.
pub fn after(rules: &[Rule], event: &Event<'_>, scope: &Scope<'_>) -> Result<Outcome, Need> {
    run(rules, Phase::After, event, scope)
}

fn run(rules: &[Rule], phase: Phase, event: &Event<'_>, scope: &Scope<'_>) -> Result<Outcome, Need> {
    let mut values = scope.values.clone();
    let mut outcome = Outcome::default();
    let mut open: Vec<Question> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.runs_in(phase) && rule.spec().form == scope.form.key) {
        let mut acting = Acting { rule, base: scope, values: values.clone(), outcome: Outcome::default() };
        match acting.run(event) {
            Ok(()) => {
                values = acting.values;
                outcome.sets.extend(acting.outcome.sets);
                outcome.issues.extend(acting.outcome.issues);
                outcome.effects.extend(acting.outcome.effects);
                outcome.ran.extend(acting.outcome.ran);
            }
            Err(Halt::Need(Need(questions))) => open.extend(questions),
            Err(Halt::Failed(issue)) => outcome.issues.push(*issue),
        }
    }
    if open.is_empty() {
        return Ok(outcome);
    }
    let mut once: Vec<Question> = Vec::new();
    for question in open {
        if !once.contains(&question) {
            once.push(question);
        }
    }
    Err(Need(once))
}

/// Why a rule cannot go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// Something must be known first.
    Need(Need),
    /// It cannot be done.
    Failed(Box<Issue>),
}

impl From<Need> for Halt {
    fn from(need: Need) -> Self {
        Self::Need(need)
    }
}

/// A rule at work on a record.
pub(crate) struct Acting<'r, 'a> {
    rule: &'r Rule,
    base: &'r Scope<'a>,
    /// The values with what rules have set so far.
    values: Values,
    outcome: Outcome,
}

impl Acting<'_, '_> {
    fn run(&mut self, event: &Event<'_>) -> Result<(), Halt> {
        let spec = self.rule.spec();
        let scope = self.scope();
        let watched = Watched { scope: &scope, rule: &spec.key };
        if !spec.trigger.kind().fires(event, &watched)? {
            return Ok(());
        }
        if let Some(filter) = &spec.when
            && !holds(filter, &scope)?
        {
            return Ok(());
        }
        if let Some(source) = &spec.expr
            && !self.condition(source)?
        {
            return Ok(());
        }
        for action in &spec.actions {
            action.kind().act(self)?;
        }
        self.outcome.ran.push(spec.key.clone());
        Ok(())
    }

    /// The key of the rule.
    pub(crate) fn rule(&self) -> &Key {
        &self.rule.spec().key
    }

    fn scope(&self) -> Scope<'_> {
        Scope { values: &self.values, ..*self.base }
    }

    /// Sets values of the record.
    pub(crate) fn set(&mut self, values: Values) {
        self.values.extend(values.clone());
        self.outcome.sets.extend(values);
    }

    /// Says what is wrong.
    pub(crate) fn tell(&mut self, issue: Issue) {
        self.outcome.issues.push(issue);
    }

    /// Wants something done.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.outcome.effects.push(effect);
    }

    /// The key of the record's form.
    pub(crate) fn form<'f>(&self) -> &'f Key
    where
        Self: 'f,
    {
        &self.base.form.key
    }

    /// The value at the end of a path.
    pub(crate) fn value(&self, path: &Path) -> Result<Value, Halt> {
        Ok(reach(path, &self.scope())?.into_value())
    }

    /// The form that a path's link points at.
    pub(crate) fn target_of(&self, link: &Path) -> Option<Key> {
        match self.base.app.reach(self.base.form, link)?.storage {
            Storage::Ref(Target::Form(form)) | Storage::RefList(Target::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// A condition over another form with what belongs to this record written in.
    pub(crate) fn bound(&self, filter: &Filter) -> Result<Filter, Halt> {
        Ok(bind(filter, &self.scope())?)
    }

    pub(crate) fn ask(&self, question: Question) -> Result<&Answer, Halt> {
        Ok(self.base.facts.ask(question)?)
    }

    /// The answers to all questions, or the need for all that are open.
    pub(crate) fn ask_all(&self, questions: impl Iterator<Item = Question>) -> Result<Vec<&Answer>, Halt> {
        let (mut answers, mut open) = (Vec::new(), Vec::new());
        for question in questions {
            match self.base.facts.get(&question) {
                Some(answer) => answers.push(answer),
                None => open.push(question),
            }
        }
        if open.is_empty() { Ok(answers) } else { Err(Need(open).into()) }
    }

    /// The number that answers.
    pub(crate) fn number(&self, question: Question) -> Result<Option<Decimal>, Halt> {
        Ok(self.base.facts.value(question)?.as_decimal())
    }

    /// The values that fields of a form get.
    pub(crate) fn assigned(&self, assigned: &IndexMap<Key, Assigned>, form: &Key) -> Result<Values, Halt> {
        let shape = self.base.app.form(form);
        let mut values = Values::new();
        for (key, assigned) in assigned {
            let value = match assigned {
                Assigned::Expr(source) => self.expression(source)?,
                Assigned::Value(json) => {
                    let storage = shape.and_then(|shape| shape.fields.get(key)).map(|field| &field.storage);
                    let read = storage.and_then(|storage| written(storage, json, &self.base.moment));
                    read.ok_or_else(|| self.failed("value_does_not_fit", &[("field", key.to_string())]))?
                }
            };
            values.insert(key.clone(), value);
        }
        Ok(values)
    }

    /// The values of a sentence's own placeholders.
    pub(crate) fn params(&self, params: &IndexMap<Key, String>) -> Result<Map<String, Json>, Halt> {
        params.iter().map(|(name, source)| Ok((name.to_string(), self.expression(source)?.to_json()))).collect()
    }

    /// The paths that expressions read.
    pub(crate) fn reads_of<'s>(&self, sources: impl Iterator<Item = &'s String>) -> Vec<Path> {
        let mut paths: Vec<Path> = Vec::new();
        for formula in sources.filter_map(|source| self.rule.formula(source)) {
            for path in &formula.reads().paths {
                if !paths.contains(path) {
                    paths.push(path.clone());
                }
            }
        }
        paths
    }

    fn expression(&self, source: &str) -> Result<Value, Halt> {
        let formula = self.rule.formula(source).ok_or_else(|| self.failed("rule_failed", &[]))?;
        formula.eval(&self.scope()).map_err(|error| self.halted(error))
    }

    fn condition(&self, source: &str) -> Result<bool, Halt> {
        let formula = self.rule.formula(source).ok_or_else(|| self.failed("rule_failed", &[]))?;
        formula.holds(&self.scope()).map_err(|error| self.halted(error))
    }

    fn halted(&self, error: ExprError) -> Halt {
        match error {
            ExprError::Need(need) => need.into(),
            ExprError::Failed { code, params } => {
                let issue = Issue::error(Pointer::root(), "rule_failed").with("rule", self.rule().to_string());
                Halt::Failed(Box::new(issue.with("cause", code).with("cause_params", params)))
            }
        }
    }

    fn failed(&self, cause: &str, params: &[(&str, String)]) -> Halt {
        let issue = Issue::error(Pointer::root(), "rule_failed").with("rule", self.rule().to_string());
        let issue = issue.with("cause", cause);
        Halt::Failed(Box::new(params.iter().fold(issue, |issue, (name, value)| issue.with(name, value.as_str()))))
    }
}

#[cfg(test)]
mod tests;
