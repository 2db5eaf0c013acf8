//! The HTTP interface as one application: what the server serves and the tests ask.

use actix_web::{
    App, Error as ActixError, HttpRequest, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    error::{PathError, QueryPayloadError},
    middleware::{self, Next},
    web::{self, Data, PathConfig, QueryConfig},
};
use mortise_model::{Issue, Issues, Pointer};
use mortise_service::{Error, Platform};
use utoipa_actix_web::AppExt;

use crate::{problem::Problem, request_id, routes, security};

/// All routes of the interface with what stands around each of them. What is no route of it is left to
/// the default service of the caller, except below `/api/v1`.
pub fn app(
    platform: Data<Platform>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = ActixError,
        InitError = (),
    >,
> {
    let api = utoipa_actix_web::scope("/api/v1").configure(routes::configure).default_service(web::to(no_route));
    let (app, _) = App::new().into_utoipa_app().app_data(platform).service(api).split_for_parts();
    app.app_data(PathConfig::default().error_handler(no_such_path))
        .app_data(QueryConfig::default().error_handler(bad_query))
        .configure(routes::configure_health)
        .wrap(middleware::from_fn(refuse_nul))
        .wrap(middleware::Compress::default())
        .wrap(security::headers())
        .wrap(middleware::from_fn(request_id::name_requests))
}

/// No text of a query holds the character U+0000, which not every database can keep.
async fn refuse_nul(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    if request.query_string().contains("%00") {
        let issue = Issue::error(Pointer::root(), "nul_character");
        return Err(Problem::before_session(Error::BadRequest(Issues::from(issue)), request.request()).into());
    }
    next.call(request).await
}

async fn no_route(request: HttpRequest) -> HttpResponse {
    Problem::before_session(Error::NotFound("route"), &request).error_response()
}

/// A name in the path that no object can have: there is no such object.
fn no_such_path(_: PathError, request: &HttpRequest) -> ActixError {
    Problem::before_session(Error::NotFound("path"), request).into()
}

fn bad_query(error: QueryPayloadError, request: &HttpRequest) -> ActixError {
    let issue = Issue::error(Pointer::root(), "malformed").with("reason", error.to_string());
    Problem::before_session(Error::BadRequest(Issues::from(issue)), request).into()
}
