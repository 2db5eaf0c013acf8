use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use mortise_service::{Error, Platform, idempotency::Once};

use super::{body::collect, idempotency::key_of};
use crate::problem::Problem;

const TYPES: [&str; 3] = ["application/zip", "application/x-zip-compressed", "application/octet-stream"];

/// A zip as the whole body, up to the limit `app_bytes`, for an act that must not happen twice.
#[derive(Debug)]
pub(crate) struct ZipBody {
    pub(crate) bytes: Vec<u8>,
    pub(crate) once: Once,
}

impl FromRequest for ZipBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let read = read(&request, payload).await;
            read.map_err(|error| Problem::before_session(error, &request))
        })
    }
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<ZipBody, Error> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if given.is_some_and(|given| !TYPES.iter().any(|known| given.starts_with(known))) {
        return Err(Error::WrongType);
    }
    let platform = request.app_data::<Data<Platform>>().ok_or_else(|| Error::internal("no platform"))?;
    let key = key_of(request)?;
    let bytes = collect(payload, platform.limits().app_bytes).await?.to_vec();
    // The same key for another zip, or under another name, is another request.
    let asked = [request.uri().to_string().as_bytes(), b"\n", &bytes].concat();
    Ok(ZipBody { once: Once::new(key, &asked), bytes })
}
