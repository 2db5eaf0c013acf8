//! Files into records: what real people's files do, and what becomes of an import that is stopped or broken off.

mod breaks;
mod films;
mod rows;

use std::time::{Duration, Instant};

use mortise_tests::{Answer, Client};
use serde_json::Value as Json;

/// How long a job may take, even on a machine that does other things.
const PATIENCE: Duration = Duration::from_secs(300);

/// A file that is sent, with what belongs to it.
struct Sent<'a> {
    /// App and form, such as `film_crm/market_film`.
    to: (&'a str, &'a str),
    name: &'a str,
    bytes: &'a [u8],
    mapping: Option<&'a Json>,
    dry_run: bool,
}

impl<'a> Sent<'a> {
    fn csv(to: (&'a str, &'a str), text: &'a str) -> Self {
        Self { to, name: "rows.csv", bytes: text.as_bytes(), mapping: None, dry_run: false }
    }

    fn mapped(self, mapping: &'a Json) -> Self {
        Self { mapping: Some(mapping), ..self }
    }

    fn rehearsed(self) -> Self {
        Self { dry_run: true, ..self }
    }

    async fn by(&self, client: &Client<'_>) -> Answer {
        let mapping = self.mapping.map(Json::to_string).unwrap_or_default();
        let dry_run = self.dry_run.to_string();
        let mut parts: Vec<(&str, Option<&str>, &[u8])> = vec![("file", Some(self.name), self.bytes)];
        if self.mapping.is_some() {
            parts.push(("mapping", None, mapping.as_bytes()));
        }
        parts.push(("dry_run", None, dry_run.as_bytes()));
        let path = format!("/apps/{}/forms/{}/records/import", self.to.0, self.to.1);
        client.call("POST", &path).parts(&parts).send().await
    }

    /// Sends it and waits for what came of it.
    async fn done_by(&self, client: &Client<'_>) -> Json {
        let job = self.by(client).await.must(202);
        let ended = ended(client, job["id"].as_str().expect("a job has an id")).await;
        assert_eq!(ended["state"], "done", "{ended:#}");
        ended["result"].clone()
    }
}

/// The job once it has ended.
async fn ended(client: &Client<'_>, job: &str) -> Json {
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        let seen = client.get(&format!("/jobs/{job}")).await.must(200);
        if !matches!(seen["state"].as_str(), Some("queued" | "running")) {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job {job} does not end");
}

/// The counts of a result: created, updated, skipped, failed.
fn counts(result: &Json) -> [i64; 4] {
    ["created", "updated", "skipped", "failed"].map(|name| result[name].as_i64().unwrap_or(-1))
}

/// How many records fit a filter.
async fn count(client: &Client<'_>, (app, form): (&str, &str), filter: Json) -> i64 {
    let body = serde_json::json!({"filter": filter, "limit": 1, "count": "exact"});
    let found = client.post(&format!("/apps/{app}/forms/{form}/records/query"), body).await.must(200);
    found["total"].as_i64().expect("a count")
}
