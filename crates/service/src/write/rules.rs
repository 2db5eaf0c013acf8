//! The app's rules before and after a record is written.

use std::sync::Arc;

use mortise_expr::{Scope, SystemValues};
use mortise_forms::{PublishedForm, Writer as Hand, normalise, sendable};
use mortise_model::{Id, Issue, Issues, Key, Values};
use mortise_rules::{Event, Outcome, Rule, after, before_save};

use super::{Writer, prepare::Draft};
use crate::Result;

impl Writer<'_> {
    /// What the rules before save want: values in canonical form, warnings, refusals. Each rule sees what those before
    /// it have set.
    pub(super) async fn rules_before(
        &mut self,
        form: &PublishedForm,
        draft: &Draft<'_>,
        values: &Values,
    ) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        if !self.runs_rules {
            return Ok(outcome);
        }
        let event = match draft.before {
            Some(before) => Event::Update { before },
            None => Event::Create,
        };
        let (model, mut values) = (Arc::clone(&self.model), values.clone());
        for rule in model.rules.iter().filter(|rule| rule.spec().form == *form.key()) {
            let subject = (form.key(), draft.id, &values, draft.system);
            let wanted =
                self.ask_rules(subject, |scope| before_save(std::slice::from_ref(rule), &event, scope)).await?;
            let (sets, refused) = self.read_sets(form, draft.before, (rule, &wanted.sets), &values).await?;
            values.extend(sets.clone());
            outcome.sets.extend(sets);
            outcome.issues.extend(wanted.issues);
            outcome.issues.extend(refused);
            outcome.effects.extend(wanted.effects);
            outcome.ran.extend(wanted.ran);
        }
        Ok(outcome)
    }

    /// Reads the values that a rule has set like those that a person sends; what a field cannot hold is refused in the
    /// name of the rule.
    async fn read_sets(
        &mut self,
        form: &PublishedForm,
        before: Option<&Values>,
        (rule, sets): (&Rule, &Values),
        beside: &Values,
    ) -> Result<(Values, Issues)> {
        if sets.is_empty() {
            return Ok((Values::new(), Issues::new()));
        }
        let sent = sendable(form, sets, beside);
        let read = self.ask(|this| normalise(form, &sent, before, Hand::Product, &this.facts)).await?;
        let named = |issue: Issue| {
            let refused = Issue::error(issue.pointer, "rule_value_refused").with("rule", rule.spec().key.as_str());
            refused.with("cause", issue.code).with("cause_params", issue.params)
        };
        Ok((read.values, read.issues.into_iter().map(named).collect()))
    }

    /// What rules want that run after something has happened to a record.
    pub(crate) async fn rules_after(
        &mut self,
        rules: &[Rule],
        event: &Event<'_>,
        (form, id, values, system): (&Key, Id, &Values, &SystemValues),
    ) -> Result<Outcome> {
        self.ask_rules((form, Some(id), values, system), |scope| after(rules, event, scope)).await
    }

    async fn ask_rules(
        &mut self,
        (form, id, values, system): (&Key, Option<Id>, &Values, &SystemValues),
        run: impl Fn(&Scope<'_>) -> Result<Outcome, mortise_model::Need>,
    ) -> Result<Outcome> {
        if self.model.rules.iter().all(|rule| rule.spec().form != *form) {
            return Ok(Outcome::default());
        }
        let (model, shape) = (Arc::clone(&self.model), self.model.form(form)?.shape());
        self.ask(|this| {
            let scope = Scope {
                app: &model.shape,
                form: &shape,
                id,
                values,
                system: Some(system),
                row: None,
                facts: &this.facts,
                moment: this.moment(),
                me: this.viewer(),
            };
            run(&scope)
        })
        .await
    }
}
