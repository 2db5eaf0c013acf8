use mortise_model::{Issue, Issues, Pointer, read_document};
use serde::Deserialize;
use serde_json::Value as Json;

use super::WorkflowSpec;

/// Deeper trees than this are refused, so that nothing that walks one runs out of stack.
const MAX_DEPTH: usize = 200;

/// Reads the document of a flow; an issue names the place that cannot be read.
/// What it means is looked at by [`crate::check`].
pub fn read_workflow(json: &Json) -> Result<WorkflowSpec, Issues> {
    if depth(json) > MAX_DEPTH {
        return Err(Issue::error(Pointer::raw("/root"), "too_deep").with("limit", MAX_DEPTH).into());
    }
    let spec: WorkflowSpec = read_document(json)?;
    if spec.version == 1 {
        Ok(spec)
    } else {
        Err(Issue::error(Pointer::raw("/version"), "unknown_document_version").with("known", 1).into())
    }
}

/// How deep a document is nested, without recursion.
fn depth(json: &Json) -> usize {
    let mut deepest = 0;
    let mut open = vec![(json, 1)];
    while let Some((json, level)) = open.pop() {
        deepest = deepest.max(level);
        match json {
            Json::Array(list) => open.extend(list.iter().map(|inner| (inner, level + 1))),
            Json::Object(map) => open.extend(map.values().map(|inner| (inner, level + 1))),
            _ => {}
        }
    }
    deepest
}

/// A document read anywhere else than at the edge, such as in a bundle.
impl std::str::FromStr for WorkflowSpec {
    type Err = Issues;

    fn from_str(text: &str) -> Result<Self, Issues> {
        let malformed = |error: serde_json::Error| {
            Issues::from(Issue::error(Pointer::root(), "malformed").with("detail", error.to_string()))
        };
        let mut reader = serde_json::Deserializer::from_str(text);
        read_workflow(&Json::deserialize(&mut reader).map_err(malformed)?)
    }
}
