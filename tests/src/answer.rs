use actix_web::http::{StatusCode, header::HeaderMap};
use serde_json::Value as Json;

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    /// What was asked, to be told when it is not as expected.
    pub asked: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; of a stream what came first.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null where there is none or it is something else.
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or(Json::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header, empty where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The body as JSON of an answer that must have this status.
    #[track_caller]
    pub fn must(&self, status: u16) -> Json {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.asked, self.text());
        self.json()
    }

    /// The body of a refusal with this status: a whole `application/problem+json`.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Json {
        let body = self.must(status);
        self.require_problem();
        body
    }

    /// That a refusal is a whole `application/problem+json` that names its status and its request.
    #[track_caller]
    pub fn require_problem(&self) {
        let (told, body) = (format!("{}\n{} {}", self.asked, self.status, self.text()), self.json());
        assert_eq!(self.header("Content-Type"), "application/problem+json", "{told}");
        assert_eq!(body["status"], self.status.as_u16(), "{told}");
        for part in ["type", "title", "detail", "request_id"] {
            assert!(body[part].as_str().is_some_and(|text| !text.is_empty()), "no `{part}`: {told}");
        }
        assert_eq!(body["request_id"], self.header("X-Request-Id"), "{told}");
        for issue in body["issues"].as_array().into_iter().flatten() {
            assert!(issue["code"].as_str().is_some_and(is_code), "{told}");
            assert!(issue["pointer"].as_str().is_some_and(is_pointer), "{told}");
            assert!(issue["message"].as_str().is_some_and(|text| !text.is_empty()), "{told}");
        }
    }

    /// The issues as `code at pointer`, in order.
    pub fn issues(&self) -> Vec<String> {
        let told = |issue: &Json| {
            format!("{} at {}", issue["code"].as_str().unwrap_or("?"), issue["pointer"].as_str().unwrap_or("?"))
        };
        self.json()["issues"].as_array().into_iter().flatten().map(told).collect()
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

/// RFC 6901: empty, or parts that each begin with a slash.
fn is_pointer(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}
