use std::collections::BTreeSet;

use mortise_model::{Issues, Severity};

use crate::Error;

/// Which warnings the caller has confirmed.
#[derive(Debug, Clone)]
pub(crate) enum Confirm {
    /// All: imports and programs may say so.
    All,
    /// These codes.
    Codes(BTreeSet<String>),
}

impl Confirm {
    /// The codes of a request.
    pub(crate) fn codes(codes: &[String]) -> Self {
        if codes.iter().any(|code| code == "all") { Self::All } else { Self::Codes(codes.iter().cloned().collect()) }
    }

    /// Refuses errors; asks for the warnings that are not confirmed; gives the codes of those that are.
    pub(crate) fn settle(&self, issues: Issues) -> Result<Vec<String>, Error> {
        let issues = issues.into_result().map_err(Error::Invalid)?;
        let open = |code: &str| match self {
            Self::All => false,
            Self::Codes(codes) => !codes.contains(code),
        };
        let asked: Issues = issues.iter().filter(|issue| open(&issue.code)).cloned().collect();
        if !asked.is_empty() {
            return Err(Error::Confirm(asked));
        }
        let warnings = issues.iter().filter(|issue| issue.severity == Severity::Warning);
        Ok(warnings.map(|issue| issue.code.clone()).collect())
    }
}
