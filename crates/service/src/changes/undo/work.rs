use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use mortise_access::{Act, Permit};
use mortise_forms::{PublishedForm, Writer as Hand};
use mortise_model::{Id, Issue, Key, Pointer};
use mortise_store::{
    WriteTx,
    repos::changes::{self, Change, ChangeSet},
};

use super::{
    UndoChanges,
    differing::{Look, Made},
    reversal::{How, Reversal},
};
use crate::{
    Error, Result,
    mass::{Became, End, Hands, Manner, Mass, MassResult, Next, TOGETHER},
    records::{Revising, Standing, binned, joined, require_at_rest, standings},
    write::{Confirm, Terms, Writer},
};

/// A change set on its way back.
pub(super) struct Undo<'a> {
    hands: Hands<'a>,
    set: ChangeSet,
    params: UndoChanges,
    manner: Manner,
    reversals: Vec<Reversal>,
    confirm: Confirm,
    /// Whether the person may know of records out of their sight that there are some.
    knows_all: bool,
}

/// A record, what the set made of it, and how the person stands to it.
pub(super) struct Item {
    reversal: Reversal,
    made: Made,
    standing: Standing,
    is_binned: bool,
}

impl<'a> Undo<'a> {
    pub(super) fn new(
        hands: Hands<'a>,
        (set, params): (ChangeSet, UndoChanges),
        (manner, reversals): (Manner, Vec<Reversal>),
        knows_all: bool,
    ) -> Self {
        let confirm = Confirm::codes(&params.confirm);
        Self { hands, set, params, manner, reversals, confirm, knows_all }
    }

    /// What is known of some records before the first of them is written.
    async fn items(&self, tx: &WriteTx, some: &[Reversal]) -> Result<Vec<Item>> {
        let person = (self.hands.model, self.hands.session);
        let ids: Vec<Id> = some.iter().map(|reversal| reversal.record).collect();
        let mut steps: HashMap<(Key, Id), Vec<Change>> = HashMap::new();
        for change in changes::changes_of_records(tx, self.set.id, &ids).await? {
            steps.entry((change.form.clone(), change.record)).or_default().push(change);
        }
        let mut by_form: BTreeMap<(&Key, How), Vec<Id>> = BTreeMap::new();
        for reversal in some.iter().filter(|reversal| self.hands.model.form(&reversal.form).is_ok()) {
            by_form.entry((&reversal.form, reversal.how)).or_default().push(reversal.record);
        }
        let (mut live, mut away) = (HashMap::new(), Vec::new());
        for ((form, how), ids) in by_form {
            let act = if how == How::Revert { Act::Update } else { Act::Delete };
            live.extend(standings(person, (form, act), &ids, tx).await?);
            away.extend(binned(person, form, &ids, tx).await?);
        }
        let item = |reversal: &Reversal| {
            let (before, after) = joined(steps.get(&(reversal.form.clone(), reversal.record)).into_iter().flatten());
            Item {
                made: Made { before, after },
                standing: live.get(&reversal.record).copied().unwrap_or(Standing::Unseen),
                is_binned: away.contains(&reversal.record),
                reversal: reversal.clone(),
            }
        };
        Ok(some.iter().map(item).collect())
    }

    async fn restore(&self, writer: &mut Writer<'_>, item: &Item) -> Result<Became> {
        let Reversal { form, record, .. } = &item.reversal;
        let permit = self.permit(form, Act::Delete)?;
        writer.restore(form, *record).await?;
        let (published, stored) = (self.published(form)?, writer.load(form, *record).await?);
        writer.require_scope(&published, &stored.values, &stored.system, &permit).await?;
        match self.revert(writer, item).await? {
            Became::Left(issues) | Became::Partly(issues) => Ok(Became::Partly(issues)),
            Became::Changed | Became::Unchanged | Became::Unseen => Ok(Became::Changed),
        }
    }

    async fn revert(&self, writer: &mut Writer<'_>, item: &Item) -> Result<Became> {
        let Reversal { form, record, .. } = &item.reversal;
        let (published, stored) = (self.published(form)?, writer.load(form, *record).await?);
        let permit = match self.permit(form, Act::Update) {
            // Who may delete and restore without changing values has none to take back.
            Err(Error::Forbidden(_)) if item.reversal.how == How::Restore => return Ok(Became::Changed),
            permit => permit?,
        };
        let back = self.look(writer, &published, &permit).back(&item.made, &stored.values);
        if back.sent.is_empty() {
            return Ok(if back.left.is_empty() { Became::Unchanged } else { Became::Left(back.left) });
        }
        if stored.system.flow_state.is_some() {
            require_at_rest(writer, form, *record, Revising::Open).await?;
        }
        let terms = Terms {
            permit: &permit,
            hand: Hand::Person,
            confirm: &self.confirm,
            reason: self.params.reason.as_deref(),
        };
        writer.update(form, *record, Some(stored.version), &back.sent, &terms).await?;
        Ok(if back.left.is_empty() { Became::Changed } else { Became::Partly(back.left) })
    }

    async fn delete(&self, writer: &mut Writer<'_>, item: &Item) -> Result<Became> {
        let Reversal { form, record, .. } = &item.reversal;
        let published = self.published(form)?;
        let stored = match writer.load(form, *record).await {
            // It went along with one before it.
            Err(Error::NotFound(_)) => return Ok(Became::Unchanged),
            other => other?,
        };
        let permit = self.permit(form, Act::Delete)?;
        let since = self.look(writer, &published, &permit).changed_since(&item.made, &stored.values);
        if !since.is_empty() && !self.params.overwrite {
            return Ok(Became::Left(since));
        }
        if stored.system.flow_state.is_some() {
            require_at_rest(writer, form, *record, Revising::Closed).await?;
        }
        writer.delete(form, *record, stored.version).await?;
        Ok(Became::Changed)
    }

    fn look<'l>(&self, writer: &Writer<'_>, form: &'l PublishedForm, permit: &'l Permit) -> Look<'l> {
        Look { form, permit, moment: writer.moment(), overwrite: self.params.overwrite }
    }

    fn permit(&self, form: &Key, act: Act) -> Result<Permit> {
        self.hands.model.permit(self.hands.session, form, act)
    }

    fn published(&self, form: &Key) -> Result<Arc<PublishedForm>> {
        self.hands.model.form(form).map(Arc::clone)
    }
}

impl Mass for Undo<'_> {
    const ACT: &'static str = "undo_changes";
    type Item = Item;

    fn manner(&self) -> Manner {
        self.manner
    }

    fn reason(&self) -> Option<&str> {
        self.params.reason.as_deref()
    }

    async fn next(&self, tx: &WriteTx, so_far: &MassResult) -> Result<Option<Next<Item>>> {
        let from: usize = so_far.reached.as_deref().and_then(|reached| reached.parse().ok()).unwrap_or_default();
        let to = self.reversals.len().min(from + usize::try_from(TOGETHER).unwrap_or(usize::MAX));
        let some = &self.reversals[from.min(to)..to];
        if some.is_empty() {
            return Ok(None);
        }
        Ok(Some(Next { items: self.items(tx, some).await?, reached: to.to_string() }))
    }

    fn subject<'i>(&'i self, item: &'i Item) -> (&'i Key, Id) {
        (&item.reversal.form, item.reversal.record)
    }

    async fn one(&self, writer: &mut Writer<'_>, item: &Item) -> Result<Became> {
        match (item.reversal.how, item.standing) {
            (How::Restore, _) if item.is_binned => self.restore(writer, item).await,
            (How::Restore, Standing::Open | Standing::Closed) => Ok(Became::Unchanged),
            (How::Delete, _) if item.is_binned => Ok(Became::Unchanged),
            (How::Revert, _) if item.is_binned => {
                Ok(Became::Left(Issue::error(Pointer::root(), "record_deleted_since").into()))
            }
            (_, Standing::Unseen) => Ok(Became::Unseen),
            (_, Standing::Closed) => Err(Error::Forbidden("outside_scope")),
            (How::Revert, Standing::Open) => self.revert(writer, item).await,
            (How::Delete, Standing::Open) => self.delete(writer, item).await,
        }
    }

    fn tells_of_unseen(&self) -> bool {
        self.knows_all
    }

    async fn end(&self, tx: &WriteTx, end: End) -> Result<()> {
        match (end, self.set.undoes) {
            (End::Partial, _) => drop(changes::release_undo(tx, self.set.id, self.manner.set).await?),
            // What was taken back stands again.
            (End::Whole, Some(first)) => drop(changes::release_undo(tx, first, self.set.id).await?),
            (End::Whole, None) => {}
        }
        Ok(())
    }
}
