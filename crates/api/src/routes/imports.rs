//! Importing files.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header::ContentDisposition},
    post,
    web::{BytesMut, Data, Path, Payload},
};
use futures_util::TryStreamExt;
use mortise_model::{Issue, Issues, Key, Pointer};
use mortise_service::{
    Error, Platform,
    idempotency::Once,
    imports::{self, Upload},
    jobs::JobView,
};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    extract::{Who, answered, key_of},
    problem::Problem,
};

/// How long the parts beside the file may be.
const PART_BYTES: u64 = 2 * 1024 * 1024;

/// A file to be imported. The job's result is an `ImportResult`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is the shape of the request for OpenAPI; the parts are read as they come")]
pub(super) struct ImportBody {
    /// A CSV or an XLSX workbook, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The mapping, a JSON document as in `import.schema.json`; absent: proposed by the names of the columns.
    mapping: Option<String>,
    /// `true`: nothing is written, the result says what would be.
    dry_run: Option<String>,
}

/// Import the rows of a file, or rehearse that.
#[utoipa::path(tag = "records", params(("app" = String, Path), ("form" = String, Path)),
    request_body(content = ImportBody, content_type = "multipart/form-data"), responses((status = 202, body = JobView)))]
#[post("/apps/{app}/forms/{form}/records/import")]
pub(super) async fn import_records(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let done = async {
        imports::require_right(&platform, &who, (&path.0, &path.1)).await?;
        let (upload, body) = receive(&platform, &request, payload).await?;
        let once = Once::new(key_of(&request)?, &body);
        imports::start(&platform, &who, (&path.0, &path.1), upload, &once).await
    };
    let done = done.await.map_err(|error| who.problem(error))?;
    Ok(answered(StatusCode::ACCEPTED, done))
}

/// Reads the parts of a request; the second is what tells one request from another.
async fn receive(platform: &Platform, request: &HttpRequest, payload: Payload) -> Result<(Upload, Vec<u8>), Error> {
    let mut parts = Multipart::new(request.headers(), payload);
    let (mut file, mut mapping, mut dry_run) = (None, None, false);
    while let Some(part) = parts.try_next().await.map_err(malformed)? {
        match part.name().unwrap_or_default().to_owned().as_str() {
            "file" if file.is_none() => {
                let name = part.content_disposition().and_then(ContentDisposition::get_filename);
                let name = name.filter(|name| !name.is_empty()).unwrap_or("import").to_owned();
                file = Some((name, collect(part, platform.limits().file_bytes).await?));
            }
            "mapping" if mapping.is_none() => mapping = Some(collect(part, PART_BYTES).await?),
            "dry_run" => dry_run = flag(&collect(part, PART_BYTES).await?)?,
            other => {
                let issue = Issue::error(Pointer::root().at(other), "unexpected_part").with("part", other);
                return Err(Error::BadRequest(issue.into()));
            }
        }
    }
    let missing = || Error::BadRequest(Issues::from(Issue::error(Pointer::root().at("file"), "missing_file")));
    let (name, bytes) = file.ok_or_else(missing)?;
    // The same key at another place is another request.
    let mut body = request.path().as_bytes().to_vec();
    body.extend_from_slice(&bytes);
    body.extend(mapping.iter().flatten());
    body.push(dry_run.into());
    let mapping = mapping.filter(|text| !text.is_empty()).map(|text| json(&text)).transpose()?;
    Ok((Upload { name, bytes, mapping, dry_run }, body))
}

async fn collect(mut part: Field, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = part.try_next().await.map_err(malformed)? {
        if (bytes.len() + chunk.len()) as u64 > limit {
            return Err(Error::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

fn json(text: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(text).map_err(|error| {
        let issue = Issue::error(Pointer::root().at("mapping"), "json_syntax");
        Error::BadRequest(issue.with("line", error.line()).with("column", error.column()).into())
    })
}

fn flag(text: &[u8]) -> Result<bool, Error> {
    match text {
        b"true" | b"1" => Ok(true),
        b"false" | b"0" | b"" => Ok(false),
        _ => {
            let issue = Issue::error(Pointer::root().at("dry_run"), "wrong_type").with("expected", "bool");
            Err(Error::BadRequest(issue.into()))
        }
    }
}

fn malformed(error: MultipartError) -> Error {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => Error::WrongType,
        _ => Error::BadRequest(Issues::from(Issue::error(Pointer::root(), "body_broken_off"))),
    }
}
