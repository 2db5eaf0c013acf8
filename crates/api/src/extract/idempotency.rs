use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use mortise_model::{Issue, Issues, Pointer};
use mortise_service::Error;

use crate::problem::Problem;

const LONGEST: usize = 128;

/// The header `Idempotency-Key`, where it was sent.
#[derive(Debug, Clone)]
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get("Idempotency-Key") else { return ready(Ok(Self(None))) };
        let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST);
        ready(key.map(|key| Self(Some(key.to_owned()))).ok_or_else(|| {
            let issue = Issue::error(Pointer::root(), "idempotency_key").with("max", LONGEST);
            Problem::before_session(Error::BadRequest(Issues::from(issue)), request)
        }))
    }
}
