use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::{I18n, Pointer};

/// Whether an issue stops the act or asks for a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The act is refused.
    Error,
    /// The act is done once the caller has confirmed the code.
    Warning,
}

/// A problem that the caller can fix: where, what, and the figures that a sentence about it needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// Whether it stops the act.
    pub severity: Severity,
    /// Where in the request it lies.
    pub pointer: Pointer,
    /// What is wrong, in lower snake case; stable.
    pub code: String,
    /// Values that the sentence names, such as a limit.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Json>,
    /// The definition's own sentence; where absent the reader's language has one by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<I18n>,
}

impl Issue {
    /// An issue that stops the act.
    pub fn error(pointer: Pointer, code: impl Into<String>) -> Self {
        Self { severity: Severity::Error, pointer, code: code.into(), params: Map::new(), message: None }
    }

    /// An issue that asks for a confirmation.
    pub fn warning(pointer: Pointer, code: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(pointer, code) }
    }

    /// The same issue with one more figure for its sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The same issue with the definition's own sentence.
    #[must_use]
    pub fn saying(mut self, message: I18n) -> Self {
        self.message = Some(message);
        self
    }
}

/// All problems found, in the order in which a reader meets them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Issues(Vec<Issue>);

impl Issues {
    /// No problem.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, issue: Issue) {
        self.0.push(issue);
    }

    /// Whether there is none, not even a warning.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stops the act.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|issue| issue.severity == Severity::Error)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Issue> {
        self.0.iter()
    }

    /// The same issues for a document that holds the present one at `base`.
    #[must_use]
    pub fn under(mut self, base: &Pointer) -> Self {
        for issue in &mut self.0 {
            issue.pointer = issue.pointer.under(base);
        }
        self
    }

    /// `Ok` when nothing stops the act, with the warnings; else all issues.
    pub fn into_result(self) -> Result<Issues, Issues> {
        if self.has_errors() { Err(self) } else { Ok(self) }
    }
}

impl From<Issue> for Issues {
    fn from(issue: Issue) -> Self {
        Self(vec![issue])
    }
}

impl Extend<Issue> for Issues {
    fn extend<T: IntoIterator<Item = Issue>>(&mut self, more: T) {
        self.0.extend(more);
    }
}

impl FromIterator<Issue> for Issues {
    fn from_iter<T: IntoIterator<Item = Issue>>(issues: T) -> Self {
        Self(issues.into_iter().collect())
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = std::vec::IntoIter<Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Issues {
    type Item = &'a Issue;
    type IntoIter = std::slice::Iter<'a, Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
