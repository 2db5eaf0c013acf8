//! A fresh tenant on each database, and the few values that tests share.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Duration, TimeZone, Utc};
use mortise_model::{Id, Key};
use mortise_store::{Backend, PoolLimits, Tenant, Tenants};
use sea_orm::{ConnectionTrait, Database};

/// Runs a check in a fresh tenant on each database.
pub(crate) async fn on_each_backend(check: impl AsyncFn(Tenant)) {
    on_each_place(async |_, tenant| check(tenant).await).await;
}

/// The same for a check that looks at the place from outside, too.
pub(crate) async fn on_each_place(check: impl AsyncFn(Backend, Tenant)) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    in_fresh_tenant(Backend::Sqlite { dir: dir.path().to_owned() }, &check).await;
    if let Ok(url) = std::env::var("MORTISE_TEST_PG") {
        let name = fresh_name();
        let (server, _) = url.rsplit_once('/').expect("`postgres://user@host:port/database`");
        administer(&url, &format!("CREATE DATABASE {name}")).await;
        in_fresh_tenant(Backend::Postgres { url: format!("{server}/{name}") }, &check).await;
        administer(&url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    } else {
        eprintln!("MORTISE_TEST_PG is not set: this ran on SQLite only");
    }
}

async fn in_fresh_tenant(backend: Backend, check: &impl AsyncFn(Backend, Tenant)) {
    let tenants = Tenants::connect(backend.clone(), PoolLimits::default()).await.expect("the directory opens");
    let tenant = tenants.create(&key("acme"), now().timestamp_millis()).await.expect("the tenant is made");
    check(backend, tenant).await;
    tenants.close().await;
}

async fn administer(url: &str, statement: &str) {
    let db = Database::connect(url).await.expect("MORTISE_TEST_PG can be reached");
    db.execute_unprepared(statement).await.expect("MORTISE_TEST_PG may make databases");
    db.close().await.expect("the connection closes");
}

fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("mortise_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The moment at which tests begin.
pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).single().expect("a moment")
}

/// Seconds after that.
pub(crate) fn after(seconds: i64) -> DateTime<Utc> {
    now() + Duration::seconds(seconds)
}

pub(crate) fn id(number: i64) -> Id {
    Id::from_raw(number)
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).expect("a key")
}
