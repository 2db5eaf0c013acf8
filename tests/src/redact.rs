use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

/// Members whose values differ from run to run.
const SECRETS: [&str; 4] = ["csrf_token", "next_cursor", "request_id", "took_ms"];
/// How names begin that the tests count on.
const COUNTED: [&str; 5] = ["view_", "app_", "job_", "new.", "victim."];

/// The same JSON with what differs from run to run replaced: ids by their order of appearance, moments after the
/// beginning of the tests, secrets and times taken.
pub fn redacted(json: &Json) -> Json {
    Redactor { ids: HashMap::new() }.json(json, "")
}

/// The same JSON with long lists cut to their first two members.
pub fn shortened(json: &Json) -> Json {
    match json {
        Json::Array(items) => {
            let mut kept: Vec<Json> = items.iter().take(2).map(shortened).collect();
            if items.len() > 2 {
                kept.push(json!("…"));
            }
            Json::Array(kept)
        }
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), shortened(value))).collect(),
        other => other.clone(),
    }
}

struct Redactor {
    ids: HashMap<String, usize>,
}

impl Redactor {
    fn json(&mut self, json: &Json, name: &str) -> Json {
        match json {
            _ if SECRETS.contains(&name) && !json.is_null() => json!(format!("[{name}]")),
            Json::Object(members) => {
                let mut all = Map::new();
                for (name, value) in members {
                    all.insert(self.text(name), self.json(value, name));
                }
                Json::Object(all)
            }
            Json::Array(items) => items.iter().map(|item| self.json(item, name)).collect(),
            Json::String(text) => Json::String(self.text(text)),
            other => other.clone(),
        }
    }

    fn text(&mut self, text: &str) -> String {
        if is_id(text) {
            let next = self.ids.len() + 1;
            return format!("[id {}]", self.ids.entry(text.to_owned()).or_insert(next));
        }
        match COUNTED.iter().find(|start| text.strip_prefix(**start).is_some_and(is_number)) {
            Some(start) => format!("{start}[n]"),
            None if is_moment(text) => "[moment]".to_owned(),
            None => text.to_owned(),
        }
    }
}

/// Thirteen characters of Crockford's base 32 that begin with a digit, as those of our age do.
fn is_id(text: &str) -> bool {
    let crockford = |letter: u8| letter.is_ascii_digit() || (letter.is_ascii_lowercase() && !b"ilou".contains(&letter));
    text.len() == 13 && text.starts_with('0') && text.bytes().all(crockford)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit())
}

/// A moment in UTC, to the second or to the millisecond: one that the product noted.
fn is_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    [20, 24].contains(&text.len()) && bytes[10] == b'T' && bytes[13] == b':' && text.ends_with('Z')
}
