//! The web UI inside the binary: hashed assets for ever, everything else the start page.

use actix_web::{HttpRequest, HttpResponse, http::header};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../web/dist"]
struct Assets;

/// Answers any path that is not the API's.
pub(crate) async fn serve(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return HttpResponse::NotFound().finish();
    }
    match Assets::get(path).filter(|_| !path.is_empty()) {
        Some(file) => asset(&request, path, &file),
        None if path.starts_with("assets/") => HttpResponse::NotFound().finish(),
        None => start_page(),
    }
}

fn asset(request: &HttpRequest, path: &str, file: &rust_embed::EmbeddedFile) -> HttpResponse {
    let etag =
        format!("\"{}\"", file.metadata.sha256_hash().iter().take(12).map(|b| format!("{b:02x}")).collect::<String>());
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(etag.as_str()) {
        return HttpResponse::NotModified().finish();
    }
    let lasting = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let (name, encoding) = precompressed(request, path);
    let data = name.and_then(|name| Assets::get(&name)).map_or_else(|| file.data.clone(), |better| better.data);
    let mut response = HttpResponse::Ok();
    response
        .content_type(file.metadata.mimetype())
        .insert_header((header::CACHE_CONTROL, lasting))
        .insert_header((header::ETAG, etag))
        .insert_header((header::VARY, "Accept-Encoding"));
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    response.body(data.into_owned())
}

/// The smaller twin of a file that the web build left beside it, where the browser takes it.
fn precompressed(request: &HttpRequest, path: &str) -> (Option<String>, Option<&'static str>) {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        let name = format!("{path}.{ending}");
        if accepted.contains(encoding) && Assets::get(&name).is_some() {
            return (Some(name), Some(encoding));
        }
    }
    (None, None)
}

fn start_page() -> HttpResponse {
    match Assets::get("index.html") {
        Some(page) => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(page.data.into_owned()),
        None => HttpResponse::NotFound().body("this binary was built without its web UI; run `cargo xtask run`"),
    }
}
