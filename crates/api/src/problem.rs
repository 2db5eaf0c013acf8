//! The one map from what a use case answers to `application/problem+json` (RFC 9457).

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode, http::header};
use mortise_model::{Issue, Locale, Severity};
use mortise_service::Error;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use crate::messages;

/// What a refused request is answered with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemView {
    /// The kind of problem, a stable slug.
    #[serde(rename = "type")]
    kind: String,
    /// Its name in the reader's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened and what to do, in the reader's language.
    detail: String,
    /// Names this request in logs.
    request_id: String,
    /// Figures that belong to the problem, such as the current version.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    params: Map<String, Json>,
    /// Everything that the caller can fix, all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<IssueView>,
}

/// One thing that the caller can fix.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueView {
    /// `error` or `warning`.
    severity: &'static str,
    /// RFC 6901, into the request body.
    pointer: String,
    /// Lower snake case, stable.
    code: String,
    /// Figures that the message names.
    #[schema(value_type = Object)]
    params: Map<String, Json>,
    /// In the reader's language.
    message: String,
}

/// An [`Error`] on its way to a reader.
#[derive(Debug)]
pub(crate) struct Problem {
    error: Error,
    locale: Locale,
    request_id: String,
}

impl Problem {
    /// The problem for a request that carries a language and an id.
    pub(crate) fn new(error: Error, locale: Locale, request_id: impl Into<String>) -> Self {
        Self { error, locale, request_id: request_id.into() }
    }

    /// The problem for a request before its session is known.
    pub(crate) fn before_session(error: Error, request: &HttpRequest) -> Self {
        Self::new(error, locale_of(request), crate::extract::request_id(request))
    }

    /// The same as a part of an answer.
    pub(crate) fn to_json(&self) -> Json {
        serde_json::to_value(self.view()).unwrap_or(Json::Null)
    }

    /// Its name in the catalogues. Values can be too large or of a wrong type too, which is told in other words.
    fn wording(&self) -> &str {
        match &self.error {
            Error::TooLarge { .. } => "request_too_large",
            Error::WrongType => "request_wrong_type",
            error => error.code(),
        }
    }

    fn view(&self) -> ProblemView {
        let params = match &self.error {
            Error::Conflict { params, .. } => params.clone(),
            Error::TooLarge { limit } => Map::from_iter([("limit".to_owned(), Json::from(*limit))]),
            Error::LoginRefused { retry_after: Some(seconds) } => {
                Map::from_iter([("retry_after".to_owned(), Json::from(*seconds))])
            }
            _ => Map::new(),
        };
        let issues = self.error.issues().cloned().unwrap_or_default();
        ProblemView {
            kind: self.error.code().to_owned(),
            title: messages::title(self.wording(), self.locale),
            status: self.status_code().as_u16(),
            detail: messages::sentence(self.wording(), &params, self.locale),
            request_id: self.request_id.clone(),
            params,
            issues: issues.iter().map(|issue| issue_view(issue, self.locale)).collect(),
        }
    }
}

/// An issue in the reader's language.
pub(crate) fn issue_view(issue: &Issue, locale: Locale) -> IssueView {
    IssueView {
        severity: match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        pointer: issue.pointer.to_string(),
        code: issue.code.clone(),
        params: issue.params.clone(),
        message: messages::sentence_of(issue, locale),
    }
}

/// The language that the request asks for.
pub(crate) fn locale_of(request: &HttpRequest) -> Locale {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.map_or_else(Locale::default, Locale::from_tag)
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match &self.error {
            Error::Unauthorized | Error::LoginRefused { retry_after: None } => StatusCode::UNAUTHORIZED,
            Error::LoginRefused { retry_after: Some(_) } => StatusCode::TOO_MANY_REQUESTS,
            Error::Forbidden(_) => StatusCode::FORBIDDEN,
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::BadRequest(_) => StatusCode::BAD_REQUEST,
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Confirm(_) | Error::Conflict { .. } => StatusCode::CONFLICT,
            Error::VersionMissing => StatusCode::PRECONDITION_REQUIRED,
            Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Error::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Error::Stored(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match &self.error {
            Error::Internal(source) => log_failure(source.as_ref(), &self.request_id),
            Error::Stored(_) => log_failure(&self.error, &self.request_id),
            _ => {}
        }
        let mut response = HttpResponse::build(self.status_code());
        response.content_type("application/problem+json");
        match &self.error {
            Error::LoginRefused { retry_after: Some(seconds) } => {
                response.insert_header((header::RETRY_AFTER, seconds.to_string()));
            }
            Error::Unavailable => {
                response.insert_header((header::RETRY_AFTER, "2"));
            }
            _ => {}
        }
        response.json(self.view())
    }
}

/// Logs a fault once, with its chain of causes.
fn log_failure(source: &(dyn std::error::Error + 'static), request_id: &str) {
    let mut chain = source.to_string();
    let mut next = source.source();
    while let Some(cause) = next {
        chain = format!("{chain}: {cause}");
        next = cause.source();
    }
    tracing::error!(request.id = request_id, "a request failed: {chain}");
}
