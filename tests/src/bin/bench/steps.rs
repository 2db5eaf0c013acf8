//! What is measured, in order: records at 100,000 rows, a pivot at 1,000,000, a print, an approval.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use reqwest::{Method, multipart};
use serde_json::{Value, json};

use crate::{
    Plan,
    client::Client,
    data,
    measure::{Figure, once, repeat},
    server::Server,
};

const TENANT: &str = "bench";
const PASSWORD: &str = "bench-password";
const RECORDS: &str = "/apps/bench/forms/deal/records";

/// Runs all steps.
pub(crate) async fn run(plan: &Plan) -> Result<Vec<Figure>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    create_tenant(folder.path())?;
    let mut figures = Vec::new();
    let wanted = |name: &str| plan.only.as_deref().is_none_or(|only| name.contains(only));
    let (server, _) = Server::start(folder.path()).await?;
    let client = Client::log_in(&server.url, TENANT, "owner", PASSWORD).await?;
    create_app(&client).await?;
    if wanted("records") {
        figures.extend(records(plan, &server, &client).await?);
    }
    if wanted("pivot") {
        figures.extend(pivot(plan, &server, &client).await?);
    }
    drop(server);
    let (server, took) = Server::start(folder.path()).await?;
    figures.push(Figure {
        step: "start on existing data".to_owned(),
        per_second: None,
        p50_ms: took.as_secs_f64() * 1e3,
        p99_ms: took.as_secs_f64() * 1e3,
        cpu_ms: server.cpu_ms(),
        rss_mb: server.rss_mb(),
        note: format!("binary {} MB", binary_mb()),
    });
    Ok(figures)
}

fn create_tenant(data: &Path) -> Result<(), String> {
    use std::io::Write;
    let mut child = Command::new(Server::binary()?)
        .args(["tenant", "create", TENANT, "--owner", "owner", "--password-stdin", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(PASSWORD.as_bytes()).map_err(|error| error.to_string())?;
    drop(stdin);
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err("the tenant could not be made".to_owned()) }
}

async fn create_app(client: &Client) -> Result<(), String> {
    let app = json!({"key": "bench", "name": {"zh-CN": "Bench", "en": "Bench"}});
    client.send(Method::POST, "/apps", Some(&app)).await?;
    client.send(Method::PUT, "/apps/bench/forms/deal", Some(&data::form())).await?;
    client.send(Method::POST, "/apps/bench/forms/deal/publish", Some(&json!({}))).await?;
    Ok(())
}

async fn records(plan: &Plan, server: &Server, client: &Client) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    let before = plan.rows.saturating_sub(20_000).max(1_000);
    figures.push(once(server, "bulk import, a row", before, import(client, 0, before)).await?);
    for connections in [1, 16] {
        let client = client.clone();
        let offset = 10_000_000 * connections;
        let act = move |i: usize| {
            let client = client.clone();
            async move {
                let body = json!({"values": data::record(offset + i)});
                client.send(Method::POST, RECORDS, Some(&body)).await.map(drop)
            }
        };
        figures.push(repeat(server, "create", connections, plan.seconds, act).await?);
    }
    let ids = Arc::new(some_ids(client).await?);
    for connections in [1, 16] {
        let (client, ids) = (client.clone(), Arc::clone(&ids));
        let act = move |i: usize| {
            let (client, path) = (client.clone(), format!("{RECORDS}/{}", ids[i % ids.len()].0));
            async move { client.send(Method::GET, &path, None).await.map(drop) }
        };
        figures.push(repeat(server, "get", connections, plan.seconds, act).await?);
    }
    figures.push(update(plan, server, client, &ids).await?);
    figures.extend(lists(plan, server, client).await?);
    Ok(figures)
}

/// One connection changes each record once, so that every version is known.
async fn update(
    plan: &Plan,
    server: &Server,
    client: &Client,
    ids: &Arc<Vec<(String, i64)>>,
) -> Result<Figure, String> {
    let (client, ids) = (client.clone(), Arc::clone(ids));
    let act = move |i: usize| {
        let (client, ids) = (client.clone(), Arc::clone(&ids));
        async move {
            let (id, version) = &ids[i % ids.len()];
            let version = version + (i / ids.len()) as i64;
            let body = json!({"version": version, "values": {"paid": format!("{i}.50")}});
            client.send(Method::PATCH, &format!("{RECORDS}/{id}"), Some(&body)).await.map(drop)
        }
    };
    repeat(server, "update", 1, plan.seconds, act).await
}

async fn lists(plan: &Plan, server: &Server, client: &Client) -> Result<Vec<Figure>, String> {
    let query = json!({
        "filter": {"and": [{"field": "genre", "op": "eq", "value": "sale"}, {"field": "amount", "op": "gte", "value": "500000"}]},
        "sort": [{"field": "sign_date", "desc": true}], "limit": 50,
    });
    let with = |more: &[(&str, Value)]| {
        let mut query = query.clone();
        for (name, value) in more {
            query[*name] = value.clone();
        }
        query
    };
    let deep = cursor_of_page(client, &query, 200).await?;
    let bodies = [
        ("list page 1, no total", with(&[])),
        ("list page 1 + total", with(&[("count", json!("exact"))])),
        ("list page 200 + total", with(&[("count", json!("exact")), ("cursor", deep)])),
    ];
    let mut figures = Vec::new();
    for (step, body) in bodies {
        for connections in [1, 16] {
            let (client, body) = (client.clone(), body.clone());
            let act = move |_| {
                let (client, body) = (client.clone(), body.clone());
                async move { client.fetch(&format!("{RECORDS}/query"), &body).await.map(drop) }
            };
            figures.push(repeat(server, step, connections, plan.seconds, act).await?);
        }
    }
    Ok(figures)
}

async fn cursor_of_page(client: &Client, query: &Value, page: usize) -> Result<Value, String> {
    let mut cursor = Value::Null;
    for _ in 1..page {
        let mut query = query.clone();
        if !cursor.is_null() {
            query["cursor"] = cursor.clone();
        }
        let next = client.send(Method::POST, &format!("{RECORDS}/query"), Some(&query)).await?["next_cursor"].clone();
        if next.is_null() {
            break;
        }
        cursor = next;
    }
    Ok(cursor)
}

async fn some_ids(client: &Client) -> Result<Vec<(String, i64)>, String> {
    let query = json!({"limit": 200, "fields": ["code"]});
    let page = client.send(Method::POST, &format!("{RECORDS}/query"), Some(&query)).await?;
    let records = page["records"].as_array().cloned().unwrap_or_default();
    Ok(records
        .iter()
        .map(|r| (r["id"].as_str().unwrap_or_default().to_owned(), r["version"].as_i64().unwrap_or(1)))
        .collect())
}

/// Imports through the importer, in files of at most 100,000 rows, and waits for each job.
async fn import(client: &Client, from: usize, rows: usize) -> Result<(), String> {
    let columns: Vec<Value> = data::record(0)
        .as_object()
        .expect("a record is an object")
        .keys()
        .map(|key| json!({"from": key, "to": key}))
        .collect();
    let mapping = json!({"columns": columns, "match": [], "on_match": "create", "confirm": "all", "rules": false, "flows": false});
    for start in (from..from + rows).step_by(100_000) {
        let count = (from + rows - start).min(100_000);
        let file = multipart::Part::text(data::csv(start, count)).file_name("deals.csv");
        let form = multipart::Form::new().part("file", file).text("mapping", mapping.to_string());
        let answer = client
            .request(Method::POST, &format!("{RECORDS}/import"))
            .multipart(form)
            .send()
            .await
            .map_err(|error| error.to_string())?;
        let status = answer.status();
        let text = answer.text().await.map_err(|error| error.to_string())?;
        if !status.is_success() {
            return Err(format!("the import answered {status}: {text}"));
        }
        let job: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        wait_for(client, job["id"].as_str().unwrap_or_default()).await?;
    }
    Ok(())
}

async fn wait_for(client: &Client, job: &str) -> Result<(), String> {
    loop {
        let view = client.send(Method::GET, &format!("/jobs/{job}"), None).await?;
        match view["state"].as_str() {
            Some("done") => return Ok(()),
            Some("failed" | "cancelled" | "dead") => return Err(format!("the job ended so: {view}")),
            _ => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
}

async fn pivot(plan: &Plan, server: &Server, client: &Client) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    if plan.pivot_rows > plan.rows {
        let more = plan.pivot_rows - plan.rows;
        figures
            .push(once(server, "bulk import to the pivot's size, a row", more, import(client, 1_000_000, more)).await?);
    }
    let spec = json!({
        "form": "deal",
        "rows": [{"field": "sign_date", "group": "quarter"}, {"field": "genre"}],
        "columns": [{"field": "status"}],
        "measures": [{"key": "n", "agg": "count"}, {"key": "total", "agg": "sum", "field": "amount"}, {"key": "mean", "agg": "avg", "field": "amount"}],
        "totals": {"rows": true, "columns": true, "grand": true},
    });
    let client = client.clone();
    let act = move |_| {
        let (client, spec) = (client.clone(), spec.clone());
        async move { client.fetch("/apps/bench/pivot", &spec).await.map(drop) }
    };
    let mut figure = repeat(server, "pivot", 1, plan.seconds.max(5), act).await?;
    figure.note = format!("{} rows, quarter × genre × status, with totals", plan.pivot_rows);
    figures.push(figure);
    Ok(figures)
}

fn binary_mb() -> u64 {
    Server::binary().ok().and_then(|path| path.metadata().ok()).map_or(0, |data| data.len() >> 20)
}
