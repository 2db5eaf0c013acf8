//! Transactions: what is told to be written is written, and nothing else.

use std::{sync::Arc, time::Duration};

use mortise_model::{FormShape, Id, Storage, Value};
use mortise_store::{Backend, ConnectionTrait, Error, PoolLimits, Tenant, TenantState, Tenants, WriteTx, ddl, records};
use sea_orm::Statement;

use crate::{
    backends::{key, now, on_each_backend},
    shapes::{field, form, ids, indexed, record, unique, values},
};

fn thing() -> FormShape {
    FormShape { unique_keys: vec![unique(&["no"])], ..form("thing", [field("no", Storage::Int)]) }
}

async fn with_table(tenant: &Tenant) {
    let tx = tenant.write_alone().await.unwrap();
    ddl::apply_form(&tx, None, &thing()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn put(tx: &WriteTx, id: i64, no: i64) -> Result<(), Error> {
    records::insert(tx, &thing(), &[record(id, values([("no", Value::Int(no))]))], &ids()).await
}

async fn there(tenant: &Tenant) -> Vec<i64> {
    let all: Vec<Id> = (0..2000).map(Id::from_raw).collect();
    let mut ids: Vec<i64> = records::load_many(tenant.reader(), &thing(), &all)
        .await
        .unwrap()
        .into_iter()
        .map(|record| record.id.raw())
        .collect();
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_side_by_side_each_have_their_own_outcome() {
    on_each_backend(async |tenant| {
        with_table(&tenant).await;
        let tenant = Arc::new(tenant);
        let tasks = (0..300i64).map(|n| {
            let tenant = Arc::clone(&tenant);
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                // Every third is undone, every seventh breaks a unique key, some are dropped.
                let result = put(&tx, n, if n % 7 == 0 { -1 } else { n }).await;
                match (result, n % 3, n % 5) {
                    (Err(_), _, _) => {
                        tx.rollback().await.unwrap();
                        false
                    }
                    (Ok(()), 0, 0) => false,
                    (Ok(()), 0, _) => {
                        tx.rollback().await.unwrap();
                        false
                    }
                    (Ok(()), _, _) => {
                        tx.commit().await.unwrap();
                        true
                    }
                }
            })
        });
        let outcomes = futures_util::future::join_all(tasks).await;
        let mut expected = Vec::new();
        for (n, outcome) in (0..300i64).zip(outcomes) {
            if outcome.unwrap() {
                expected.push(n);
            }
        }
        // What was dropped without a word is undone in the background.
        let tx = tenant.write_alone().await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(there(&tenant).await, expected);
        assert!(expected.iter().filter(|n| **n % 7 == 0).count() <= 1);
        assert!(expected.len() > 100);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_whose_caller_goes_away_is_undone_and_stops_nobody() {
    on_each_backend(async |tenant| {
        with_table(&tenant).await;
        let tenant = Arc::new(tenant);
        let mut told = Vec::new();
        for round in 0..60i64 {
            let busy = {
                let tenant = Arc::clone(&tenant);
                tokio::spawn(async move {
                    let tx = tenant.write().await?;
                    put(&tx, round, round).await?;
                    tx.commit().await
                })
            };
            let gone = {
                let tenant = Arc::clone(&tenant);
                tokio::spawn(async move {
                    let tx = tenant.write().await.unwrap();
                    put(&tx, 1000 + round, 1000 + round).await.unwrap();
                    std::future::pending::<()>().await;
                })
            };
            tokio::time::sleep(Duration::from_micros(u64::try_from(round).unwrap() * 37 % 3000)).await;
            gone.abort();
            if busy.await.unwrap().is_ok() {
                told.push(round);
            }
        }
        let tx = tokio::time::timeout(Duration::from_secs(10), tenant.write_alone()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(there(&tenant).await, told);
        assert_eq!(told.len(), 60);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_nobody_waits_for_is_made_all_the_same() {
    on_each_backend(async |tenant| {
        with_table(&tenant).await;
        let tenant = Arc::new(tenant);
        for n in 0..40i64 {
            let first = {
                let tenant = Arc::clone(&tenant);
                tokio::spawn(async move {
                    let tx = tenant.write().await.unwrap();
                    put(&tx, n, n).await.unwrap();
                    tx.commit().await.unwrap();
                })
            };
            // A second one stands in line, so that the first leaves its commit to it, and then goes away.
            let second = {
                let tenant = Arc::clone(&tenant);
                tokio::spawn(async move {
                    let _held = tenant.write().await.unwrap();
                    std::future::pending::<()>().await;
                })
            };
            tokio::task::yield_now().await;
            second.abort();
            tokio::time::timeout(Duration::from_secs(5), first).await.expect("it is committed in time").unwrap();
        }
        assert_eq!(there(&tenant).await.len(), 40);
    })
    .await;
}

#[tokio::test]
async fn an_attempt_that_fails_leaves_the_rest_of_the_transaction() {
    on_each_backend(async |tenant| {
        with_table(&tenant).await;
        let tx = tenant.write_alone().await.unwrap();
        tx.attempt(async || put(&tx, 1, 1).await).await.unwrap().unwrap();
        let taken = tx
            .attempt(async || {
                put(&tx, 2, 2).await?;
                tx.attempt(async || put(&tx, 3, 3).await).await??;
                put(&tx, 4, 1).await
            })
            .await
            .unwrap();
        assert!(matches!(taken, Err(Error::NotUnique { .. })), "{taken:?}");
        tx.attempt(async || put(&tx, 5, 5).await).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(there(&tenant).await, [1, 5]);
    })
    .await;
}

#[tokio::test]
async fn a_failed_group_tells_each_of_its_commands() {
    let dir = tempfile::tempdir().unwrap();
    let tenants =
        Tenants::connect(Backend::Sqlite { dir: dir.path().to_owned() }, PoolLimits::default()).await.unwrap();
    let tenant = tenants.create(&key("acme"), now().timestamp_millis()).await.unwrap();
    with_table(&tenant).await;
    let first = tenant.write().await.unwrap();
    put(&first, 1, 1).await.unwrap();
    let second = {
        let tenant = tenant.clone();
        tokio::spawn(async move {
            let tx = tenant.write().await.unwrap();
            put(&tx, 2, 2).await.unwrap();
            // The whole transaction is gone, as after a full disk.
            tx.execute_unprepared("ROLLBACK").await.unwrap();
            tx.commit().await
        })
    };
    // The second stands in line before the first ends, so that they share a commit.
    tokio::task::yield_now().await;
    let first = first.commit().await;
    let second = second.await.unwrap();
    assert!(first.is_err(), "{first:?}");
    assert!(second.is_err(), "{second:?}");
    assert_eq!(there(&tenant).await, Vec::<i64>::new());
    let tx = tenant.write().await.unwrap();
    put(&tx, 3, 3).await.unwrap();
    tx.commit().await.expect("the writer has recovered");
    assert_eq!(there(&tenant).await, [3]);
}

#[tokio::test]
async fn tenants_are_made_listed_suspended_and_deleted() {
    on_each_backend(async |tenant| drop(tenant)).await;
    let dir = tempfile::tempdir().unwrap();
    let backend = Backend::Sqlite { dir: dir.path().to_owned() };
    let tenants = Tenants::connect(backend.clone(), PoolLimits { per_tenant: 2, open_tenants: 2 }).await.unwrap();
    let lock = tenants.lock().unwrap();
    let other = Tenants::connect(backend, PoolLimits::default()).await.unwrap();
    assert!(matches!(other.lock(), Err(Error::InUse(_))));
    drop(lock);
    assert!(other.lock().unwrap().is_some());

    for name in ["a", "b", "c"] {
        tenants.create(&key(name), 7).await.unwrap();
    }
    assert!(matches!(tenants.create(&key("a"), 8).await, Err(Error::TenantTaken(_))));
    assert!(matches!(tenants.open(&key("nobody")).await, Err(Error::NoTenant(_))));
    tenants.set_state(&key("b"), TenantState::Suspended).await.unwrap();
    assert!(matches!(tenants.open(&key("b")).await, Err(Error::Suspended(_))));
    tenants.set_state(&key("b"), TenantState::Active).await.unwrap();

    // Two may be open at once: an idle one makes room, one in use does not.
    let (a, b) = (tenants.open(&key("a")).await.unwrap(), tenants.open(&key("b")).await.unwrap());
    assert!(matches!(tenants.open(&key("c")).await, Err(Error::Busy)));
    drop(a);
    tenants.open(&key("c")).await.unwrap();
    drop(b);
    tenants.delete(&key("b")).await.unwrap();
    let left: Vec<_> = tenants.list().await.unwrap().into_iter().map(|entry| (entry.key, entry.state)).collect();
    assert_eq!(left, [(key("a"), TenantState::Active), (key("c"), TenantState::Active)]);
    assert!(!dir.path().join("tenants/b.db").exists());
    tenants.create(&key("b"), 9).await.expect("the key is free again");
}

/// How SQLite would find these records through a connection for reading.
async fn way(tenant: &Tenant, sql: &str) -> String {
    let ask = Statement::from_string(sea_orm::DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = tenant.reader().query_all_raw(ask).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn a_reader_learns_how_large_the_tables_have_become() {
    let dir = tempfile::tempdir().unwrap();
    let backend = Backend::Sqlite { dir: dir.path().to_owned() };
    let tenants = Tenants::connect(backend, PoolLimits { per_tenant: 1, ..PoolLimits::default() }).await.unwrap();
    let tenant = tenants.create(&key("acme"), now().timestamp_millis()).await.unwrap();
    let thing = FormShape {
        indexes: vec![vec!["kind".into(), "at".into(), "no".into()]],
        ..form("thing", [indexed("no", Storage::Int), field("kind", Storage::Text), field("at", Storage::Int)])
    };
    let tx = tenant.write_alone().await.unwrap();
    ddl::apply_form(&tx, None, &thing).await.unwrap();
    tx.commit().await.unwrap();
    let count = "SELECT COUNT(*) FROM crm__thing WHERE _deleted_at IS NULL AND kind = 'a' AND no >= 5";
    assert!(!way(&tenant, count).await.contains("COVERING"), "an empty table is all the same to SQLite");

    let a_thing = |no: i64| {
        let kind = Value::Text(["a", "b", "c", "d", "e", "f", "g", "h"][no as usize % 8].to_owned());
        record(no, values([("no", Value::Int(no)), ("kind", kind), ("at", Value::Int(no % 100))]))
    };
    let tx = tenant.write_alone().await.unwrap();
    records::insert(&tx, &thing, &(1..=2_000).map(a_thing).collect::<Vec<_>>(), &ids()).await.unwrap();
    tx.commit().await.unwrap();
    let way_now = way(&tenant, count).await;
    assert!(way_now.contains("COVERING INDEX"), "{way_now}");
    tenants.close().await;
}
