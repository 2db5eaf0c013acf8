//! The queue against real databases: SQLite always, PostgreSQL where `MORTISE_TEST_PG` names one.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU32, Ordering},
};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use mortise_model::{Id, IdSource, Key};
use mortise_store::{
    Backend, Error, PoolLimits, Tenant, Tenants,
    repos::jobs::{Job, JobLease, JobState, cancel_about, cancel_job, job_by_id, lease_jobs, release_jobs},
};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::{Advance, Enqueue, Failure, Fired, JobHost, JobKind, Kinds, Outcome, Queue, Turn, enqueue};

mod clock;
mod payloads;
mod worker;

/// A product with a clock that tests move and a log of what its jobs did.
#[derive(Clone)]
struct Product(Arc<Inner>);

struct Inner {
    tenants: Tenants,
    tenant: Tenant,
    ids: Arc<IdSource>,
    now: AtomicI64,
    log: Mutex<Vec<String>>,
    /// What is to be said, and when: as events in an outbox.
    outbox: Mutex<Vec<(i64, String)>>,
}

impl JobHost for Product {
    fn tenants(&self) -> &Tenants {
        &self.0.tenants
    }

    fn now(&self) -> DateTime<Utc> {
        after(self.0.now.load(Ordering::Relaxed))
    }

    async fn relay(&self, tenant: &Tenant, at: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut *self.0.outbox.lock()).into_iter().partition(|(seconds, _)| after(*seconds) <= at);
        let next = later.iter().map(|(seconds, _)| after(*seconds)).min();
        *self.0.outbox.lock() = later;
        for (seconds, text) in due {
            let tx = tenant.write().await?;
            enqueue(&tx, &say(&text), self.how(seconds)).await?;
            tx.commit().await?;
        }
        Ok(next)
    }
}

impl Product {
    fn log(&self) -> Vec<String> {
        self.0.log.lock().clone()
    }

    fn say(&self, text: impl Into<String>) {
        self.0.log.lock().push(text.into());
    }

    fn set_clock(&self, seconds: i64) {
        self.0.now.store(seconds, Ordering::Relaxed);
    }

    /// A job that nobody wants in particular, due so many seconds after the beginning.
    fn how(&self, due: i64) -> Enqueue {
        let id = self.0.ids.next(now());
        Enqueue { id, now: now(), due_at: after(due), actor: None, subject: None, dedupe_key: None }
    }

    async fn enter<J: JobKind>(&self, job: &J, how: Enqueue) -> Option<Id> {
        let tx = self.0.tenant.write().await.unwrap();
        let id = enqueue(&tx, job, how).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn job(&self, id: Id) -> Job {
        job_by_id(self.0.tenant.reader(), id).await.unwrap().unwrap()
    }

    fn queue(&self) -> Queue<Self> {
        let kinds = Kinds::new().with::<Say>().with::<Chain>().with::<Trouble>().with::<Hang>().with::<Wait>();
        Queue::new(kinds, Arc::clone(&self.0.ids))
    }

    /// Moves the clock over these seconds.
    async fn move_clock(&self, queue: &Queue<Self>, since: i64, until: i64) -> Vec<Fired> {
        let advance = Advance { since: after(since), until: after(until) };
        queue.run_due(&self.0.tenant, self, advance, |_| {}).await.unwrap()
    }
}

/// Says something and when.
#[derive(Serialize, Deserialize)]
struct Say {
    text: String,
}

impl JobKind for Say {
    const NAME: &'static str = "say";
    type Host = Product;

    async fn run(self, host: Product, turn: Turn) -> Result<Json, Failure> {
        host.say(format!("{}@{}", self.text, (turn.now() - now()).num_seconds()));
        Ok(json!(self.text))
    }
}

/// Enters its successor in the transaction in which it ends.
#[derive(Serialize, Deserialize)]
struct Chain {
    left: u32,
    every: i64,
}

impl JobKind for Chain {
    const NAME: &'static str = "chain";
    type Host = Product;

    async fn run(self, host: Product, turn: Turn) -> Result<Json, Failure> {
        host.say(format!("chain@{}", (turn.now() - now()).num_seconds()));
        let tx = turn.tenant().write().await?;
        turn.end_in(&tx, json!(self.left)).await?;
        if self.left > 0 {
            let next = Enqueue { due_at: turn.due_at() + TimeDelta::seconds(self.every), ..host.how(0) };
            enqueue(&tx, &Self { left: self.left - 1, every: self.every }, next.once("chain")).await?;
        }
        tx.commit().await?;
        Ok(Json::Null)
    }
}

/// Fails in one way or another.
#[derive(Serialize, Deserialize)]
enum Trouble {
    Again,
    Never,
    Panic,
    FailsAfterItsEnd,
    RollsItsEndBack,
    CancelledAfter(i64),
    Robbed,
}

impl JobKind for Trouble {
    const NAME: &'static str = "trouble";
    const ATTEMPTS: u32 = 4;
    type Host = Product;

    async fn run(self, host: Product, turn: Turn) -> Result<Json, Failure> {
        host.say(format!("try {}@{}", turn.attempt(), (turn.now() - now()).num_seconds()));
        match self {
            Self::Again => Err(Failure::Again("no route".to_owned())),
            Self::Never => Err(Failure::Never("bad address".to_owned())),
            Self::Panic => panic!("a job may panic"),
            Self::FailsAfterItsEnd => {
                let tx = turn.tenant().write().await?;
                turn.end_in(&tx, json!("kept")).await?;
                tx.commit().await?;
                Err(Failure::Again("too late".to_owned()))
            }
            Self::RollsItsEndBack => {
                let tx = turn.tenant().write().await?;
                turn.end_in(&tx, json!("lost")).await?;
                tx.rollback().await?;
                Err(Failure::Again("rolled back".to_owned()))
            }
            Self::CancelledAfter(batches) => {
                for batch in 1..=9 {
                    if batch == batches {
                        let tx = turn.tenant().write().await?;
                        cancel_job(&tx, turn.id(), turn.now()).await?;
                        tx.commit().await?;
                    }
                    turn.progress(batch, Some(9), Some("rows")).await?;
                }
                Ok(Json::Null)
            }
            Self::Robbed => {
                let lease = host.job(turn.id()).await.lease.unwrap();
                let tx = turn.tenant().write().await?;
                release_jobs(&tx, &[(turn.id(), lease)]).await?;
                tx.commit().await?;
                let tx = turn.tenant().write().await?;
                assert_eq!(turn.end_in(&tx, json!("not mine")).await, Err(Failure::Lost));
                tx.commit().await?;
                assert_eq!(turn.progress(1, None, None).await, Err(Failure::Lost));
                Ok(json!("not mine"))
            }
        }
    }
}

/// Goes on until somebody wants it stopped.
#[derive(Serialize, Deserialize)]
struct Wait {}

impl JobKind for Wait {
    const NAME: &'static str = "wait";
    type Host = Product;

    async fn run(self, host: Product, turn: Turn) -> Result<Json, Failure> {
        host.say("waiting");
        loop {
            turn.check()?;
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
}

/// Never ends by itself.
#[derive(Serialize, Deserialize)]
struct Hang {}

impl JobKind for Hang {
    const NAME: &'static str = "hang";
    type Host = Product;

    async fn run(self, host: Product, turn: Turn) -> Result<Json, Failure> {
        host.say("hanging");
        std::future::pending::<()>().await;
        turn.check().map(|()| Json::Null)
    }
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).single().expect("a moment")
}

fn after(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

fn say(text: &str) -> Say {
    Say { text: text.to_owned() }
}

/// Runs a check with a fresh tenant on each database.
async fn on_each_backend(check: impl AsyncFn(Product)) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    in_fresh_tenant(Backend::Sqlite { dir: dir.path().to_owned() }, &check).await;
    if let Ok(url) = std::env::var("MORTISE_TEST_PG") {
        in_fresh_tenant(Backend::Postgres { url }, &check).await;
    }
}

async fn in_fresh_tenant(backend: Backend, check: &impl AsyncFn(Product)) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let key = format!("jobs_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let key = Key::new(&key).expect("a key");
    let tenants = Tenants::connect(backend, PoolLimits::default()).await.expect("the directory opens");
    let tenant = tenants.create(&key, now().timestamp_millis()).await.expect("the tenant is made");
    let ids = Arc::new(IdSource::default());
    let inner = Inner { tenants, tenant, ids, now: AtomicI64::new(0), log: Mutex::default(), outbox: Mutex::default() };
    let product = Product(Arc::new(inner));
    check(product.clone()).await;
    product.0.tenants.delete(&key).await.expect("the tenant is deleted");
    product.0.tenants.close().await;
}
