use std::sync::Arc;

use mortise_access::Permit;
use mortise_forms::{PublishedForm, ViewSpec, Writer as Hand};
use mortise_model::{Id, Key};
use mortise_store::{Binned, ReadPlan, WriteTx, records::Stored, repos::changes};

use super::{BatchAct, BatchRecords};
use crate::{
    Error, Result,
    mass::{Became, End, Hands, Manner, Mass, MassResult, Next, TOGETHER},
    records::{
        PressButton, Reading, Revising, Standing, bad_request, binned, permit_for_bin,
        press::{allowed, press_in},
        require_at_rest, standings,
    },
    write::{Confirm, Terms, Writer, stale},
};

/// One act over many records of a form.
pub(super) struct Batch<'a> {
    pub(super) hands: Hands<'a>,
    form: Key,
    published: Arc<PublishedForm>,
    params: BatchRecords,
    manner: Manner,
    /// The view through which the person sees the records that `where` means.
    view: Option<ViewSpec>,
    /// The right to do it.
    permit: Permit,
    /// The way to the records that `where` means.
    pub(super) reading: Reading,
    confirm: Confirm,
}

/// A record, and how the person stands to it.
pub(super) struct Item {
    id: Id,
    /// The version that was seen, where the person chose it.
    seen: Option<i64>,
    standing: Standing,
    /// Whether it lies where the act would bring it.
    is_there: bool,
}

impl<'a> Batch<'a> {
    pub(super) async fn new(hands: Hands<'a>, form: &Key, params: BatchRecords, manner: Manner) -> Result<Self> {
        let Hands { session, model, .. } = hands;
        let permit = model.permit(session, form, params.act.right())?;
        let read = match params.act {
            BatchAct::Restore => permit_for_bin(model, session, form)?,
            BatchAct::Update | BatchAct::Delete | BatchAct::Press => {
                model.permit(session, form, mortise_access::Act::Read)?
            }
        };
        let view = match &params.fitting {
            Some(fitting) => {
                let db = session.tenant.reader();
                fitting.asked().view(db, model, &session.identity, form).await?
            }
            None => None,
        };
        Ok(Self {
            hands,
            view,
            form: form.clone(),
            published: Arc::clone(model.form(form)?),
            confirm: Confirm::codes(&params.confirm),
            reading: Reading::with(model, session, read),
            params,
            manner,
            permit,
        })
    }

    /// The plan for the records that `where` means, in the order of their making: what the act does to them moves none.
    pub(super) fn fitting<'p>(&self, plan: ReadPlan<'p>) -> ReadPlan<'p> {
        let binned = match self.params.act {
            BatchAct::Restore => Binned::Only,
            BatchAct::Update | BatchAct::Delete | BatchAct::Press => Binned::Without,
        };
        let asked = self.params.fitting.as_ref().map(super::RecordsWhere::asked).unwrap_or_default();
        asked.of(plan.binned(binned), self.view.as_ref()).sort([])
    }

    /// The records behind a place.
    async fn page(&self, tx: &WriteTx, reached: Option<&str>) -> Result<(Vec<(Id, Option<i64>)>, Option<String>)> {
        let plan = self.fitting(self.reading.plan()?).fields([]).limit(TOGETHER);
        let plan = match reached {
            Some(cursor) => plan.cursor(cursor),
            None => plan,
        };
        let page = plan.page(tx).await.map_err(bad_request)?;
        let ids = page.records.iter().map(|record| (record.id, None)).collect();
        Ok((ids, page.next_cursor))
    }

    async fn items(&self, tx: &WriteTx, chosen: &[(Id, Option<i64>)]) -> Result<Vec<Item>> {
        let Hands { session, model, .. } = self.hands;
        let ids: Vec<Id> = chosen.iter().map(|(id, _)| *id).collect();
        let act = self.params.act;
        let live = standings((model, session), (&self.form, act.right()), &ids, tx).await?;
        let away = match act {
            BatchAct::Delete | BatchAct::Restore => binned((model, session), &self.form, &ids, tx).await?,
            BatchAct::Update | BatchAct::Press => Vec::new(),
        };
        let item = |(id, seen): &(Id, Option<i64>)| {
            let (is_live, is_away) = (live.contains_key(id), away.contains(id));
            let (standing, is_there) = match act {
                BatchAct::Restore if is_away => (Standing::Open, false),
                BatchAct::Restore if is_live => (Standing::Open, true),
                BatchAct::Delete if is_away => (Standing::Open, true),
                _ => (live.get(id).copied().unwrap_or(Standing::Unseen), false),
            };
            Item { id: *id, seen: *seen, standing, is_there }
        };
        Ok(chosen.iter().map(item).collect())
    }

    async fn update(&self, writer: &mut Writer<'_>, item: &Item) -> Result<()> {
        let stored = writer.load(&self.form, item.id).await?;
        self.require_seen(writer, item, &stored).await?;
        if stored.system.flow_state.is_some() {
            require_at_rest(writer, &self.form, item.id, Revising::Open).await?;
        }
        let terms = Terms {
            permit: &self.permit,
            hand: Hand::Person,
            confirm: &self.confirm,
            reason: self.params.reason.as_deref(),
        };
        writer.update(&self.form, item.id, Some(stored.version), &self.params.values, &terms).await.map(drop)
    }

    async fn delete(&self, writer: &mut Writer<'_>, item: &Item) -> Result<()> {
        let stored = match writer.load(&self.form, item.id).await {
            // It went along with one before it.
            Err(Error::NotFound(_)) => return Ok(()),
            other => other?,
        };
        self.require_seen(writer, item, &stored).await?;
        if stored.system.flow_state.is_some() {
            require_at_rest(writer, &self.form, item.id, Revising::Closed).await?;
        }
        writer.delete(&self.form, item.id, stored.version).await
    }

    async fn restore(&self, writer: &mut Writer<'_>, item: &Item) -> Result<()> {
        writer.restore(&self.form, item.id).await?;
        let stored = writer.load(&self.form, item.id).await?;
        writer.require_scope(&self.published, &stored.values, &stored.system, &self.permit).await
    }

    async fn press(&self, writer: &mut Writer<'_>, item: &Item) -> Result<()> {
        let button = self.params.button.as_ref().ok_or(Error::NotFound("button"))?;
        let spec = allowed(self.hands.model, self.hands.session, &self.published, button)?;
        let stored = writer.load(&self.form, item.id).await?;
        self.require_seen(writer, item, &stored).await?;
        let params = PressButton {
            version: None,
            values: self.params.values.clone(),
            confirm: self.params.confirm.clone(),
            reason: self.params.reason.clone(),
        };
        press_in(writer, (&self.form, item.id), spec, &params).await.map(drop)
    }

    /// Refuses a record that has changed since it was seen, other than by this very act.
    async fn require_seen(&self, writer: &Writer<'_>, item: &Item, stored: &Stored) -> Result<()> {
        let Some(seen) = item.seen.filter(|seen| *seen != stored.version) else { return Ok(()) };
        let place = (&writer.model.app.key, &self.form, item.id);
        let before = changes::times_changed(writer.tx, self.manner.set, place).await?;
        let own = before + writer.times_changed(&self.form, item.id) as u64;
        let since = u64::try_from(stored.version - seen).unwrap_or(u64::MAX);
        if own == since { Ok(()) } else { Err(stale(stored.version)) }
    }
}

impl Mass for Batch<'_> {
    const ACT: &'static str = "batch_records";
    type Item = Item;

    fn manner(&self) -> Manner {
        self.manner
    }

    fn reason(&self) -> Option<&str> {
        self.params.reason.as_deref()
    }

    async fn next(&self, tx: &WriteTx, so_far: &MassResult) -> Result<Option<Next<Item>>> {
        let (chosen, reached) = match (&self.params.records, so_far.reached.as_deref()) {
            (_, Some(OVER)) => return Ok(None),
            (Some(records), reached) => {
                let from: usize = reached.and_then(|reached| reached.parse().ok()).unwrap_or_default();
                let some = records.iter().skip(from).take(usize::try_from(TOGETHER).unwrap_or(usize::MAX));
                let some: Vec<_> = some.map(|chosen| (chosen.id, chosen.version)).collect();
                let reached = (from + some.len()).to_string();
                (some, Some(reached))
            }
            (None, reached) => self.page(tx, reached).await?,
        };
        if chosen.is_empty() {
            return Ok(None);
        }
        let items = self.items(tx, &chosen).await?;
        Ok(Some(Next { items, reached: reached.unwrap_or_else(|| OVER.to_owned()) }))
    }

    fn subject<'i>(&'i self, item: &'i Item) -> (&'i Key, Id) {
        (&self.form, item.id)
    }

    async fn one(&self, writer: &mut Writer<'_>, item: &Item) -> Result<Became> {
        match item.standing {
            Standing::Unseen => return Err(Error::NotFound("record")),
            Standing::Closed => return Err(Error::Forbidden("outside_scope")),
            Standing::Open if item.is_there => return Ok(Became::Unchanged),
            Standing::Open => {}
        }
        let before = writer.size();
        match self.params.act {
            BatchAct::Update => self.update(writer, item).await?,
            BatchAct::Delete => self.delete(writer, item).await?,
            BatchAct::Restore => self.restore(writer, item).await?,
            BatchAct::Press => self.press(writer, item).await?,
        }
        let acted = self.params.act == BatchAct::Press || writer.size() > before;
        Ok(if acted { Became::Changed } else { Became::Unchanged })
    }

    async fn end(&self, _: &WriteTx, _: End) -> Result<()> {
        Ok(())
    }
}

/// What stands for the end of all pages.
const OVER: &str = "over";
