//! Requests at random: each is answered, no answer is a fault of the server, and each refusal says why.

use std::time::{Duration, Instant};

use mortise_tests::{Operation, operations, resolve};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;
use serde_json::{Map, Value as Json, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    Plan,
    client::{Answer, Client},
    people::{CONTRACTS, PRODUCER},
    report::Part,
    server::{Server, faults_in},
};

const PEOPLE: [&str; 4] = [PRODUCER, "lin.ceo", "qin.legal", "admin"];
/// What ends sessions, never ends, takes minutes, or moves the clock by years.
const LEFT_OUT: [&str; 6] = ["/auth/", "/events", "/templates/", "/demo/", "/password", "/disable"];
/// Longer than this nobody waits for an answer.
const SLOW: Duration = Duration::from_secs(20);
const WORDS: [&str; 14] = [
    "",
    "contract",
    "amount",
    "name",
    "_id",
    "zh-CN",
    "2026-06-01",
    "12.50",
    "-1",
    "%",
    "' or 1=1 --",
    "\u{202e}🎬",
    "9999999999999999999999",
    "../../etc",
];

/// Chance, and the ids that are there.
struct Dice {
    random: StdRng,
    ids: Vec<String>,
}

pub(crate) async fn run(plan: &Plan) -> Result<Part, String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let server = Server::start(dir.path()).await?;
    let mut people = Vec::new();
    for name in PEOPLE {
        people.push(Client::log_in(&server.url, name).await?);
    }
    let mut dice = Dice { random: StdRng::seed_from_u64(plan.seed), ids: ids(&people[0]).await? };
    let chosen: Vec<Operation> =
        operations().into_iter().filter(|one| !LEFT_OUT.iter().any(|part| one.path.contains(part))).collect();
    let until = Instant::now() + Duration::from_secs(plan.seconds / 2);
    let (mut part, mut n_asked, mut by_class) = (Part::default(), 0_usize, [0_usize; 6]);
    while Instant::now() < until {
        let (Some(operation), Some(person)) = (chosen.choose(&mut dice.random), people.choose(&mut dice.random)) else {
            break;
        };
        n_asked += 1;
        let (told, answer) = dice.ask(person, operation).await;
        match answer {
            Ok(answer) => {
                by_class[usize::from(answer.status / 100).min(5)] += 1;
                part.faults.extend(fault(&answer).map(|fault| format!("{told}: {fault}")));
            }
            Err(error) => part.faults.push(format!("{told}: {error}")),
        }
        if n_asked % 50 == 0 {
            dice.shout(&server.url).await;
        }
    }
    Client::log_in(&server.url, "lin.ceo").await?;
    part.figure("requests", n_asked);
    part.figure("routes", chosen.len());
    for class in [2, 4] {
        part.figure(&format!("answered with {class}xx"), by_class[class]);
    }
    if by_class[2] == 0 || by_class[4] == 0 {
        part.faults.push("chance is not what it should be: there must be both good and bad requests".to_owned());
    }
    if let Err(error) = server.stop().await {
        part.faults.push(error);
    }
    part.faults.extend(faults_in(dir.path()));
    Ok(part)
}

/// What is wrong with an answer.
fn fault(answer: &Answer) -> Option<String> {
    let Answer { status, body, kind, retry_after, took } = answer;
    if *status >= 500 && !(*status == 503 && *retry_after) {
        return Some(format!("{status} {body}"));
    }
    if *status >= 400 && (kind != "application/problem+json" || body["type"].as_str().is_none_or(str::is_empty)) {
        return Some(format!("{status} is no problem+json but `{kind}`"));
    }
    (*took > SLOW).then(|| format!("took {} s", took.as_secs()))
}

/// Ids of records, to be found in paths and values.
async fn ids(client: &Client) -> Result<Vec<String>, String> {
    let found = client.must(Method::POST, &format!("{CONTRACTS}/query"), json!({"limit": 20}), 200).await?;
    let records = found["records"].as_array().into_iter().flatten();
    Ok(records.filter_map(|record| record["id"].as_str().map(str::to_owned)).collect())
}

impl Dice {
    /// One request; what it was, and what came of it.
    async fn ask(&mut self, person: &Client, operation: &Operation) -> (String, Result<Answer, reqwest::Error>) {
        let path = self.path(operation);
        let method: Method = operation.method.parse().unwrap_or(Method::POST);
        if self.random.random_bool(0.05) {
            let bytes: Vec<u8> = (0..self.random.random_range(0..200)).map(|_| self.random.random()).collect();
            return (format!("{method} {path} {bytes:?}"), person.ask_raw(method, &path, bytes).await);
        }
        let body = operation.body.as_ref().map(|(_, schema)| self.value(schema, 0));
        let told = format!("{method} {path} {}", body.clone().unwrap_or_default());
        (told, person.ask(method, &path, body.as_ref(), None).await)
    }

    fn path(&mut self, operation: &Operation) -> String {
        let mut path = String::new();
        for (index, part) in operation.path.trim_start_matches("/api/v1").split(['{', '}']).enumerate() {
            if index % 2 == 0 {
                path.push_str(part);
            } else {
                path.push_str(&self.parameter(part));
            }
        }
        if self.random.random_bool(0.1) {
            path += &format!("?cursor={}&search={}", self.hex(), self.hex());
        }
        path
    }

    fn parameter(&mut self, name: &str) -> String {
        if self.random.random_bool(0.1) {
            return self.hex();
        }
        match name {
            "app" => "film_crm".to_owned(),
            "form" => self.one_of(&["contract", "project", "talent", "payment", "genre"]),
            "report" => self.one_of(&["contract_ledger", "genre_performance"]),
            "print" => "crew".to_owned(),
            "rule" => "r34_duplicate_contract".to_owned(),
            "action" => self.one_of(&["approve", "reject", "comment", "withdraw", "urge", "cc"]),
            _ => self.id(),
        }
    }

    /// A value that fits a schema more often than not.
    fn value(&mut self, schema: &Json, depth: usize) -> Json {
        let schema = resolve(schema);
        if depth > 5 || self.random.random_bool(0.12) {
            return self.anything(depth);
        }
        if let Some(some) = ["oneOf", "anyOf"].iter().find_map(|name| schema[*name].as_array()) {
            return match some.choose(&mut self.random) {
                Some(one) => self.value(one, depth + 1),
                None => Json::Null,
            };
        }
        if let Some(chosen) = schema["enum"].as_array().and_then(|words| words.choose(&mut self.random)) {
            return chosen.clone();
        }
        let kind = match &schema["type"] {
            Json::Array(kinds) => kinds.choose(&mut self.random).cloned().unwrap_or_default(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("object") => self.object(&schema, depth),
            Some("array") => {
                (0..self.random.random_range(0..3)).map(|_| self.value(&schema["items"], depth + 1)).collect()
            }
            Some("integer") => json!(self.random.random_range(-2..5)),
            Some("number") => json!(self.random.random_range(-2.0..5.0)),
            Some("boolean") => json!(self.random.random_bool(0.5)),
            Some("null") => Json::Null,
            _ => self.word(),
        }
    }

    fn object(&mut self, schema: &Json, depth: usize) -> Json {
        let mut members = Map::new();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            if self.random.random_bool(0.6) {
                members.insert(name.clone(), self.value(member, depth + 1));
            }
        }
        if schema["properties"].is_null() || self.random.random_bool(0.05) {
            for _ in 0..self.random.random_range(0..3) {
                let name = self.one_of(&["name", "amount", "field", "op", "value", "and", "type", "items", "no_such"]);
                members.insert(name, self.anything(depth + 1));
            }
        }
        Json::Object(members)
    }

    fn anything(&mut self, depth: usize) -> Json {
        match self.random.random_range(0..if depth > 5 { 5 } else { 7 }) {
            0 => Json::Null,
            1 => json!(self.random.random_bool(0.5)),
            2 => json!(self.random.random::<i64>()),
            3 => json!(self.random.random_range(-1e18..1e18)),
            4 => self.word(),
            5 => (0..self.random.random_range(0..3)).map(|_| self.anything(depth + 1)).collect(),
            _ => self.object(&json!({}), depth + 1),
        }
    }

    fn word(&mut self) -> Json {
        if self.random.random_bool(0.2) { json!(self.id()) } else { json!(self.one_of(&WORDS)) }
    }

    fn id(&mut self) -> String {
        self.ids.choose(&mut self.random).cloned().unwrap_or_default()
    }

    fn one_of(&mut self, words: &[&str]) -> String {
        words.choose(&mut self.random).copied().unwrap_or_default().to_owned()
    }

    /// Bytes as a path or a query can hold them.
    fn hex(&mut self) -> String {
        (0..self.random.random_range(1..8)).map(|_| format!("%{:02X}", self.random.random::<u8>())).collect()
    }

    /// Bytes that are no HTTP; whatever the server makes of them, it goes on.
    async fn shout(&mut self, url: &str) {
        let bytes: Vec<u8> = (0..self.random.random_range(1..4_000)).map(|_| self.random.random()).collect();
        let Ok(mut stream) = TcpStream::connect(url.trim_start_matches("http://")).await else { return };
        if stream.write_all(&bytes).await.is_ok() {
            let mut answer = [0; 512];
            let _ = tokio::time::timeout(Duration::from_millis(200), stream.read(&mut answer)).await;
        }
    }
}
