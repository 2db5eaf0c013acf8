//! People at work side by side: nothing fails, nothing grows without bound.

use std::time::{Duration, Instant};

use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::{
    Plan,
    client::Client,
    people::{CONTRACTS, PRODUCER, contract, contract_values},
    report::Part,
    server::{Server, faults_in},
};

/// How many people work at a time.
const WORKERS: usize = 6;

/// What one of them has done.
#[derive(Default)]
struct Work {
    took: Vec<Duration>,
    n_made: usize,
    faults: Vec<String>,
}

/// One who works.
struct Worker {
    client: Client,
    values: Json,
    number: usize,
    random: StdRng,
    /// Contracts of one's own, with their versions as last seen.
    mine: Vec<(String, i64)>,
    work: Work,
}

pub(crate) async fn run(plan: &Plan) -> Result<Part, String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let server = Server::start(dir.path()).await?;
    let values = contract_values(&server.url).await?;
    let until = Instant::now() + Duration::from_secs(plan.seconds);
    let mut tasks = Vec::new();
    for number in 0..WORKERS {
        let client = Client::log_in(&server.url, PRODUCER).await?;
        let random = StdRng::seed_from_u64(plan.seed.wrapping_add(number as u64));
        let worker = Worker { client, values: values.clone(), number, random, mine: Vec::new(), work: Work::default() };
        tasks.push(tokio::spawn(worker.run(until)));
    }
    let mut memory = Vec::new();
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_secs(1)).await;
        memory.push(server.rss_mb());
    }
    let mut all = Work::default();
    for task in tasks {
        let work = task.await.map_err(|error| error.to_string())?;
        all.took.extend(work.took);
        all.n_made += work.n_made;
        all.faults.extend(work.faults);
    }
    let mut part = Part { faults: all.faults, ..Part::default() };
    everything_is_there(&server, all.n_made, &mut part).await?;
    measured(plan, &mut all.took, &memory, &mut part);
    if let Err(error) = server.stop().await {
        part.faults.push(error);
    }
    part.faults.extend(faults_in(dir.path()));
    Ok(part)
}

/// As many contracts are found as were made.
async fn everything_is_there(server: &Server, n_made: usize, part: &mut Part) -> Result<(), String> {
    let client = Client::log_in(&server.url, PRODUCER).await?;
    let filter = json!({"field": "name", "op": "starts_with", "value": "soak "});
    let body = json!({"filter": filter, "limit": 1, "count": "exact"});
    let found = client.must(Method::POST, &format!("{CONTRACTS}/query"), body, 200).await?;
    part.figure("contracts made", n_made);
    if found["total"] != json!(n_made) {
        part.faults.push(format!("{n_made} contracts were made, {} are found", found["total"]));
    }
    Ok(())
}

fn measured(plan: &Plan, took: &mut [Duration], memory: &[u64], part: &mut Part) {
    took.sort_unstable();
    let at = |share: f64| {
        let place = ((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1));
        took.get(place).map_or(0, Duration::as_millis)
    };
    part.figure("requests", took.len());
    part.figure("seconds", plan.seconds);
    part.figure("p50 ms", at(0.5));
    part.figure("p99 ms", at(0.99));
    let quarter = memory.get(memory.len() / 4).copied().unwrap_or(0);
    let last = memory.last().copied().unwrap_or(0);
    part.figure("memory MB", format!("{quarter} after a quarter, {last} at the end"));
    if last > quarter.saturating_mul(2).max(quarter + 200) {
        part.faults.push(format!("the memory has grown from {quarter} MB to {last} MB"));
    }
    if took.is_empty() {
        part.faults.push("nothing was asked".to_owned());
    }
}

impl Worker {
    async fn run(mut self, until: Instant) -> Work {
        let mut count = 0;
        while Instant::now() < until {
            count += 1;
            match self.random.random_range(0..100) {
                0..20 => self.make(count).await,
                20..40 => self.change(count).await,
                40..45 => self.submit().await,
                other => self.look(other).await,
            }
        }
        self.work
    }

    async fn make(&mut self, count: usize) {
        let body = contract(&self.values, &format!("soak {} {count}", self.number));
        if let Some(made) = self.ask(Method::POST, CONTRACTS, Some(body), &[201]).await {
            self.work.n_made += 1;
            if let (Some(id), Some(version)) = (made["id"].as_str(), made["version"].as_i64()) {
                self.mine.push((id.to_owned(), version));
            }
        }
    }

    async fn change(&mut self, count: usize) {
        let Some(place) = self.chosen() else { return };
        let (id, version) = self.mine[place].clone();
        let body = json!({"version": version, "values": {"amount": format!("{count}.50")}, "confirm": ["contract_looks_duplicate"]});
        // One that was submitted is closed.
        let changed = self.ask(Method::PATCH, &format!("{CONTRACTS}/{id}"), Some(body), &[200, 409]).await;
        if let Some(version) = changed.and_then(|changed| changed["version"].as_i64()) {
            self.mine[place].1 = version;
        }
    }

    async fn submit(&mut self) {
        let Some(place) = self.chosen() else { return };
        let (id, version) = self.mine.swap_remove(place);
        let path = format!("{CONTRACTS}/{id}/submit");
        self.ask(Method::POST, &path, Some(json!({"version": version})), &[200, 409]).await;
    }

    async fn look(&mut self, what: i32) {
        let id = self.chosen().map(|place| self.mine[place].0.clone());
        let record = id.map(|id| format!("{CONTRACTS}/{id}"));
        match (what, record) {
            (45..60, Some(record)) => drop(self.ask(Method::GET, &record, None, &[200]).await),
            (60..65, Some(record)) => drop(self.ask(Method::GET, &format!("{record}/history"), None, &[200]).await),
            (65..70, Some(record)) => {
                self.ask(Method::POST, &format!("{record}/comments"), Some(json!({"text": "?"})), &[201]).await;
            }
            (70..72, Some(record)) => {
                self.ask(Method::POST, &format!("{record}/prints/crew"), Some(json!({})), &[200]).await;
            }
            (72..77, _) => {
                let body = json!({"form": "contract", "rows": [{"field": "type"}], "columns": [{"field": "status"}],
                    "measures": [{"key": "n", "agg": "count"}, {"key": "projects", "agg": "count_distinct", "field": "project"}]});
                self.ask(Method::POST, "/apps/film_crm/pivot", Some(body), &[200]).await;
            }
            (77..80, _) => drop(self.ask(Method::GET, "/tasks?box=started", None, &[200]).await),
            _ => {
                let sorts = ["name", "amount", "_created_at"];
                let sort = sorts.choose(&mut self.random).copied().unwrap_or("name");
                let body = json!({"sort": [{"field": sort, "desc": true}], "limit": 50, "search": "soak"});
                self.ask(Method::POST, &format!("{CONTRACTS}/query"), Some(body), &[200]).await;
            }
        }
    }

    fn chosen(&mut self) -> Option<usize> {
        (!self.mine.is_empty()).then(|| self.random.random_range(0..self.mine.len()))
    }

    async fn ask(&mut self, method: Method, path: &str, body: Option<Json>, allowed: &[u16]) -> Option<Json> {
        match self.client.ask(method.clone(), path, body.as_ref(), None).await {
            Ok(answer) if allowed.contains(&answer.status) => {
                self.work.took.push(answer.took);
                (answer.status < 300).then_some(answer.body)
            }
            Ok(answer) => {
                self.work.faults.push(format!("{method} {path}: {} {}", answer.status, answer.body));
                None
            }
            Err(error) => {
                self.work.faults.push(format!("{method} {path}: {error}"));
                None
            }
        }
    }
}
