//! From what was sent to what will be stored.

use mortise_access::{FieldRight, Level, Permit, Scope as Reach};
use mortise_expr::{Scope, SystemValues, holds};
use mortise_forms::{
    EvaluateInput, Evaluated, Mover, Normalised, PublishedForm, Purpose, Writer as Hand, check_transitions, evaluate,
    normalise,
};
use mortise_model::{Id, Issue, Issues, Pointer, Values};
use mortise_store::{records::Stored, repos::users};
use serde_json::{Map, Value as Json};

use super::{Terms, Writer};
use crate::{Error, Result, records::let_go_of_unseen};

/// A record on its way.
pub(super) struct Draft<'a> {
    /// The record; absent while it is new.
    pub(super) id: Option<Id>,
    /// Its values as they are stored.
    pub(super) before: Option<&'a Values>,
    /// Its values as they are about to be.
    pub(super) values: Values,
    /// Its system columns.
    pub(super) system: &'a SystemValues,
}

impl Writer<'_> {
    /// Reads what was sent, every problem at once. What the writer may not see is answered like what does not exist.
    pub(super) async fn normalise(
        &mut self,
        form: &PublishedForm,
        sent: &Map<String, Json>,
        before: Option<&Stored>,
        terms: &Terms<'_>,
    ) -> Result<Values> {
        let unreadable = closed_fields(sent, terms);
        if !unreadable.is_empty() {
            return Err(Error::BadRequest(unreadable));
        }
        let stored = before.map(|stored| &stored.values);
        let Normalised { mut values, issues } =
            self.ask(|this| normalise(form, sent, stored, terms.hand, &this.facts)).await?;
        let (unknown, other): (Vec<Issue>, Vec<Issue>) =
            issues.into_iter().partition(|issue| issue.code == "unknown_field");
        if !unknown.is_empty() {
            return Err(Error::BadRequest(unknown.into_iter().collect()));
        }
        let mut other: Issues = other.into_iter().collect();
        other.extend(self.complete_files(form, &mut values, before).await?);
        if terms.hand == Hand::Person {
            other.extend(self.links_in_sight(form, stored, &mut values).await?);
        }
        if other.has_errors() { Err(Error::Invalid(other)) } else { Ok(values) }
    }

    /// What is wrong with links that whoever acts has chosen: they lead out of sight.
    pub(crate) async fn links_in_sight(
        &self,
        form: &PublishedForm,
        before: Option<&Values>,
        values: &mut Values,
    ) -> Result<Issues> {
        let Some(person) = &self.identity else { return Ok(Issues::new()) };
        let_go_of_unseen((&self.model, person, &self.ctx, self.tx), form, before, values).await
    }

    /// Computes, lets the rules before save change and refuse, computes again, and checks.
    pub(super) async fn settle(
        &mut self,
        form: &PublishedForm,
        mut draft: Draft<'_>,
        terms: &Terms<'_>,
    ) -> Result<Values> {
        let mut evaluated = self.evaluate(form, &draft, Purpose::Save).await?;
        let mut issues = Issues::new();
        issues.extend(self.moves_of_options(form, &draft, &evaluated.values, terms).await?);
        let outcome = self.rules_before(form, &draft, &evaluated.values).await?;
        issues.extend(outcome.issues);
        self.notices_to_be(outcome.effects);
        if !outcome.sets.is_empty() {
            draft.values = evaluated.values.clone();
            draft.values.extend(outcome.sets);
            evaluated = self.evaluate(form, &draft, Purpose::Save).await?;
        }
        self.require_levels(form, &draft, terms).await?;
        let mut all = evaluated.issues;
        all.extend(issues);
        let codes = terms.confirm.settle(all)?;
        self.confirmed.extend(codes);
        self.reason = self.reason.take().or_else(|| terms.reason.map(str::to_owned));
        Ok(evaluated.values)
    }

    /// What keeps a person from changing options as they did. Defaults, rules and flows are not asked.
    async fn moves_of_options(
        &mut self,
        form: &PublishedForm,
        draft: &Draft<'_>,
        computed: &Values,
        terms: &Terms<'_>,
    ) -> Result<Issues> {
        let chosen = || form.fields().iter().filter(|(_, field)| field.has_transitions() && !field.is_computed());
        if terms.hand == Hand::Product || form.fields().values().all(|field| !field.has_transitions()) {
            return Ok(Issues::new());
        }
        let roles = self.identity.as_ref().map(|identity| identity.roles_in(&self.model.app.key)).unwrap_or_default();
        let mut values = computed.clone();
        for (key, _) in chosen() {
            values.insert(key.clone(), draft.values.get(key).cloned().unwrap_or_default());
        }
        let (model, shape) = (std::sync::Arc::clone(&self.model), form.shape());
        self.ask(|this| {
            let scope = Scope {
                app: &model.shape,
                form: &shape,
                id: draft.id,
                values: &values,
                system: Some(draft.system),
                row: None,
                facts: &this.facts,
                moment: this.moment(),
                me: this.viewer(),
            };
            check_transitions(form, draft.before, &scope, Mover { roles: &roles, reason: terms.reason })
        })
        .await
    }

    /// One evaluation with all that it needs to know.
    pub(super) async fn evaluate(
        &mut self,
        form: &PublishedForm,
        draft: &Draft<'_>,
        purpose: Purpose,
    ) -> Result<Evaluated> {
        let app = std::sync::Arc::clone(&self.model.shape);
        self.ask(|this| {
            let input = EvaluateInput {
                app: &app,
                id: draft.id,
                before: draft.before,
                values: &draft.values,
                system: Some(draft.system),
                facts: &this.facts,
                moment: this.moment(),
                me: this.viewer(),
                purpose,
            };
            evaluate(form, input)
        })
        .await
    }

    /// Whose record it is and which department it belongs to, as the form says.
    pub(super) async fn place(
        &mut self,
        form: &PublishedForm,
        values: &Values,
        system: &mut SystemValues,
    ) -> Result<()> {
        let first = |key: &mortise_model::Key| values.get(key).and_then(|value| value.refs().first().copied());
        if let Some(owner) = form.spec().owner_field.as_ref().and_then(first) {
            if system.owner != Some(owner) || system.dept.is_none() {
                system.dept = users::user_by_id(self.tx, owner).await?.and_then(|user| user.main_dept);
            }
            system.owner = Some(owner);
        }
        if let Some(dept) = form.spec().dept_field.as_ref().and_then(first) {
            system.dept = Some(dept);
        }
        Ok(())
    }

    /// A person may only make records that lie within the scope of the permit.
    pub(crate) async fn require_scope(
        &mut self,
        form: &PublishedForm,
        values: &Values,
        system: &SystemValues,
        permit: &Permit,
    ) -> Result<()> {
        let fits = match permit.scope() {
            Reach::Everything => true,
            Reach::Nothing => false,
            Reach::Where(filter) => self.holds(form, filter, values, system).await?,
        };
        if fits { Ok(()) } else { Err(Error::Forbidden("outside_scope")) }
    }

    /// Fields whose right depends on the record are open only where the record says so.
    async fn require_levels(&mut self, form: &PublishedForm, draft: &Draft<'_>, terms: &Terms<'_>) -> Result<()> {
        if terms.hand == Hand::Product {
            return Ok(());
        }
        let stored = draft.before.unwrap_or(&draft.values);
        let mut issues = Issues::new();
        for (key, value) in &draft.values {
            let same = draft.before.is_some_and(|before| before.get(key) == Some(value));
            let FieldRight::When(cases, last) = terms.permit.field(key) else { continue };
            if same || value.is_blank() && draft.before.is_none() {
                continue;
            }
            let mut level = last;
            for (filter, then) in &cases {
                if self.holds(form, filter, stored, draft.system).await? {
                    level = *then;
                    break;
                }
            }
            if level < Level::Edit && form.field(key).is_some_and(mortise_forms::Field::is_writable) {
                issues.push(Issue::error(Pointer::root().at("values").at(key), "field_read_only"));
            }
        }
        if issues.is_empty() { Ok(()) } else { Err(Error::Invalid(issues)) }
    }

    /// Whether a record fits a filter.
    pub(crate) async fn holds(
        &mut self,
        form: &PublishedForm,
        filter: &mortise_model::Filter,
        values: &Values,
        system: &SystemValues,
    ) -> Result<bool> {
        let (app, shape) = (std::sync::Arc::clone(&self.model.shape), form.shape());
        self.ask(|this| {
            let scope = Scope {
                app: &app,
                form: &shape,
                id: None,
                values,
                system: Some(system),
                row: None,
                facts: &this.facts,
                moment: this.moment(),
                me: this.viewer(),
            };
            holds(filter, &scope)
        })
        .await
    }
}

/// Fields among the sent ones that the writer may not change in any record, or may not even know.
fn closed_fields(sent: &Map<String, Json>, terms: &Terms<'_>) -> Issues {
    if terms.hand == Hand::Product {
        return Issues::new();
    }
    let at = Pointer::root().at("values");
    sent.keys()
        .filter_map(|name| match terms.permit.field(name).most() {
            Level::Edit => None,
            Level::None => Some(Issue::error(at.at(name), "unknown_field").with("field", name.as_str())),
            Level::Mask | Level::View => Some(Issue::error(at.at(name), "field_read_only")),
        })
        .collect()
}
