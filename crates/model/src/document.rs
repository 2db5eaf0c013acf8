use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};

use crate::{Issue, Issues, Pointer};

/// More mistakes than these are not looked for at once.
const MOST_ISSUES: usize = 50;

/// Reads a stored document, such as a form or roles; a misspelt, missing or wrong property is an issue with its
/// pointer, all at once: `unknown_property {property}`, `missing_property {property}`, `unknown_option {option}`, `malformed {detail}`.
pub fn read_document<T: DeserializeOwned>(json: &Json) -> Result<T, Issues> {
    let first = match read(json) {
        Ok(document) => return Ok(document),
        Err(issue) => issue,
    };
    // What is wrong is taken out, so that what else is wrong is found too.
    let mut rest = json.clone();
    let mut found = Issues::from(first.clone());
    let mut last = first;
    for _ in 0..MOST_ISSUES {
        if !take_out(&mut rest, &last) {
            break;
        }
        match read::<T>(&rest) {
            Ok(_) => break,
            // A member that must be there was wrong: that is told already.
            Err(next) if found.iter().any(|known| known.pointer == next.pointer) => break,
            Err(next) => {
                found.push(next.clone());
                last = next;
            }
        }
    }
    Err(found)
}

fn read<T: DeserializeOwned>(json: &Json) -> Result<T, Issue> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let (at, detail) = (pointer_to(error.path(), json), error.inner().to_string());
        issue_for(at, &detail)
    })
}

/// Takes the member of an object out that an issue is about.
fn take_out(json: &mut Json, issue: &Issue) -> bool {
    let pointer = issue.pointer.as_str();
    let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
    let name = name.replace("~1", "/").replace("~0", "~");
    let parent = json.pointer_mut(parent).and_then(Json::as_object_mut);
    parent.is_some_and(|members| members.shift_remove(&name).is_some())
}

/// Reads a stored document from text; what is no JSON at all is `not_json {line, column}`.
pub fn parse_document<T: DeserializeOwned>(text: &str) -> Result<T, Issues> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        Issue::error(Pointer::root(), "not_json").with("line", error.line()).with("column", error.column())
    })?;
    read_document(&json)
}

fn pointer_to(path: &Path, json: &Json) -> Pointer {
    path.iter().fold(Pointer::root(), |at, segment| match segment {
        Segment::Seq { index } => at.at(index),
        Segment::Map { key } => at.at(key),
        // A choice is a member of its own only where it is written as one.
        Segment::Enum { variant } => {
            let inner = at.clone().at(variant);
            if json.pointer(inner.as_str()).is_some() { inner } else { at }
        }
        Segment::Unknown => at,
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
