use actix_web::{HttpResponse, get, web::Data};
use mortise_service::Platform;

/// Whether the process lives.
#[get("/livez")]
pub(super) async fn livez() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// Whether requests can be answered.
#[get("/readyz")]
pub(super) async fn readyz(platform: Data<Platform>) -> HttpResponse {
    match platform.ready().await {
        Ok(()) => HttpResponse::Ok().body("ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable().body("the directory does not answer")
        }
    }
}
