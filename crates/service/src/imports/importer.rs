//! Who imports, into what, and how far their right reaches.

use std::sync::Arc;

use mortise_access::{Act, Level, Permit};
use mortise_expr::Moment;
use mortise_forms::{Field, PublishedForm, Writer as Hand};
use mortise_imports::{Columns, MappingSpec, OnMatch, Table};
use mortise_model::{Actor, Ctx, Issue, Issues, Key, Pointer};
use mortise_store::ReadPlan;

use crate::{AppModel, Error, Result, Session, records::Reading};

/// Whoever imports: a person with the rights of the moment, or the product on behalf of an operator.
pub(super) struct Importer {
    pub(super) ctx: Ctx,
    pub(super) model: Arc<AppModel>,
    pub(super) form: Key,
    pub(super) permit: Permit,
    session: Option<Session>,
}

/// A way to read records.
pub(super) enum Way<'a> {
    Person(Box<Reading>),
    Product(&'a Importer, Permit),
}

impl Way<'_> {
    /// A plan that reads so.
    pub(super) fn plan(&self) -> Result<ReadPlan<'_>> {
        match self {
            Self::Person(reading) => reading.plan(),
            Self::Product(importer, permit) => {
                let model = &importer.model;
                let plan = ReadPlan::new(&model.shape, permit, importer.moment()).map_err(Error::BadRequest)?;
                Ok(plan.params(&model.params))
            }
        }
    }
}

impl Importer {
    /// A person. Without the right to import the form is not there, or the act not allowed.
    pub(super) fn person(session: &Session, model: Arc<AppModel>, form: &Key) -> Result<Self> {
        let permit = model.permit(session, form, Act::Import)?;
        Ok(Self { ctx: session.ctx.clone(), model, form: form.clone(), permit, session: Some(session.clone()) })
    }

    /// The product itself.
    pub(super) fn product(ctx: Ctx, model: Arc<AppModel>, form: &Key) -> Result<Self> {
        model.form(form)?;
        let permit = Permit::system(form.clone(), Act::Import);
        Ok(Self { ctx: Ctx { actor: Actor::System, ..ctx }, model, form: form.clone(), permit, session: None })
    }

    pub(super) fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    pub(super) fn published(&self) -> Result<Arc<PublishedForm>> {
        self.model.form(&self.form).map(Arc::clone)
    }

    /// Which fields are open to them, beside those of the permit.
    pub(super) fn hand(&self) -> Hand {
        if self.session.is_some() { Hand::Person } else { Hand::Product }
    }

    /// Their right to do something with records of a form, if they have it.
    pub(super) fn permit_for(&self, form: &Key, act: Act) -> Option<Permit> {
        match &self.session {
            Some(session) => self.model.permit(session, form, act).ok(),
            None => Some(Permit::system(form.clone(), act)),
        }
    }

    /// Their way to records that a permit opens.
    pub(super) fn way(&self, permit: Permit) -> Way<'_> {
        match &self.session {
            Some(session) => Way::Person(Box::new(Reading::with(&self.model, session, permit))),
            None => Way::Product(self, permit),
        }
    }

    pub(super) fn moment(&self) -> Moment {
        Moment::of(&self.ctx)
    }

    /// Whether the field may be written by an import.
    pub(super) fn is_open(&self, key: &Key) -> bool {
        let writable = |field: &Field| match self.hand() {
            Hand::Person => field.is_writable(),
            Hand::Product => !field.is_computed(),
        };
        let known = self.model.form(&self.form).ok();
        known.and_then(|form| form.field(key)).is_some_and(writable) && self.permit.field(key).most() == Level::Edit
    }

    /// The columns of a mapping, checked against the form, the file and the person's rights.
    pub(super) fn columns(&self, spec: &MappingSpec, table: &Table) -> Result<Columns, Issues> {
        let Ok(form) = self.published() else { return Err(Issues::new()) };
        let known = |key: &Key| form.field(key).filter(|_| self.permit.field(key).most() > Level::None);
        let sibling = |key: &Key| self.model.form(key).ok().map(AsRef::as_ref);
        let columns = Columns::new(spec, &table.columns, known, sibling)?;
        let at = |index: usize| Pointer::root().at("columns").at(index).at("to");
        let mut closed: Issues = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !self.is_open(&column.to))
            .map(|(index, _)| Issue::error(at(index), "field_read_only"))
            .collect();
        // Who looks for records by a field learns which values there are.
        for (index, key) in spec.match_fields.iter().enumerate() {
            if spec.on_match != OnMatch::Create && self.permit.field(key).least() < Level::View {
                let at = Pointer::root().at("match").at(index);
                closed.push(Issue::error(at, "match_not_possible").with("field", key.as_str()));
            }
        }
        if closed.is_empty() { Ok(columns) } else { Err(closed) }
    }
}
