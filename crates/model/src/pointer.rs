use std::fmt;

use serde::{Deserialize, Serialize};

/// An RFC 6901 JSON pointer into what the caller sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer with this text, which already has the form of RFC 6901.
    pub fn raw(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pointer to a member below this one.
    pub fn at(&self, member: impl fmt::Display) -> Self {
        let member = member.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{member}", self.0))
    }

    /// This pointer, seen from a document that holds the present one at `base`.
    pub fn under(&self, base: &Pointer) -> Self {
        Self(format!("{}{}", base.0, self.0))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
