//! Files.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    get,
    http::{
        StatusCode,
        header::{
            self, Charset, ContentDisposition, ContentEncoding, DispositionParam, DispositionType, ExtendedValue,
        },
    },
    post,
    web::{Data, Path, Payload},
};
use futures_util::{StreamExt, TryStreamExt};
use mortise_model::{Id, Issue, Issues, Pointer};
use mortise_service::{
    Error, Platform,
    files::{self, FileView, Incoming},
};
use utoipa::ToSchema;

use crate::{
    extract::{Who, answered, key_of},
    problem::Problem,
};

/// What a browser may show in the page's own place; everything else is saved to disk.
const SHOWN: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", PDF];
/// Browsers show it in a place of its own, which they cannot in a sandbox.
const PDF: &str = "application/pdf";
/// Whatever a file says, a browser does nothing of it.
const NOTHING: &str = "default-src 'none'; sandbox";
/// What surrounds the file in a request.
const AROUND: u64 = 64 * 1024;

/// A file to be uploaded.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is the shape of the request for OpenAPI; the parts are read as they come")]
pub(super) struct UploadBody {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a file.
#[utoipa::path(tag = "files", request_body(content = UploadBody, content_type = "multipart/form-data"), responses((status = 201, body = FileView)))]
#[post("/files")]
pub(super) async fn upload_file(
    platform: Data<Platform>,
    who: Who,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let key = key_of(&request)?;
        let (incoming, name) = receive(&platform, &request, payload).await?;
        files::upload(&platform, &who, incoming, &name, key).await
    };
    done.await.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// A file's content. Pictures and PDFs may be shown in place; everything else is saved.
#[utoipa::path(tag = "files", params(("file" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
#[get("/files/{file}")]
pub(super) async fn get_file(platform: Data<Platform>, who: Who, file: Path<Id>) -> Result<HttpResponse, Problem> {
    let download = files::read(&platform, &who, *file).await.map_err(|error| who.problem(error))?;
    let (mime, size) = (download.file.mime.clone(), u64::try_from(download.file.size).unwrap_or_default());
    let disposition = disposition(&mime, &download.file.name);
    let request_id = who.ctx.request_id.clone();
    let content = download.content().inspect_err(move |error| {
        tracing::error!(request.id = request_id, "a download broke off: {error:?}");
    });
    let mut response = HttpResponse::Ok();
    if mime != PDF {
        response.insert_header((header::CONTENT_SECURITY_POLICY, NOTHING));
    }
    Ok(response
        .content_type(mime)
        .insert_header(disposition)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header(ContentEncoding::Identity)
        .body(SizedStream::new(size, content.map_err(std::io::Error::other).boxed())))
}

/// A picture, small. There is none of what is no picture.
#[utoipa::path(tag = "files", params(("file" = String, Path)), responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
#[get("/files/{file}/preview")]
pub(super) async fn preview_file(platform: Data<Platform>, who: Who, file: Path<Id>) -> Result<HttpResponse, Problem> {
    let preview = files::preview(&platform, &who, *file).await.map_err(|error| who.problem(error))?;
    Ok(HttpResponse::Ok()
        .content_type(preview.mime)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, NOTHING))
        .insert_header(ContentEncoding::Identity)
        .body(preview.bytes))
}

/// The name is told twice: as people wrote it, and for old clients in ASCII.
fn disposition(mime: &str, name: &str) -> ContentDisposition {
    let plain = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let whole = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    let shown = SHOWN.contains(&mime);
    ContentDisposition {
        disposition: if shown { DispositionType::Inline } else { DispositionType::Attachment },
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(whole)],
    }
}

/// Reads the one file of a request onto disk.
async fn receive(platform: &Platform, request: &HttpRequest, payload: Payload) -> Result<(Incoming, String), Error> {
    let limits = platform.limits();
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limits.file_bytes + AROUND) {
        return Err(Error::TooLarge { limit: limits.file_bytes });
    }
    let mut parts = Multipart::new(request.headers(), payload);
    let mut found = None;
    while let Some(mut part) = parts.try_next().await.map_err(malformed)? {
        if part.name() != Some("file") || found.is_some() {
            let name = part.name().unwrap_or_default().to_owned();
            let issue = Issue::error(Pointer::root().at(&name), "unexpected_part").with("part", name);
            return Err(Error::BadRequest(issue.into()));
        }
        let sent = part.content_disposition().and_then(ContentDisposition::get_filename);
        let name = sent.unwrap_or_default().to_owned();
        let mut incoming = Incoming::new(limits)?;
        while let Some(bytes) = part.try_next().await.map_err(malformed)? {
            if let Err(error) = incoming.take(&bytes).await {
                pour_away(part, limits.file_bytes).await;
                return Err(error);
            }
        }
        found = Some((incoming, name));
    }
    let missing = || Error::BadRequest(Issues::from(Issue::error(Pointer::root().at("file"), "missing_file")));
    found.ok_or_else(missing)
}

/// Reads a while on after what is too large, so that the sender hears the answer instead of a broken connection.
async fn pour_away(mut part: Field, most: u64) {
    let mut poured = 0;
    while poured < most {
        match part.next().await {
            Some(Ok(bytes)) => poured += bytes.len() as u64,
            _ => return,
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
