//! The OpenAPI 3.1 document, out of the handlers and their views.

use mortise_service::imports::ImportResult;
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_actix_web::AppExt;

/// What jobs answer in the end: the `result` of a `JobView`.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(ImportResult)))]
struct JobResults;

/// The document of the HTTP interface.
pub fn document() -> OpenApi {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .service(utoipa_actix_web::scope("/api/v1").configure(crate::routes::configure))
        .split_for_parts();
    document.merge(JobResults::openapi());
    document.info.title = "Mortise".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description =
        Some("Forms, approvals, rules, reports and prints that people build themselves.".to_owned());
    document.info.contact = None;
    document.info.license = None;
    document
}
