use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode};
use mortise_model::{Issue, Issues, Pointer, read_document};
use mortise_service::{
    Error,
    idempotency::{Answered, Once},
};
use serde::{Serialize, de::DeserializeOwned};

use super::body::{json_bytes, read_object};
use crate::problem::Problem;

const LONGEST: usize = 128;

/// A JSON body for an act that must not happen twice, with the request's `Idempotency-Key` where it has one.
#[derive(Debug)]
pub(crate) struct Posted<T> {
    pub(crate) params: T,
    pub(crate) once: Once,
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let problem = |error| Problem::before_session(error, &request);
            let key = key_of(&request).map_err(problem)?;
            let bytes = json_bytes(&request, payload).await.map_err(problem)?;
            let refused = |issues| problem(Error::BadRequest(issues));
            let json = read_object(&bytes).map_err(refused)?;
            let params = read_document(&json).map_err(refused)?;
            // The same key at another place is another request.
            let asked = format!("{}\n{json}", request.path());
            Ok(Self { params, once: Once::new(key, asked.as_bytes()) })
        })
    }
}

/// The header `Idempotency-Key`, where it was sent.
pub(crate) fn key_of(request: &HttpRequest) -> Result<Option<String>, Error> {
    let Some(value) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST);
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        Error::BadRequest(Issues::from(Issue::error(Pointer::root(), "idempotency_key").with("max", LONGEST)))
    })
}

/// The answer to such an act: with this status when it was done now, else the first answer again.
pub(crate) fn answered(status: StatusCode, done: Answered<impl Serialize>) -> HttpResponse {
    match done {
        Answered::Now(view) => HttpResponse::build(status).json(view),
        Answered::Before { status, answer } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            HttpResponse::build(status).insert_header(("Idempotency-Replayed", "true")).json(answer)
        }
    }
}
