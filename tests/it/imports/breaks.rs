//! Imports that somebody stops, and imports whose server dies.

use std::fmt::Write;

use mortise_model::Id;
use mortise_store::repos::{changes, imports, jobs};
use mortise_tests::{Client, TENANT, TestApp, in_each_database};
use serde_json::{Value as Json, json};

use super::{Sent, count, counts, ended};

const TO: (&str, &str) = ("film_crm", "market_film");
const ROWS: i64 = 4_000;
/// How many rows share a transaction.
const CHUNK: i64 = 250;

#[actix_web::test]
async fn an_import_whose_server_dies_goes_on_where_it_stood() {
    in_each_database(async |app| {
        let shen = app.as_user("shen.lit").await;
        let job = begun(&shen, "broken off").await;
        let (working, _stop) = app.work();
        let done = under_way(&shen, &job).await;
        working.abort();
        working.await.expect_err("the worker was aborted");
        let left = count(&shen, TO, batch("broken off")).await;
        assert!(left >= done && left < ROWS && left % CHUNK == 0, "{left} of {ROWS} rows, {done} were told");

        release(app, &job).await;
        let (working, stop) = app.work();
        let job = ended(&shen, &job).await;
        stop.now();
        working.await.expect("the worker ends");
        assert_eq!(job["state"], "done", "{job:#}");
        assert_eq!(counts(&job["result"]), [ROWS, 0, 0, 0]);
        assert_eq!(count(&shen, TO, batch("broken off")).await, ROWS, "no row is missing, none is there twice");
        let set: Id = job["result"]["change_set"].as_str().and_then(|id| id.parse().ok()).expect("a change set");
        let set = changes::change_set(app.tenant(TENANT).await.reader(), set).await.expect("it can be read");
        assert_eq!(set.expect("one change set holds all").size, ROWS);
    })
    .await;
}

#[actix_web::test]
async fn an_import_that_is_stopped_keeps_what_it_had_and_nothing_more() {
    in_each_database(async |app| {
        let shen = app.as_user("shen.lit").await;
        let job = begun(&shen, "stopped").await;
        let (working, stop) = app.work();
        let done = under_way(&shen, &job).await;
        shen.call("POST", &format!("/jobs/{job}/cancel")).send().await.must(200);
        let job = ended(&shen, &job).await;
        stop.now();
        working.await.expect("the worker ends");
        assert_eq!(job["state"], "cancelled", "{job:#}");
        let kept = count(&shen, TO, batch("stopped")).await;
        assert!(kept >= done && kept < ROWS && kept % CHUNK == 0, "{kept} of {ROWS} rows, {done} were told");
        let tenant = app.tenant(TENANT).await;
        let page = mortise_store::repos::Page::first(1);
        let (app, form) = (key(TO.0), key(TO.1));
        let import = imports::imports_into(tenant.reader(), &app, &form, page).await.expect("they can be read");
        assert_eq!((import[0].state, import[0].created), (imports::ImportState::Cancelled, kept));
    })
    .await;
}

/// Enters an import of many rows; no server works yet.
async fn begun(client: &Client<'_>, batch: &str) -> String {
    let mut text = "title,year,import_batch\n".to_owned();
    for number in 0..ROWS {
        let _ = writeln!(text, "{batch} {number},2001,{batch}");
    }
    let job = Sent::csv(TO, &text).by(client).await.must(202);
    job["id"].as_str().expect("a job has an id").to_owned()
}

/// Waits until some rows are imported and others are not; how many are.
async fn under_way(client: &Client<'_>, job: &str) -> i64 {
    loop {
        let seen = client.get(&format!("/jobs/{job}")).await.must(200);
        let state = seen["state"].as_str().unwrap_or_default();
        assert!(matches!(state, "queued" | "running"), "it ended before it could be stopped: {seen:#}");
        match seen["progress"]["done"].as_i64() {
            Some(done) if done > 0 => return done,
            _ => tokio::time::sleep(std::time::Duration::from_millis(2)).await,
        }
    }
}

/// What happens by itself once a dead server has been silent for long enough.
async fn release(app: &TestApp, job: &str) {
    let tenant = app.tenant(TENANT).await;
    let id: Id = job.parse().expect("an id");
    let held = jobs::job_by_id(tenant.reader(), id).await.expect("it can be read").expect("the job is there");
    let tx = tenant.write().await.expect("a transaction");
    jobs::release_jobs(&tx, &[(id, held.lease.expect("the dead server's lease"))]).await.expect("it can be released");
    tx.commit().await.expect("it is committed");
}

fn batch(name: &str) -> Json {
    json!({"field": "import_batch", "op": "eq", "value": name})
}

fn key(text: &str) -> mortise_model::Key {
    mortise_model::Key::new(text).expect("a key")
}
