//! The app's rules before and after a record is written.

use std::sync::Arc;

use mortise_expr::Scope;
use mortise_forms::PublishedForm;
use mortise_model::{Id, Values};
use mortise_rules::{Event, Outcome, before_save};

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
        if !self.runs_rules || self.model.rules.iter().all(|rule| rule.spec().form != *form.key()) {
            return Ok(Outcome::default());
        }
        let event = match draft.before {
            Some(before) => Event::Update { before },
            None => Event::Create,
        };
        self.ask_rules(form, (draft.id, values), |rules, scope| before_save(rules, &event, scope), draft).await
    }

    async fn ask_rules(
        &mut self,
        form: &PublishedForm,
        (id, values): (Option<Id>, &Values),
        run: impl Fn(&[mortise_rules::Rule], &Scope<'_>) -> Result<Outcome, mortise_model::Need>,
        draft: &Draft<'_>,
    ) -> Result<Outcome> {
        let (model, shape) = (Arc::clone(&self.model), form.shape());
        self.ask(|this| {
            let scope = Scope {
                app: &model.shape,
                form: &shape,
                id,
                values,
                system: Some(draft.system),
                row: None,
                facts: &this.facts,
                moment: this.moment(),
                me: this.viewer(),
            };
            run(&model.rules, &scope)
        })
        .await
    }
}
