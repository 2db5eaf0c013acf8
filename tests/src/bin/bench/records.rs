//! Creating, reading, changing and listing records, for somebody who sees all of them and for somebody who sees few.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    Plan,
    client::Client,
    data,
    import::import,
    measure::{Figure, once, repeat},
    server::Server,
    world::{RECORDS, World},
};

/// All steps with single records and lists.
pub(crate) async fn records(plan: &Plan, server: &Server, world: &World) -> Result<Vec<Figure>, String> {
    let client = &world.admin;
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
    figures.extend(lists(plan, server, (client, "")).await?);
    figures.extend(lists(plan, server, (&world.member, " (member, 6 % in scope)")).await?);
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

async fn lists(plan: &Plan, server: &Server, (client, who): (&Client, &str)) -> Result<Vec<Figure>, String> {
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
            figures.push(repeat(server, &format!("{step}{who}"), connections, plan.seconds, act).await?);
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
