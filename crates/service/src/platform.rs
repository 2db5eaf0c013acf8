use std::{collections::HashMap, sync::Arc, time::Duration};

use mortise_bundles::Bundle;
use mortise_jobs::Queue;
use mortise_model::{Actor, Ctx, IdSource, Issue, Key, Locale};
use mortise_store::{Tenant, Tenants};
use parking_lot::Mutex;

use crate::{
    AppModel, Clock, Error, Result, Session,
    app_model::AppModels,
    auth::Identities,
    demo::Resetting,
    events::Events,
    files::Previews,
    jobs::{self, Host},
    limits::Limits,
};

/// The offset of the tenants' zone from UTC: China has one, without summer time.
const ZONE_SECONDS: i32 = 8 * 3600;

/// The running product: what every use case is given beside its [`crate::Session`].
///
/// It holds no data of a tenant but caches that can be lost.
pub struct Platform {
    pub(crate) tenants: Tenants,
    pub(crate) clock: Clock,
    pub(crate) ids: Arc<IdSource>,
    pub(crate) identities: Identities,
    pub(crate) models: AppModels,
    pub(crate) events: Events,
    pub(crate) limits: Limits,
    pub(crate) previews: Previews,
    pub(crate) queue: Arc<Queue<Host>>,
    pub(crate) templates: Vec<Bundle>,
    demo: bool,
    sentences: Sentences,
    /// Of which revision of each app the rules that wait for a time have their jobs.
    pub(crate) armed: Mutex<HashMap<(Key, Key), i64>>,
    /// How far the demo is in being set up anew, while it is.
    pub(crate) resetting: Mutex<Option<Resetting>>,
}

/// Writes out an issue in a language: the sentences belong to whoever speaks to people.
pub type Sentences = fn(&Issue, Locale) -> String;

impl Platform {
    /// The platform over these tenants. `demo` opens the demo's own use cases, such as the time machine.
    pub fn new(tenants: Tenants, clock: Clock, templates: Vec<Bundle>, demo: bool) -> Self {
        let ids = Arc::new(IdSource::default());
        Self {
            tenants,
            clock,
            queue: Arc::new(Queue::new(jobs::kinds(), Arc::clone(&ids))),
            templates,
            ids,
            identities: Identities::new(Duration::from_secs(3)),
            models: AppModels::new(Duration::from_secs(1)),
            events: Events::default(),
            limits: Limits::default(),
            previews: Previews::default(),
            demo,
            sentences: |issue, _| issue.code.clone(),
            armed: Mutex::default(),
            resetting: Mutex::default(),
        }
    }

    /// The same, with sentences for files that it writes; without them issues are told by their codes.
    #[must_use]
    pub fn speaking(self, sentences: Sentences) -> Self {
        Self { sentences, ..self }
    }

    /// An issue in words.
    pub(crate) fn sentence(&self, issue: &Issue, locale: Locale) -> String {
        (self.sentences)(issue, locale)
    }

    /// Whether this is the demo.
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// The one clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What is in force here of sizes and counts.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The tenants, for commands that administer them.
    pub fn tenants(&self) -> &Tenants {
        &self.tenants
    }

    /// News for those who listen.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// The context of an act of the product itself.
    pub fn system_ctx(&self, tenant: &Key, request_id: impl Into<String>) -> Ctx {
        self.ctx(tenant, Actor::System, Locale::default(), request_id)
    }

    pub(crate) fn ctx(&self, tenant: &Key, actor: Actor, locale: Locale, request_id: impl Into<String>) -> Ctx {
        Ctx {
            tenant: tenant.clone(),
            actor,
            now: self.clock.now(),
            zone: chrono::FixedOffset::east_opt(ZONE_SECONDS).expect("eight hours are a valid offset"),
            locale,
            request_id: request_id.into(),
            ids: Arc::clone(&self.ids),
        }
    }

    /// The tenant's database; not there and suspended are told apart only in the log.
    pub(crate) async fn open(&self, tenant: &Key) -> Result<Tenant> {
        match self.tenants.open(tenant).await {
            Ok(tenant) => Ok(tenant),
            Err(mortise_store::Error::NoTenant(_) | mortise_store::Error::Suspended(_)) => {
                Err(Error::NotFound("tenant"))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// An app as it is in force.
    pub(crate) async fn app(&self, session: &Session, app: &Key) -> Result<Arc<AppModel>> {
        self.models.get(session.tenant.reader(), &session.ctx.tenant, app).await
    }

    /// An app of a tenant as it is in force, for the product.
    pub(crate) async fn model(&self, tenant: &Tenant, app: &Key) -> Result<Arc<AppModel>> {
        self.models.get(tenant.reader(), tenant.key(), app).await
    }

    /// The app, for somebody who may change its definitions.
    pub(crate) async fn designing(&self, session: &Session, app: &Key) -> Result<Arc<AppModel>> {
        let model = self.app(session, app).await?;
        model.require_designer(session)?;
        Ok(model)
    }

    /// Tells people what is new for them, and the queue that there may be something to do, after the commit.
    pub(crate) fn tell(&self, tenant: &Key, news: Vec<(mortise_model::Id, crate::News)>) {
        self.queue.wake(tenant);
        for (user, news) in news {
            self.events.tell(tenant, user, news);
        }
    }

    /// Whether the directory answers: what `GET /readyz` asks.
    pub async fn ready(&self) -> Result<()> {
        self.tenants.list().await?;
        Ok(())
    }

    /// Ends everything, after what is running has ended.
    pub async fn close(&self) {
        self.events.close();
        self.tenants.close().await;
    }
}
