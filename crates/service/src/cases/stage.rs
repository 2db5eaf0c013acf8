use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use mortise_bundles::{CaseStep, StepSpec};
use mortise_forms::PublishedForm;
use mortise_model::{Actor, Ctx, Id, Key, Locale};
use mortise_store::{
    Tenant,
    repos::{notifications, users},
};
use serde_json::{Map, Value as Json};

use super::Stop;
use crate::{
    AppModel, Error, Platform, Result, Session, auth::identify, demo, natural_keys::NaturalKeys, world::World,
};

const AT_ONCE: u64 = 500;

/// Where a case is played: its tenant, and what its records are called.
pub(super) struct Stage<'a> {
    pub(super) platform: &'a Arc<Platform>,
    pub(super) tenant: Tenant,
    pub(super) app: Key,
    records: BTreeMap<Key, Played>,
    /// The record that was acted on or looked at last.
    pub(super) last: Option<Played>,
    /// The last notification that was looked at.
    told: Option<Id>,
}

/// A record of a case.
#[derive(Debug, Clone)]
pub(super) struct Played {
    pub(super) form: Key,
    pub(super) id: Id,
}

impl<'a> Stage<'a> {
    pub(super) async fn open(platform: &'a Arc<Platform>, tenant: &Key, app: &Key) -> Result<Self> {
        let tenant = platform.open(tenant).await?;
        let app = app.clone();
        let mut stage = Self { platform, tenant, app, records: BTreeMap::new(), last: None, told: None };
        // What the installation told people is not the case's.
        stage.newly_told().await?;
        Ok(stage)
    }

    /// Takes one step; an expected refusal is for the caller.
    pub(super) async fn take(&mut self, step: &StepSpec, read: CaseStep<'_>) -> Result<(), Stop> {
        match read {
            CaseStep::Act { who, act } => {
                self.act(step, who, act).await?;
                // What follows by itself has happened before anybody looks.
                crate::jobs::run_until(self.platform, self.platform.clock.now()).await?;
                Ok(())
            }
            CaseStep::Find { form, values } => {
                let record = self.find(form, values).await?;
                self.name(step, record);
                Ok(())
            }
            CaseStep::Advance(by) => self.advance(by).await,
            CaseStep::Expect { who, record, flow_state, values, absent } => {
                let record = self.record(record)?;
                self.last = Some(record.clone());
                match who {
                    Some(who) => self.seen_by(who, &record, (flow_state, values, absent)).await,
                    None => self.stored(&record, (flow_state, values, absent)).await,
                }
            }
            CaseStep::ExpectTasks(people) => self.asked(people).await,
            CaseStep::ExpectNotified(people) => self.notified(people).await,
            CaseStep::ExpectCount { who, expected } => self.counted(who, expected).await,
            CaseStep::ExpectError(_) => Ok(()),
        }
    }

    /// The record that the case calls so.
    pub(super) fn record(&self, name: &Key) -> Result<Played, Stop> {
        let found = self.records.get(name).cloned();
        found.ok_or_else(|| {
            Stop::Differs(vec![format!("there is no record `{name}`: the step that makes it was refused")])
        })
    }

    /// Remembers a record under the name that the step gives it.
    pub(super) fn name(&mut self, step: &StepSpec, record: Played) {
        if let Some(name) = &step.save_as {
            self.records.insert(name.clone(), record.clone());
        }
        self.last = Some(record);
    }

    /// Somebody who acts now, as if they had just logged in.
    pub(super) async fn session(&self, who: &str) -> Result<Session> {
        let db = self.tenant.reader();
        let user = users::user_by_username(db, who).await?.ok_or(Error::NotFound("user"))?;
        let identity = Arc::new(identify(db, user.id, None).await?);
        let ctx = self.platform.ctx(self.tenant.key(), Actor::User(user.id), Locale::default(), "case");
        Ok(Session { ctx, tenant: self.tenant.clone(), identity })
    }

    /// The app as it is in force now.
    pub(super) async fn model(&self) -> Result<Arc<AppModel>> {
        self.platform.models.get(self.tenant.reader(), self.tenant.key(), &self.app).await
    }

    pub(super) fn ctx(&self) -> Ctx {
        self.platform.system_ctx(self.tenant.key(), "case")
    }

    /// Values as the case writes them, as a caller would send them.
    pub(super) async fn sent(&self, form: &Key, values: &Map<String, Json>) -> Result<Map<String, Json>> {
        let (model, ctx) = (self.model().await?, self.ctx());
        let published: Arc<PublishedForm> = Arc::clone(model.form(form)?);
        let world = World { db: self.tenant.reader(), ctx: &ctx, model: &model };
        NaturalKeys::default().resolve_all(&world, &published, values.iter()).await
    }

    /// The log-in names of people, in their order.
    pub(super) async fn usernames(&self, ids: &[Id]) -> Result<BTreeSet<String>> {
        let people = users::users_by_ids(self.tenant.reader(), ids).await?;
        Ok(people.into_iter().map(|user| user.username).collect())
    }

    /// Who was told something since this was asked last.
    pub(super) async fn newly_told(&mut self) -> Result<BTreeSet<String>> {
        let mut people: BTreeSet<Id> = BTreeSet::new();
        loop {
            let news = notifications::notifications_after(self.tenant.reader(), self.told, AT_ONCE).await?;
            let Some(last) = news.last() else { break };
            self.told = Some(last.id);
            people.extend(news.iter().map(|notification| notification.user));
        }
        self.usernames(&people.into_iter().collect::<Vec<_>>()).await
    }

    async fn find(&self, form: &Key, values: &Map<String, Json>) -> Result<Played> {
        let (model, ctx) = (self.model().await?, self.ctx());
        let world = World { db: self.tenant.reader(), ctx: &ctx, model: &model };
        let id = NaturalKeys::default().find(&world, form, values).await?;
        Ok(Played { form: form.clone(), id })
    }

    async fn advance(&self, by: &str) -> Result<(), Stop> {
        let span = demo::duration(by).ok_or_else(|| Stop::Differs(vec![format!("`{by}` is not a duration")]))?;
        demo::advance(self.platform, self.platform.clock.now() + span).await?;
        Ok(())
    }
}
