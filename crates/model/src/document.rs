use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};

use crate::{Issue, Issues, Pointer};

/// Reads a stored document, such as a form or roles; a misspelt, missing or wrong property is an issue with its
/// pointer: `unknown_property {property}`, `missing_property {property}`, `unknown_option {option}`, `malformed {detail}`.
pub fn read_document<T: DeserializeOwned>(json: &Json) -> Result<T, Issues> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let (at, detail) = (pointer_to(error.path()), error.inner().to_string());
        Issues::from(issue_for(at, &detail))
    })
}

/// Reads a stored document from text; what is no JSON at all is `not_json {line, column}`.
pub fn parse_document<T: DeserializeOwned>(text: &str) -> Result<T, Issues> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        Issue::error(Pointer::root(), "not_json").with("line", error.line()).with("column", error.column())
    })?;
    read_document(&json)
}

fn pointer_to(path: &Path) -> Pointer {
    path.iter().fold(Pointer::root(), |at, segment| match segment {
        Segment::Seq { index } => at.at(index),
        Segment::Map { key } => at.at(key),
        Segment::Enum { .. } | Segment::Unknown => at,
    })
}

fn issue_for(at: Pointer, detail: &str) -> Issue {
    let named = quoted(detail).unwrap_or_default();
    if detail.starts_with("unknown field") {
        let misspelt = at.as_str().rsplit('/').next() == Some(named);
        Issue::error(if misspelt { at } else { at.at(named) }, "unknown_property").with("property", named)
    } else if detail.starts_with("missing field") {
        Issue::error(at.at(named), "missing_property").with("property", named)
    } else if detail.starts_with("unknown variant") {
        Issue::error(at, "unknown_option").with("option", named)
    } else {
        Issue::error(at, "malformed").with("detail", detail.chars().take(300).collect::<String>())
    }
}

/// The first text between backticks.
fn quoted(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

#[cfg(test)]
mod tests;
