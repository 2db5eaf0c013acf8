use mortise_model::{Issues, Need};
use serde_json::{Map, Value as Json};

/// How a use case can end other than well. `api::problem` is the one map from here to HTTP.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is logged in, or the log-in has ended.
    #[error("not logged in")]
    Unauthorized,
    /// The name and password do not fit, or the account is locked for a while.
    #[error("the log-in was refused")]
    LoginRefused {
        /// Seconds until the next try is looked at.
        retry_after: Option<u32>,
    },
    /// The object is visible, the act is not allowed.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// There is no such object, or this person may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The request itself is wrong: malformed, or it names what this person cannot see.
    #[error("the request is malformed")]
    BadRequest(Issues),
    /// The values or the definition break rules.
    #[error("the values break rules")]
    Invalid(Issues),
    /// It only warns; the caller repeats it with the codes confirmed.
    #[error("a confirmation is needed")]
    Confirm(Issues),
    /// The state has moved on.
    #[error("conflict: {code}")]
    Conflict {
        /// Lower snake case: `stale_version`, `task_closed`, `would_lose` …
        code: String,
        /// What a sentence about it needs, such as the current version.
        params: Map<String, Json>,
    },
    /// `version` is missing where it is needed.
    #[error("the version is missing")]
    VersionMissing,
    /// What was sent is too large.
    #[error("too large: at most {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// What was sent has a type that is not taken.
    #[error("this type is not taken")]
    WrongType,
    /// A definition that is in force cannot be read: one of a later release, or a damaged one.
    #[error("a stored definition does not fit: {0:?}")]
    Stored(Issues),
    /// Not now.
    #[error("not available right now")]
    Unavailable,
    /// A fault of the product or its surroundings.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A conflict without further figures.
    pub fn conflict(code: impl Into<String>) -> Self {
        Self::Conflict { code: code.into(), params: Map::new() }
    }

    /// Its stable slug, lower snake case: the `type` of the answer over HTTP.
    pub fn code(&self) -> &str {
        match self {
            Self::Unauthorized => "not_logged_in",
            Self::LoginRefused { .. } => "login_refused",
            Self::Forbidden(code) => code,
            Self::NotFound(_) => "not_found",
            Self::BadRequest(_) => "bad_request",
            Self::Invalid(_) => "invalid",
            Self::Confirm(_) => "confirmation_required",
            Self::Conflict { code, .. } => code,
            Self::VersionMissing => "version_missing",
            Self::TooLarge { .. } => "too_large",
            Self::WrongType => "wrong_type",
            Self::Stored(_) => "stored_definition",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// What the caller can fix, where it is such an error.
    pub fn issues(&self) -> Option<&Issues> {
        match self {
            Self::BadRequest(issues) | Self::Invalid(issues) | Self::Confirm(issues) => Some(issues),
            _ => None,
        }
    }

    /// A fault that should not happen, with the reason for the log.
    pub fn internal(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(reason.into())
    }
}

/// The stable codes of an error, for where no reader's language is known.
pub(crate) fn codes(error: &Error) -> String {
    match error {
        Error::BadRequest(issues) | Error::Invalid(issues) | Error::Confirm(issues) | Error::Stored(issues) => {
            let told = issues.iter().take(5).map(|issue| format!("{} at {}", issue.code, issue.pointer));
            told.collect::<Vec<_>>().join("; ")
        }
        Error::Conflict { code, .. } => code.clone(),
        Error::Forbidden(code) => (*code).to_owned(),
        error => error.to_string(),
    }
}

impl From<mortise_store::Error> for Error {
    fn from(error: mortise_store::Error) -> Self {
        match error {
            mortise_store::Error::Busy => Self::Unavailable,
            error => Self::internal(error),
        }
    }
}

impl From<Need> for Error {
    fn from(need: Need) -> Self {
        Self::internal(format!("an engine still asks after its last round: {need}"))
    }
}
