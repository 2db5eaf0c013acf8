//! Mass work through the importer.

use reqwest::{Method, multipart};
use serde_json::{Value, json};

use crate::{client::Client, data, world::RECORDS};

/// Imports through the importer, in files of at most 100,000 rows, and waits for each job.
pub(crate) async fn import(client: &Client, from: usize, rows: usize) -> Result<(), String> {
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
