use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::BytesMut};
use futures_util::StreamExt;
use mortise_model::{Issue, Issues, Pointer, read_document};
use mortise_service::Error;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::problem::Problem;

const LIMIT: u64 = 2 * 1024 * 1024;

/// A JSON body as parameters. What does not fit is 400 with the pointers of all mistakes.
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
            let bytes = json_bytes(&request, payload).await.map_err(problem)?;
            let params = read_object(&bytes).and_then(|json| read_document(&json));
            params.map(Self).map_err(|issues| problem(Error::BadRequest(issues)))
        })
    }
}

/// The bytes of a JSON body; no body is an empty object.
pub(super) async fn json_bytes(request: &HttpRequest, payload: Payload) -> Result<BytesMut, Error> {
    require_json(request)?;
    let bytes = collect(payload, LIMIT).await?;
    Ok(if bytes.is_empty() { BytesMut::from(b"{}".as_slice()) } else { bytes })
}

/// Reads the object that a body is; of a text that cannot be kept the place is told.
pub(super) fn read_object(bytes: &[u8]) -> Result<Json, Issues> {
    let json: Json = serde_json::from_slice(bytes).map_err(|error| {
        Issue::error(Pointer::root(), "json_syntax").with("line", error.line()).with("column", error.column())
    })?;
    let mut nul = Issues::new();
    find_nul(&json, &Pointer::root(), &mut nul);
    nul.into_result()?;
    if json.is_object() { Ok(json) } else { Err(Issue::error(Pointer::root(), "not_an_object").into()) }
}

/// No text holds the character U+0000, which not every database can keep.
fn find_nul(json: &Json, at: &Pointer, found: &mut Issues) {
    match json {
        Json::String(text) if text.contains('\0') => found.push(Issue::error(at.clone(), "nul_character")),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| find_nul(item, &at.at(index), found));
        }
        Json::Object(members) => {
            for (name, member) in members {
                if name.contains('\0') {
                    found.push(Issue::error(at.clone(), "nul_character"));
                } else {
                    find_nul(member, &at.at(name), found);
                }
            }
        }
        _ => {}
    }
}

fn require_json(request: &HttpRequest) -> Result<(), Error> {
    let Some(given) = request.headers().get(header::CONTENT_TYPE) else { return Ok(()) };
    let media = given.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let json = media.eq_ignore_ascii_case("application/json");
    if json { Ok(()) } else { Err(Error::WrongType) }
}

/// All bytes of a body that has at most `limit`.
pub(super) async fn collect(mut payload: Payload, limit: u64) -> Result<BytesMut, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk =
            chunk.map_err(|_| Error::BadRequest(Issues::from(Issue::error(Pointer::root(), "body_broken_off"))))?;
        if (bytes.len() + chunk.len()) as u64 > limit {
            return Err(Error::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
