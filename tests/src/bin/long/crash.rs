//! The server is killed under writes and started again: what it had acknowledged is there, what it had not can be sent
//! again and is there once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::{
    Plan,
    client::Client,
    people::{CONTRACTS, PRODUCER, contract, contract_values},
    report::Part,
    server::{Server, faults_in},
};

/// How many write at a time.
const WRITERS: usize = 4;

/// What the server is known to hold, and what it may hold.
#[derive(Debug, Default)]
struct Ledger {
    /// Version and name of each contract as acknowledged, by id.
    kept: BTreeMap<String, (i64, String)>,
    /// New names that were sent and not answered, by id.
    renaming: BTreeMap<String, String>,
    /// Contracts that were sent and not answered: key and name.
    making: Vec<(String, String)>,
    faults: Vec<String>,
}

type Shared = Arc<Mutex<Ledger>>;

pub(crate) async fn run(plan: &Plan) -> Result<Part, String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut random = StdRng::seed_from_u64(plan.seed);
    let ledger = Shared::default();
    let mut part = Part::default();
    let (mut n_unanswered, mut server) = (0, Server::start(dir.path()).await?);
    let values = contract_values(&server.url).await?;
    for round in 0..plan.rounds {
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let client = Client::log_in(&server.url, PRODUCER).await?;
            let (ledger, values) = (Arc::clone(&ledger), values.clone());
            let name = format!("crash {round} {writer}");
            writers.push(tokio::spawn(async move { write(&client, &values, &name, &ledger).await }));
        }
        tokio::time::sleep(Duration::from_millis(random.random_range(800..3000))).await;
        server.kill()?;
        for writer in writers {
            writer.await.map_err(|error| error.to_string())?;
        }
        server = Server::start(dir.path()).await?;
        n_unanswered += check(&server, &values, &ledger).await?;
    }
    server.stop().await?;
    let ledger = of(&ledger, std::mem::take);
    part.figure("times killed", plan.rounds);
    part.figure("acknowledged contracts", ledger.kept.len());
    part.figure("acknowledged changes", ledger.kept.values().map(|(version, _)| version - 1).sum::<i64>());
    part.figure("requests cut off", n_unanswered);
    part.faults = ledger.faults;
    if ledger.kept.is_empty() {
        part.faults.push("nothing was written".to_owned());
    }
    part.faults.extend(faults_in(dir.path()));
    Ok(part)
}

fn of<T>(ledger: &Shared, act: impl FnOnce(&mut Ledger) -> T) -> T {
    act(&mut ledger.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Makes contracts and renames each of them, until nobody answers.
async fn write(client: &Client, values: &Json, name: &str, ledger: &Shared) {
    for count in 0.. {
        let (key, name) = (format!("{name} {count}").replace(' ', "-"), format!("{name} {count}"));
        let body = contract(values, &name);
        let id = match client.ask(Method::POST, CONTRACTS, Some(&body), Some(&key)).await {
            Ok(answer) if answer.status == 201 => answer.body["id"].as_str().unwrap_or_default().to_owned(),
            Ok(answer) => {
                return of(ledger, |ledger| ledger.faults.push(format!("{}: {}", answer.status, answer.body)));
            }
            Err(_) => return of(ledger, |ledger| ledger.making.push((key, name))),
        };
        of(ledger, |ledger| ledger.kept.insert(id.clone(), (1, name.clone())));
        let new = format!("{name} renamed");
        let body = json!({"version": 1, "values": {"name": new}});
        match client.ask(Method::PATCH, &format!("{CONTRACTS}/{id}"), Some(&body), None).await {
            Ok(answer) if answer.status == 200 => of(ledger, |ledger| drop(ledger.kept.insert(id, (2, new)))),
            Ok(answer) => {
                return of(ledger, |ledger| ledger.faults.push(format!("{}: {}", answer.status, answer.body)));
            }
            Err(_) => return of(ledger, |ledger| drop(ledger.renaming.insert(id, new))),
        }
    }
}

/// Compares what is there with what was acknowledged, and sends again what was not; how much that was.
async fn check(server: &Server, values: &Json, ledger: &Shared) -> Result<usize, String> {
    let client = Client::log_in(&server.url, PRODUCER).await?;
    let (kept, renaming, making) = of(ledger, |ledger| {
        (ledger.kept.clone(), std::mem::take(&mut ledger.renaming), std::mem::take(&mut ledger.making))
    });
    for (id, (version, name)) in &kept {
        let path = format!("{CONTRACTS}/{id}");
        let found = client.ask(Method::GET, &path, None, None).await.map_err(|error| error.to_string())?;
        let (is_version, is_name) = (found.body["version"].as_i64(), found.body["values"]["name"].as_str());
        let as_told = is_version == Some(*version) && is_name == Some(name);
        let further = is_version == Some(version + 1) && renaming.get(id).map(String::as_str) == is_name;
        if further {
            let name = is_name.unwrap_or_default().to_owned();
            of(ledger, |ledger| ledger.kept.insert(id.clone(), (version + 1, name)));
        } else if !as_told {
            let told = format!("{id} was acknowledged as {version} `{name}` and is {} {}", found.status, found.body);
            of(ledger, |ledger| ledger.faults.push(told));
        }
    }
    for (key, name) in &making {
        send_again(&client, values, (key, name), ledger).await?;
    }
    Ok(renaming.len() + making.len())
}

/// Sends twice again what was not answered; it is there once.
async fn send_again(client: &Client, values: &Json, (key, name): (&str, &str), ledger: &Shared) -> Result<(), String> {
    let body = contract(values, name);
    let mut ids = Vec::new();
    for _ in 0..2 {
        let made =
            client.ask(Method::POST, CONTRACTS, Some(&body), Some(key)).await.map_err(|error| error.to_string())?;
        ids.push((made.status, made.body["id"].as_str().unwrap_or_default().to_owned()));
    }
    let filter = json!({"field": "name", "op": "eq", "value": name});
    let query = json!({"filter": filter, "count": "exact"});
    let found = client.must(Method::POST, &format!("{CONTRACTS}/query"), query, 200).await?;
    let once = ids[0] == ids[1] && ids[0].0 == 201 && found["total"] == json!(1);
    of(ledger, |ledger| {
        if once {
            ledger.kept.insert(ids[0].1.clone(), (1, name.to_owned()));
        } else {
            ledger.faults.push(format!("`{name}` sent again: {ids:?}, {} are there", found["total"]));
        }
    });
    Ok(())
}
