//! What handlers are given: who asks, and the body with the place of every mistake.

mod body;
mod idempotency;
mod who;
mod zip;

pub(crate) use body::Body;
pub(crate) use idempotency::{Posted, answered, key_of};
pub(crate) use who::{SESSION_COOKIE, Who};
pub(crate) use zip::ZipBody;

use actix_web::{HttpMessage, HttpRequest};

/// The id of a request, made by the outermost middleware.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// The id of this request.
pub(crate) fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone())
}
