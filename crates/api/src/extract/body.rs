use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::BytesMut};
use futures_util::StreamExt;
use mortise_model::{Issue, Issues, Pointer};
use mortise_service::Error;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

const LIMIT: usize = 2 * 1024 * 1024;

/// A JSON body as parameters. What does not fit is 400 with the pointer of the first mistake.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let problem = |error| Problem::before_session(error, &request);
            require_json(&request).map_err(problem)?;
            let bytes = collect(payload).await.map_err(problem)?;
            let bytes = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
            parse(bytes).map(Self).map_err(|issue| problem(Error::BadRequest(Issues::from(issue))))
        })
    }
}

/// Reads JSON with the place of what is wrong.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Issue> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let inner = error.inner();
        if inner.is_syntax() || inner.is_eof() {
            return Issue::error(Pointer::root(), "json_syntax")
                .with("line", inner.line())
                .with("column", inner.column());
        }
        let pointer = error.path().iter().fold(Pointer::root(), |pointer, segment| match segment {
            serde_path_to_error::Segment::Seq { index } => pointer.at(index),
            serde_path_to_error::Segment::Map { key } => pointer.at(key),
            serde_path_to_error::Segment::Enum { variant } => pointer.at(variant),
            serde_path_to_error::Segment::Unknown => pointer,
        });
        let reason = inner.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Issue::error(pointer, "malformed").with("reason", reason)
    })
}

fn require_json(request: &HttpRequest) -> Result<(), Error> {
    let Some(given) = request.headers().get(header::CONTENT_TYPE) else { return Ok(()) };
    let json = given.to_str().is_ok_and(|text| text.starts_with("application/json"));
    if json { Ok(()) } else { Err(Error::WrongType) }
}

async fn collect(mut payload: Payload) -> Result<BytesMut, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk =
            chunk.map_err(|_| Error::BadRequest(Issues::from(Issue::error(Pointer::root(), "body_broken_off"))))?;
        if bytes.len() + chunk.len() > LIMIT {
            return Err(Error::TooLarge { limit: LIMIT as u64 });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
