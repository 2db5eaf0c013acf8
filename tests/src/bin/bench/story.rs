//! A contract of the film CRM on its way: handed in, approved, printed.

use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    Plan,
    client::Client,
    measure::{Figure, each, repeat},
    server::Server,
    world::World,
};

const FORMS: &str = "/apps/film_crm/forms";
const CONTRACTS: usize = 200;

/// Hands in contracts, approves each, and prints one again and again.
pub(crate) async fn story(plan: &Plan, server: &Server, world: &World) -> Result<Vec<Figure>, String> {
    let values = json!({
        "type": "供应商合同", "direction": "付款", "risk_level": "低", "amount": "50000.00",
        "project": one(&world.line, "project", "no", "PJ-2026-001").await?,
        "party_org": one(&world.line, "org", "name", "幻象特效").await?,
    });
    let mut body = json!({"values": values, "submit": true});
    let mut waits = Vec::new();
    let before = server.cpu_ms();
    for number in 0..CONTRACTS {
        // Two of the same name would have to be confirmed.
        body["values"]["name"] = json!(format!("Bench {number}"));
        let asked = Instant::now();
        world.line.send(Method::POST, &format!("{FORMS}/contract/records"), Some(&body)).await?;
        waits.push(asked.elapsed());
    }
    let submitted = each(server, "create and submit a contract", waits, before);
    Ok(vec![submitted, approve(server, &world.producer).await?, print(plan, server, &world.producer).await?])
}

async fn approve(server: &Server, producer: &Client) -> Result<Figure, String> {
    let mut waits = Vec::new();
    let before = server.cpu_ms();
    let mut spent_listing = 0.0;
    while waits.len() < CONTRACTS {
        let listing = server.cpu_ms();
        let tasks = producer.send(Method::GET, "/tasks?box=todo", None).await?;
        spent_listing += server.cpu_ms() - listing;
        let tasks: Vec<&Value> =
            tasks["items"].as_array().into_iter().flatten().filter(|task| task["node"] == "head").collect();
        if tasks.is_empty() {
            break;
        }
        for task in tasks {
            let path = format!("/tasks/{}", task["id"].as_str().unwrap_or_default());
            let listing = server.cpu_ms();
            let seen = producer.send(Method::GET, &path, None).await?;
            spent_listing += server.cpu_ms() - listing;
            let body = json!({"record_version": seen["record"]["version"]});
            let asked = Instant::now();
            producer.send(Method::POST, &format!("{path}/actions/approve"), Some(&body)).await?;
            waits.push(asked.elapsed());
        }
    }
    if waits.is_empty() {
        return Err("no task waited for the producer".to_owned());
    }
    Ok(each(server, "approve (forks into two parallel tasks)", waits, before + spent_listing))
}

async fn print(plan: &Plan, server: &Server, producer: &Client) -> Result<Figure, String> {
    let contract = one(producer, "contract", "type", "主创聘用合同").await?;
    let path = format!("{FORMS}/contract/records/{}/prints/crew", contract.as_str().unwrap_or_default());
    let client = producer.clone();
    let act = move |_| {
        let (client, path) = (client.clone(), path.clone());
        async move { client.fetch(&path, &json!({})).await.map(drop) }
    };
    let mut figure = repeat(server, "print", 1, plan.seconds, act).await?;
    figure.note = "a contract of three pages, as PDF".to_owned();
    Ok(figure)
}

async fn one(client: &Client, form: &str, field: &str, value: &str) -> Result<Value, String> {
    let query = json!({"filter": {"field": field, "op": "eq", "value": value}, "limit": 1});
    let found = client.send(Method::POST, &format!("{FORMS}/{form}/records/query"), Some(&query)).await?;
    match found["records"][0]["id"].clone() {
        Value::Null => Err(format!("no {form} whose {field} is {value}")),
        id => Ok(id),
    }
}
