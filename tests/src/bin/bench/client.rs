//! The HTTP interface as the benchmarks ask it.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// Somebody who has logged in.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    csrf_token: String,
}

impl Client {
    /// Logs in.
    pub(crate) async fn log_in(url: &str, tenant: &str, username: &str, password: &str) -> Result<Self, String> {
        let http = reqwest::Client::builder().cookie_store(true).build().map_err(|error| error.to_string())?;
        let mut this = Self { http, base: format!("{url}/api/v1"), csrf_token: String::new() };
        let body = json!({"tenant": tenant, "username": username, "password": password});
        let answer = this.send(Method::POST, "/auth/login", Some(&body)).await?;
        this.csrf_token = answer["csrf_token"].as_str().unwrap_or_default().to_owned();
        Ok(this)
    }

    /// Sends JSON and reads JSON; anything but 2xx is an error with the answer's text.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let status = answer.status();
        let text = answer.text().await.map_err(|error| error.to_string())?;
        check(status, path, &text)?;
        if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(&text).map_err(|error| error.to_string()) }
    }

    /// Sends JSON and counts the bytes of the answer.
    pub(crate) async fn fetch(&self, path: &str, body: &Value) -> Result<usize, String> {
        let answer = self.request(Method::POST, path).json(body).send().await.map_err(|error| error.to_string())?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(|error| error.to_string())?;
        check(status, path, "")?;
        Ok(bytes.len())
    }

    /// A request with the session and its token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).header("X-CSRF-Token", &self.csrf_token)
    }
}

fn check(status: StatusCode, path: &str, text: &str) -> Result<(), String> {
    if status.is_success() {
        Ok(())
    } else {
        Err(format!("{path} answered {status}: {}", text.chars().take(600).collect::<String>()))
    }
}
