use std::sync::LazyLock;

use serde_json::{Value as Json, json};

/// One method of one path of the interface.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// `GET`, `POST` …
    pub method: String,
    /// With the names of its parameters in braces.
    pub path: String,
    /// The media type and the schema of its body; absent where it takes none.
    pub body: Option<(String, Json)>,
}

static DOCUMENT: LazyLock<Json> = LazyLock::new(|| serde_json::to_value(mortise_api::document()).expect("it is JSON"));

/// All operations of the interface, by path and method.
pub fn operations() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let mut all = Vec::new();
    for (path, methods) in paths {
        for (method, said) in methods.as_object().expect("methods") {
            let body = said["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
            let body = body.map(|(kind, media)| (kind.clone(), resolve(&media["schema"])));
            all.push(Operation { method: method.to_uppercase(), path: path.clone(), body });
        }
    }
    all.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
    all
}

/// A schema with its outermost reference followed.
pub fn resolve(schema: &Json) -> Json {
    match schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/components/schemas/")) {
        Some(name) => DOCUMENT["components"]["schemas"].get(name).cloned().unwrap_or_else(|| json!({})),
        None => schema.clone(),
    }
}

impl Operation {
    /// How it is called in lists: `GET /apps/{app}`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path.trim_start_matches("/api/v1"))
    }
}
