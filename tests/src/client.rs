use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Answer, TestApp};

/// The log-in of somebody: the cookie's secret and the token of writes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) token: String,
    pub(crate) csrf: String,
}

/// Between the parts of a form with files.
const BOUNDARY: &str = "mortise-tests-0123456789";

/// Which token writes carry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Guard {
    /// That of the session.
    #[default]
    Right,
    /// Another one.
    Wrong,
    /// None.
    Absent,
}

/// Somebody who asks.
#[derive(Debug, Clone)]
pub struct Client<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) session: Option<Session>,
    pub(crate) guard: Guard,
}

/// A request that is being put together.
pub struct Call<'a> {
    client: &'a Client<'a>,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl<'a> Client<'a> {
    /// The same person, writing with another token.
    #[must_use]
    pub fn guarded(mut self, guard: Guard) -> Self {
        self.guard = guard;
        self
    }

    /// A request to a path below `/api/v1`, or to any path that begins with `/api/`.
    pub fn call(&'a self, method: &str, path: &str) -> Call<'a> {
        let path = if path.starts_with("/api/") { path.to_owned() } else { format!("/api/v1{path}") };
        let method = method.parse().expect("a method");
        Call { client: self, method, path, headers: Vec::new(), body: Vec::new() }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send().await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: Json) -> Answer {
        self.call("POST", path).json(&body).send().await
    }

    /// `PUT` with a JSON body.
    pub async fn put(&self, path: &str, body: Json) -> Answer {
        self.call("PUT", path).json(&body).send().await
    }

    /// `PATCH` with a JSON body.
    pub async fn patch(&self, path: &str, body: Json) -> Answer {
        self.call("PATCH", path).json(&body).send().await
    }

    /// `DELETE` with a JSON body.
    pub async fn delete(&self, path: &str, body: Json) -> Answer {
        self.call("DELETE", path).json(&body).send().await
    }
}

impl Call<'_> {
    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Json) -> Self {
        self.header("Content-Type", "application/json").body(body.to_string())
    }

    /// With a file, as a browser's form sends it.
    #[must_use]
    pub fn file(self, part: &str, name: &str, content: &[u8]) -> Self {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let body = [head.as_bytes(), content, tail.as_bytes()].concat();
        self.header("Content-Type", &format!("multipart/form-data; boundary={BOUNDARY}")).body(body)
    }

    /// With parts, as a page sends a file with what belongs to it: name, the file's name, content.
    #[must_use]
    pub fn parts(self, parts: &[(&str, Option<&str>, &[u8])]) -> Self {
        const BETWEEN: &str = "----mortise-tests";
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            let head = format!("--{BETWEEN}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BETWEEN}--\r\n").as_bytes());
        self.header("Content-Type", &format!("multipart/form-data; boundary={BETWEEN}")).body(body)
    }

    /// With a body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// What the server answers.
    pub async fn send(self) -> Answer {
        let asked = format!(
            "{} {} {}",
            self.method,
            self.path,
            String::from_utf8_lossy(&self.body[..self.body.len().min(2000)])
        );
        let Ok(uri) = self.path.parse::<actix_web::http::Uri>() else { panic!("no path of HTTP: {asked}") };
        let mut request =
            TestRequest::default().method(self.method.clone()).uri(&uri.to_string()).set_payload(self.body);
        if let Some(session) = &self.client.session {
            request = request.cookie(actix_web::cookie::Cookie::new("mortise_session", session.token.clone()));
            match self.client.guard {
                Guard::Right => request = request.insert_header(("X-CSRF-Token", session.csrf.clone())),
                Guard::Wrong => request = request.insert_header(("X-CSRF-Token", "0".repeat(64))),
                Guard::Absent => {}
            }
        }
        request = request.insert_header(("Accept-Language", "en"));
        for (name, value) in self.headers {
            request = request.insert_header((name, value));
        }
        let (status, headers, bytes): (StatusCode, _, _) = self.client.app.answer(request).await;
        Answer { asked, status, headers, bytes }
    }
}
