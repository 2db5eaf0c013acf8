//! The one door for writing records: whatever makes, changes or deletes one passes here.
//!
//! An act is one [`Writer`]: one transaction, one change set. Each record goes through the same steps:
//! normalise → defaults and computed values → rules before save → computed values again → checks → numbers →
//! rows, history → what other records compute from it → rules after. [`Writer::finish`] writes the change set,
//! the audit entry and the outbox.

mod confirm;
mod dependents;
mod effects;
mod files;
mod history;
mod import;
mod numbers;
mod outbox;
mod prepare;
mod references;
mod rules;

use std::sync::Arc;

use mortise_access::Permit;
use mortise_expr::{Moment, SystemValues, Viewer};
use mortise_forms::Writer as Hand;
use mortise_model::{Ctx, Facts, Id, Issue, Issues, Key, Need, Pointer, Values};
use mortise_store::{
    WriteTx,
    records::{self, NewRecord, Stored},
    repos::{
        changes::{Change, ChangeKind},
        rule_runs::RuleRun,
    },
};
use serde_json::{Map, Value as Json};

pub(crate) use confirm::Confirm;
pub(crate) use effects::Carried;
pub(crate) use import::{Part, Revision, concerns_the_row};
pub(crate) use outbox::{FlowMoved, Told, What};

use crate::{AppModel, Error, Result, events::News, session::Identity, world};

/// How often an engine may ask before it is a fault.
const MOST_ROUNDS: usize = 50;

/// By whose right a record is written, and what is confirmed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// The right.
    pub(crate) permit: &'a Permit,
    /// Which fields are open.
    pub(crate) hand: Hand,
    /// Which warnings are confirmed.
    pub(crate) confirm: &'a Confirm,
    /// Why, in the person's words.
    pub(crate) reason: Option<&'a str>,
}

impl<'a> Terms<'a> {
    /// The product's own right, to which every warning is confirmed.
    pub(crate) fn of_product(permit: &'a Permit) -> Self {
        Self { permit, hand: Hand::Product, confirm: &Confirm::All, reason: None }
    }
}

/// One act of writing.
pub(crate) struct Writer<'a> {
    pub(crate) ctx: Ctx,
    pub(crate) tx: &'a WriteTx,
    pub(crate) model: Arc<AppModel>,
    /// Who acts; absent for the product itself.
    pub(crate) identity: Option<Arc<Identity>>,
    pub(crate) facts: Facts,
    act: &'static str,
    set: Id,
    /// Where the change set goes on, if it is written in several transactions.
    part: Option<Part>,
    runs_rules: bool,
    changes: Vec<Change>,
    confirmed: Vec<String>,
    /// Why, in the person's words.
    reason: Option<String>,
    /// The change set that this one undoes.
    undoes: Option<Id>,
    /// The runs of rules that were part of the act.
    runs: Vec<RuleRun>,
    /// Where flows have moved on.
    moves: Vec<Told>,
    /// Notices of rules before a save, for when the record is written.
    notices: Vec<effects::Pending>,
    /// The same of the record that is about to be written.
    wanted: Vec<mortise_rules::Effect>,
    /// How many rules have led to this act, one through the other.
    depth: u32,
    audience: Audience,
    pub(crate) news: Vec<(Id, News)>,
}

/// Who hears of an act afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Rules and whoever else listens.
    Everybody,
    /// Nobody: what is written is a story that has happened.
    Nobody,
}

impl<'a> Writer<'a> {
    /// Begins an act in an open transaction. `act` is the word of the audit trail.
    pub(crate) fn new(ctx: &Ctx, tx: &'a WriteTx, model: Arc<AppModel>, act: &'static str) -> Self {
        Self {
            ctx: ctx.clone(),
            tx,
            model,
            identity: None,
            facts: Facts::new(),
            act,
            set: ctx.new_id(),
            part: None,
            runs_rules: true,
            changes: Vec::new(),
            confirmed: Vec::new(),
            reason: None,
            undoes: None,
            runs: Vec::new(),
            moves: Vec::new(),
            notices: Vec::new(),
            wanted: Vec::new(),
            depth: 0,
            audience: Audience::Everybody,
            news: Vec::new(),
        }
    }

    /// The same act, as the consequence of so many rules, one through the other.
    #[must_use]
    pub(crate) fn at_depth(mut self, depth: u32) -> Self {
        self.depth = depth;
        self
    }

    /// The same act, of which no rule hears: it writes down what has happened already.
    #[must_use]
    pub(crate) fn unheard(mut self) -> Self {
        self.audience = Audience::Nobody;
        self
    }

    /// The same act under the name of a change set that is known already.
    #[must_use]
    pub(crate) fn named(mut self, set: Id) -> Self {
        self.set = set;
        self
    }

    /// The same act, which takes back what another change set did.
    #[must_use]
    pub(crate) fn undoing(mut self, set: Id) -> Self {
        self.undoes = Some(set);
        self
    }

    /// The same act, with what the person said about it.
    #[must_use]
    pub(crate) fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    /// Keeps runs of rules with the act.
    pub(crate) fn ran(&mut self, runs: Vec<RuleRun>) {
        self.runs.extend(runs);
    }

    /// How many changes the act has made so far.
    pub(crate) fn size(&self) -> usize {
        self.changes.len()
    }

    /// How often the act has changed a record so far.
    pub(crate) fn times_changed(&self, form: &Key, record: Id) -> usize {
        self.changes.iter().filter(|change| change.form == *form && change.record == record).count()
    }

    /// The change set of the act, where it has changed something.
    pub(crate) fn change_set(&self) -> Option<Id> {
        (!self.changes.is_empty()).then_some(self.set)
    }

    /// The same act, by a person.
    #[must_use]
    pub(crate) fn by(mut self, identity: &Arc<Identity>) -> Self {
        self.identity = Some(Arc::clone(identity));
        self
    }

    /// Refuses errors, asks for warnings that are not confirmed, and remembers those that are.
    pub(crate) fn confirm(&mut self, issues: Issues, confirm: &Confirm) -> Result<()> {
        let codes = confirm.settle(issues)?;
        self.confirmed.extend(codes);
        Ok(())
    }

    /// Makes a record from what was sent.
    pub(crate) async fn create(&mut self, form: &Key, sent: &Map<String, Json>, terms: &Terms<'_>) -> Result<Id> {
        let record = self.prepare(form, sent, terms).await?;
        let id = record.id;
        self.insert(form, &[record]).await?;
        Ok(id)
    }

    /// Brings what was sent into the form of a new record that passes all checks; nothing is written but its numbers.
    pub(crate) async fn prepare(
        &mut self,
        form: &Key,
        sent: &Map<String, Json>,
        terms: &Terms<'_>,
    ) -> Result<NewRecord> {
        let id = self.ctx.new_id();
        let published = Arc::clone(self.model.form(form)?);
        let values = self.normalise(&published, sent, None, terms).await?;
        let mut system = self.new_system();
        let values =
            self.settle(&published, prepare::Draft { id: None, before: None, values, system: &system }, terms).await?;
        self.place(&published, &values, &mut system).await?;
        self.require_scope(&published, &values, &system, terms.permit).await?;
        let values = self.number(&published, values).await?;
        self.notices_about(form, id);
        Ok(NewRecord {
            id,
            form_version: published.version(),
            at: self.ctx.now,
            by: system.created_by,
            owner: system.owner,
            dept: system.dept,
            flow_state: None,
            values,
        })
    }

    /// Writes prepared records in one go, then brings up to date what reads them.
    pub(crate) async fn insert(&mut self, form: &Key, records: &[NewRecord]) -> Result<()> {
        let published = Arc::clone(self.model.form(form)?);
        records::insert(self.tx, &published.shape(), records, &self.ctx.ids)
            .await
            .map_err(|error| self.refused(&published, error))?;
        for record in records {
            self.note(form, record.id, ChangeKind::Create, 1, None, Some(&record.values));
            self.link_files(&published, record.id, &record.values).await?;
        }
        self.forget_facts();
        self.follow_new(form, records).await
    }

    /// Changes the named values of a record that still has `version`.
    pub(crate) async fn update(
        &mut self,
        form: &Key,
        id: Id,
        version: Option<i64>,
        sent: &Map<String, Json>,
        terms: &Terms<'_>,
    ) -> Result<i64> {
        let published = Arc::clone(self.model.form(form)?);
        let stored = self.load(form, id).await?;
        if version.is_some_and(|seen| seen != stored.version) {
            return Err(stale(stored.version));
        }
        let changed = self.normalise(&published, sent, Some(&stored), terms).await?;
        self.rewrite(&stored, form, changed, terms).await
    }

    /// Changes values in canonical form, by the product's own right.
    pub(crate) async fn set_values(&mut self, form: &Key, id: Id, values: Values) -> Result<i64> {
        let stored = self.load(form, id).await?;
        let permit = Permit::system(form.clone(), mortise_access::Act::Update);
        self.rewrite(&stored, form, values, &Terms::of_product(&permit)).await
    }

    async fn rewrite(&mut self, stored: &Stored, form: &Key, changed: Values, terms: &Terms<'_>) -> Result<i64> {
        let published = Arc::clone(self.model.form(form)?);
        let mut values = stored.values.clone();
        values.extend(changed);
        let mut system = stored.system.clone();
        let draft = prepare::Draft { id: Some(stored.id), before: Some(&stored.values), values, system: &system };
        let values = self.settle(&published, draft, terms).await?;
        self.notices_about(form, stored.id);
        self.place(&published, &values, &mut system).await?;
        self.save(&published, stored, values, system).await
    }

    /// Writes what differs from what is stored; the version then.
    async fn save(
        &mut self,
        published: &mortise_forms::PublishedForm,
        stored: &Stored,
        values: Values,
        system: SystemValues,
    ) -> Result<i64> {
        let form = published.key();
        let values: Values = history::differing(&stored.values, values);
        if values.is_empty() && system == stored.system {
            return Ok(stored.version);
        }
        let change = records::Update {
            id: stored.id,
            version: stored.version,
            form_version: published.version(),
            at: self.ctx.now,
            by: self.ctx.actor.user(),
            owner: system.owner,
            dept: system.dept,
            flow_state: system.flow_state,
            values,
        };
        let version = records::update(self.tx, &published.shape(), &change, &self.ctx.ids)
            .await
            .map_err(|error| self.refused(published, error))?;
        self.note(form, stored.id, ChangeKind::Update, version, Some(&stored.values), Some(&change.values));
        self.link_files(published, stored.id, &change.values).await?;
        self.forget_facts();
        let mut after = stored.values.clone();
        after.extend(change.values);
        self.follow(form, stored.id, Some(&stored.values), Some(&after)).await?;
        Ok(version)
    }

    /// Moves a record to the recycle bin, and with it the records whose links say so.
    pub(crate) async fn delete(&mut self, form: &Key, id: Id, version: i64) -> Result<()> {
        let stored = self.load(form, id).await?;
        if version != stored.version {
            return Err(stale(stored.version));
        }
        for (form, id) in self.let_go(form, id).await? {
            self.bin(&form, id).await?;
        }
        Ok(())
    }

    async fn bin(&mut self, form: &Key, id: Id) -> Result<()> {
        let published = Arc::clone(self.model.form(form)?);
        let stored = self.load(form, id).await?;
        let version =
            records::delete(self.tx, &published.shape(), id, stored.version, (self.ctx.now, self.ctx.actor.user()))
                .await
                .map_err(|error| self.refused(&published, error))?;
        self.note(form, id, ChangeKind::Delete, version, Some(&stored.values), None);
        self.forget_facts();
        self.follow(form, id, Some(&stored.values), None).await
    }

    /// Brings a record back from the recycle bin.
    pub(crate) async fn restore(&mut self, form: &Key, id: Id) -> Result<()> {
        let published = Arc::clone(self.model.form(form)?);
        let version = records::restore(self.tx, &published.shape(), id, (self.ctx.now, self.ctx.actor.user()))
            .await
            .map_err(|error| self.refused(&published, error))?;
        let stored = self.load(form, id).await?;
        self.note(form, id, ChangeKind::Restore, version, None, Some(&stored.values));
        self.forget_facts();
        self.follow(form, id, None, Some(&stored.values)).await
    }

    /// Says where a record's flow stands.
    pub(crate) async fn set_flow_state(&mut self, form: &Key, id: Id, state: &str) -> Result<i64> {
        let published = Arc::clone(self.model.form(form)?);
        let stored = self.load(form, id).await?;
        let system = SystemValues { flow_state: Some(state.to_owned()), ..stored.system.clone() };
        let values = stored.values.clone();
        self.save(&published, &stored, values, system).await
    }

    /// The record as it is stored, for the product; one in the recycle bin is not there.
    pub(crate) async fn load(&self, form: &Key, id: Id) -> Result<Stored> {
        let shape = self.model.form(form)?.shape();
        records::load(self.tx, &shape, id).await?.ok_or(Error::NotFound("record"))
    }

    /// Asks an engine until it needs to know nothing more.
    pub(crate) async fn ask<T>(&mut self, mut engine: impl FnMut(&Self) -> Result<T, Need>) -> Result<T> {
        for _ in 0..MOST_ROUNDS {
            match engine(self) {
                Ok(answer) => return Ok(answer),
                Err(need) => {
                    let world = world::World { db: self.tx, ctx: &self.ctx, model: &self.model };
                    world.answer(&mut self.facts, need).await?;
                }
            }
        }
        Err(Error::internal("an engine still asks after its last round"))
    }

    /// What was known of records may be otherwise now; people and parameters are not.
    pub(crate) fn forget_facts(&mut self) {
        self.facts = Facts::new();
    }

    /// When and where the act happens.
    pub(crate) fn moment(&self) -> Moment {
        Moment::of(&self.ctx)
    }

    /// Who acts, as filters and formulas mean it.
    pub(crate) fn viewer(&self) -> Option<Viewer<'_>> {
        self.identity.as_ref().map(|identity| {
            let subject = &identity.subject;
            Viewer { user: subject.user, dept: subject.dept, depts: &subject.depts }
        })
    }

    fn new_system(&self) -> SystemValues {
        let by = self.ctx.actor.user();
        SystemValues {
            version: Some(1),
            created_at: Some(self.ctx.now),
            created_by: by,
            updated_at: Some(self.ctx.now),
            updated_by: by,
            owner: by,
            dept: by.and(self.identity.as_ref()).and_then(|identity| identity.subject.dept),
            flow_state: None,
            deleted_at: None,
        }
    }

    /// What the store refuses, as the caller can mend it.
    fn refused(&self, form: &mortise_forms::PublishedForm, error: mortise_store::Error) -> Error {
        match error {
            mortise_store::Error::NotUnique { fields } => {
                let at = Pointer::root().at("values");
                let place = fields.first().map_or_else(|| at.clone(), |field| at.at(field));
                let keys: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
                let mut issue = Issue::error(place, "not_unique").with("fields", keys.join(", "));
                let spec = form.spec().unique_keys.iter().find(|unique| unique.fields == fields);
                if let Some(message) = spec.and_then(|unique| unique.message.clone()) {
                    issue = issue.saying(message);
                }
                Error::Invalid(Issues::from(issue))
            }
            mortise_store::Error::Stale(_) => Error::conflict("stale_version"),
            mortise_store::Error::Refused(issues) => Error::Invalid(issues),
            error => error.into(),
        }
    }
}

/// The titles that a stored record's own title needs.
pub(crate) async fn stored_titles(
    writer: &Writer<'_>,
    form: &mortise_forms::PublishedForm,
    values: &Values,
) -> Result<crate::titles::Known> {
    crate::titles::of_stored(writer.tx, &writer.ctx, &writer.model, form, values).await
}

/// Somebody else was faster.
pub(crate) fn stale(version: i64) -> Error {
    let params = Map::from_iter([("version".to_owned(), Json::from(version))]);
    Error::Conflict { code: "stale_version".to_owned(), params }
}
