use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value as Json, json};

/// Longer than this nobody waits.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody of the demo who has logged in.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    csrf_token: String,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Json,
    /// The type of its content.
    pub(crate) kind: String,
    /// Whether it says when to come again.
    pub(crate) retry_after: bool,
    pub(crate) took: Duration,
}

impl Client {
    pub(crate) async fn log_in(url: &str, username: &str) -> Result<Self, String> {
        let http = reqwest::Client::builder().cookie_store(true).timeout(PATIENCE).build();
        let http = http.map_err(|error| error.to_string())?;
        let mut this = Self { http, base: format!("{url}/api/v1"), csrf_token: String::new() };
        let body = json!({"tenant": "demo", "username": username, "password": "mortise-demo"});
        let answer =
            this.ask(Method::POST, "/auth/login", Some(&body), None).await.map_err(|error| error.to_string())?;
        match answer.body["csrf_token"].as_str() {
            Some(token) if answer.status == 200 => this.csrf_token = token.to_owned(),
            _ => return Err(format!("`{username}` could not log in: {} {}", answer.status, answer.body)),
        }
        Ok(this)
    }

    /// Asks with a JSON body, and a key under which it may come twice.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Json>,
        key: Option<&str>,
    ) -> Result<Answer, reqwest::Error> {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        request = request.header("X-CSRF-Token", &self.csrf_token);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        send(request).await
    }

    /// Asks with bytes that may be no JSON.
    pub(crate) async fn ask_raw(&self, method: Method, path: &str, bytes: Vec<u8>) -> Result<Answer, reqwest::Error> {
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = request.header("X-CSRF-Token", &self.csrf_token).header("Content-Type", "application/json");
        send(request.body(bytes)).await
    }

    /// The answer to a request that must be answered so.
    pub(crate) async fn must(&self, method: Method, path: &str, body: Json, status: u16) -> Result<Json, String> {
        let answer = self.ask(method, path, Some(&body), None).await.map_err(|error| format!("{path}: {error}"))?;
        if answer.status == status {
            Ok(answer.body)
        } else {
            Err(format!("{path} {body}: {} {}", answer.status, answer.body))
        }
    }
}

async fn send(request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
    let started = Instant::now();
    let answer = request.send().await?;
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let (status, kind, retry) = (answer.status().as_u16(), header("Content-Type"), header("Retry-After"));
    let bytes = answer.bytes().await?;
    let body = serde_json::from_slice(&bytes).unwrap_or(Json::Null);
    Ok(Answer { status, body, kind, retry_after: !retry.is_empty(), took: started.elapsed() })
}
