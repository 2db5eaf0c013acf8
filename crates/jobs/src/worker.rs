use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use mortise_model::{Id, Key};
use mortise_store::{Tenant, TenantState, repos::jobs::release_jobs};
use parking_lot::Mutex;
use tokio::{
    sync::{OwnedRwLockReadGuard, watch},
    task::JoinSet,
    time::Instant,
};

use crate::{JobHost, Queue, Turn, queue::Error};

/// How long after a call others are waited for: one visit serves all of them. Every act of a person is a call.
const GATHER: Duration = Duration::from_millis(20);

/// How much a worker does at once, and how patient it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Jobs at once, of all tenants together.
    pub at_once: usize,
    /// Jobs taken from one tenant at one visit, so that the others get their turn.
    pub per_visit: usize,
    /// How long until every tenant is visited without anybody calling: what other servers left behind is
    /// found then.
    pub round: Duration,
    /// How long jobs may go on after the worker was told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { at_once: 4, per_visit: 2, round: Duration::from_secs(60), grace: Duration::from_secs(20) }
    }
}

/// Tells a worker to stop: dropped or used, the worker ends.
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Tells it.
    pub fn now(self) {
        self.0.send_replace(true);
    }
}

/// Does the jobs of all tenants as they fall due.
pub struct Worker<H> {
    queue: Arc<Queue<H>>,
    host: H,
    limits: Limits,
    stopped: watch::Receiver<bool>,
    running: JoinSet<()>,
    held: Arc<Mutex<HashMap<Id, (Tenant, Id)>>>,
    /// When each tenant is visited next, in the product's time; one without anything is not in it.
    visits: BTreeMap<Key, DateTime<Utc>>,
    round_at: Instant,
    /// Of the tenants that are due, who comes first.
    after: Option<Key>,
}

impl<H: JobHost> Worker<H> {
    /// A worker, and what stops it.
    pub fn new(queue: Arc<Queue<H>>, host: H, limits: Limits) -> (Self, Stop) {
        let (stop, stopped) = watch::channel(false);
        let worker = Self {
            queue,
            host,
            limits,
            stopped,
            running: JoinSet::new(),
            held: Arc::default(),
            visits: BTreeMap::new(),
            round_at: Instant::now(),
            after: None,
        };
        (worker, Stop(stop))
    }

    /// Works until it is told to stop; then lets jobs end for a while and gives back the others.
    pub async fn run(mut self) {
        loop {
            while self.running.try_join_next().is_some() {}
            self.note_calls().await;
            self.visit_due().await;
            let pause = self.pause();
            let called = tokio::select! {
                _ = self.stopped.wait_for(|stop| *stop) => break,
                () = self.queue.bell().notified() => true,
                Some(_) = self.running.join_next() => false,
                () = tokio::time::sleep(pause) => false,
            };
            if called {
                tokio::time::sleep(GATHER).await;
            }
        }
        self.wind_up().await;
    }

    /// Enters the tenants that called, and all of them once a round.
    async fn note_calls(&mut self) {
        let calls = self.queue.calls();
        let now = self.host.now();
        for tenant in calls.tenants {
            self.visits.insert(tenant, now);
        }
        if !calls.everybody && Instant::now() < self.round_at {
            return;
        }
        self.round_at = Instant::now() + self.limits.round;
        match self.host.tenants().list().await {
            Ok(tenants) => {
                let active = tenants.into_iter().filter(|tenant| tenant.state == TenantState::Active);
                self.visits.extend(active.map(|tenant| (tenant.key, now)));
            }
            Err(error) => tracing::warn!(%error, "the tenants could not be listed"),
        }
    }

    /// Visits the tenants that are due while there is room for another job, whoever waits longest first.
    async fn visit_due(&mut self) {
        while let Some(key) = self.next_tenant() {
            let room = self.limits.at_once.saturating_sub(self.running.len());
            if room == 0 {
                return;
            }
            self.after = Some(key.clone());
            match self.visit(&key, room.min(self.limits.per_visit)).await {
                Ok(Some(next)) => self.visits.insert(key, next),
                Ok(None) => self.visits.remove(&key),
                Err(error) => {
                    tracing::warn!(%error, tenant = %key, "the jobs of a tenant could not be looked after");
                    self.visits.remove(&key)
                }
            };
        }
    }

    fn next_tenant(&self) -> Option<Key> {
        let now = self.host.now();
        let due = || self.visits.iter().filter(|(_, at)| **at <= now).map(|(key, _)| key);
        due().find(|key| self.after.as_ref().is_none_or(|after| *key > after)).or_else(|| due().next()).cloned()
    }

    /// Begins a tenant's due jobs; when it is to be visited again.
    async fn visit(&mut self, key: &Key, most: usize) -> Result<Option<DateTime<Utc>>, Error> {
        let now = self.host.now();
        let soon = now + TimeDelta::seconds(1);
        let Ok(pass) = Arc::clone(self.queue.gate()).try_read_owned() else {
            // The clock is being moved: whoever moves it does what falls due.
            return Ok(Some(soon));
        };
        let pass = Arc::new(pass);
        let tenant = self.host.tenants().open(key).await?;
        let relay = self.host.relay(&tenant, now).await?;
        let lapse = self.queue.reap(&tenant, now).await?;
        let mut begun = false;
        if self.queue.next_due(&tenant).await?.is_some_and(|due| due <= now) {
            for (job, lease) in self.queue.lease(&tenant, now, most as u64).await? {
                self.begin(Turn::new(&tenant, job, lease, now), Arc::clone(&pass));
                begun = true;
            }
        }
        let next = relay.into_iter().chain(lapse).chain(self.queue.next_due(&tenant).await?).min();
        // What could not be begun now is no reason to ask again at once.
        Ok(next.map(|next| if begun { next } else { next.max(soon) }))
    }

    /// Begins a job; `pass` keeps the clock from being moved meanwhile.
    fn begin(&mut self, turn: Turn, pass: Arc<OwnedRwLockReadGuard<()>>) {
        let (queue, host, held) = (Arc::clone(&self.queue), self.host.clone(), Arc::clone(&self.held));
        held.lock().insert(turn.id(), (turn.tenant().clone(), turn.lease()));
        self.running.spawn(async move {
            let (id, tenant) = (turn.id(), turn.tenant().key().clone());
            if let Err(error) = queue.attend(&host, turn, || host.now()).await {
                tracing::warn!(%error, job.id = %id, "how a job ended could not be written down");
            }
            held.lock().remove(&id);
            drop(pass);
            queue.wake(&tenant);
        });
    }

    /// How long nothing happens by itself.
    fn pause(&self) -> Duration {
        let round = self.round_at.saturating_duration_since(Instant::now());
        if self.running.len() >= self.limits.at_once {
            return round.max(Duration::from_millis(100));
        }
        let due = self.visits.values().min().map(|at| (*at - self.host.now()).to_std().unwrap_or_default());
        due.map_or(round, |due| due.min(round))
    }

    async fn wind_up(&mut self) {
        let ended = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.limits.grace, ended).await.is_ok() {
            return;
        }
        self.running.shutdown().await;
        let left: Vec<_> = self.held.lock().drain().collect();
        for (id, (tenant, lease)) in left {
            if let Err(error) = give_back(&tenant, id, lease).await {
                tracing::warn!(%error, job.id = %id, "a job that was broken off waits until its lease ends");
            }
        }
    }
}

async fn give_back(tenant: &Tenant, id: Id, lease: Id) -> Result<(), mortise_store::Error> {
    let tx = tenant.write().await?;
    release_jobs(&tx, &[(id, lease)]).await?;
    tx.commit().await
}

impl<H> std::fmt::Debug for Worker<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Worker")
    }
}
