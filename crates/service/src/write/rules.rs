//! The app's rules before and after a record is written.

use std::sync::Arc;

use mortise_expr::{Scope, SystemValues};
use mortise_forms::PublishedForm;
use mortise_model::{Id, Key, Values};
use mortise_rules::{Event, Outcome, Rule, after, before_save};

use super::{Writer, prepare::Draft};
use crate::Result;

impl Writer<'_> {
    /// What the rules before save want: values, warnings, refusals.
    pub(super) async fn rules_before(
        &mut self,
        form: &PublishedForm,
        draft: &Draft<'_>,
        values: &Values,
    ) -> Result<Outcome> {
        if !self.runs_rules {
            return Ok(Outcome::default());
        }
        let event = match draft.before {
            Some(before) => Event::Update { before },
            None => Event::Create,
        };
        let model = Arc::clone(&self.model);
        let subject = (form.key(), draft.id, values, draft.system);
        self.ask_rules(subject, |scope| before_save(&model.rules, &event, scope)).await
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
