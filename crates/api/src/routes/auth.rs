//! Log-in, log-out, and who one is.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    get, post,
    web::{Data, Json},
};
use mortise_model::Id;
use mortise_service::{Platform, auth, me};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    extract::{Body, SESSION_COOKIE, Who, request_id},
    problem::Problem,
};

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LogInParams {
    /// The tenant's key.
    tenant: String,
    /// The log-in name.
    username: String,
    /// The password.
    password: String,
}

/// A log-in that was accepted; the session itself is in the cookie.
#[derive(Serialize, ToSchema)]
pub(super) struct LoggedInView {
    /// Who.
    user: LoggedInUser,
    /// The tenant's key.
    tenant: String,
    /// To be sent as `X-CSRF-Token` with every write.
    csrf_token: String,
}

/// Who has logged in.
#[derive(Serialize, ToSchema)]
pub(super) struct LoggedInUser {
    #[schema(value_type = String)]
    id: Id,
    username: String,
    name: String,
}

/// Who one is, and what one may do.
#[derive(Serialize, ToSchema)]
pub(super) struct MeBody {
    #[serde(flatten)]
    me: me::MeView,
    /// To be sent as `X-CSRF-Token` with every write; absent for a program with a key.
    csrf_token: Option<String>,
}

/// Log in.
#[utoipa::path(tag = "auth", operation_id = "log_in", request_body = LogInParams, responses((status = 200, body = LoggedInView)))]
#[post("/auth/login")]
pub(super) async fn log_in(
    platform: Data<Platform>,
    request: HttpRequest,
    body: Body<LogInParams>,
) -> Result<HttpResponse, Problem> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let params = auth::LogIn {
        tenant: body.0.tenant,
        username: body.0.username,
        password: body.0.password,
        user_agent: header("User-Agent").map(|agent| agent.chars().take(200).collect()),
        address: request.peer_addr().map(|address| address.ip().to_string()),
    };
    let done = auth::log_in(&platform, params, &request_id(&request)).await;
    let done = done.map_err(|error| Problem::before_session(error, &request))?;
    let cookie = Cookie::build(SESSION_COOKIE, done.token)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(request.connection_info().scheme() == "https")
        .finish();
    let user = LoggedInUser { id: done.user.id, username: done.user.username, name: done.user.name };
    let view = LoggedInView { user, tenant: done.tenant.to_string(), csrf_token: done.csrf_token };
    Ok(HttpResponse::Ok().cookie(cookie).json(view))
}

/// Log out.
#[utoipa::path(tag = "auth", operation_id = "log_out", responses((status = 204)))]
#[post("/auth/logout")]
pub(super) async fn log_out(platform: Data<Platform>, who: Who) -> Result<HttpResponse, Problem> {
    auth::log_out(&platform, &who).await.map_err(|error| who.problem(error))?;
    let cookie = Cookie::build(SESSION_COOKIE, "").path("/").max_age(Duration::ZERO).finish();
    Ok(HttpResponse::NoContent().cookie(cookie).finish())
}

/// Who one is, and what one may do.
#[utoipa::path(tag = "auth", operation_id = "me", responses((status = 200, body = MeBody)))]
#[get("/me")]
pub(super) async fn get_me(platform: Data<Platform>, who: Who, request: HttpRequest) -> Result<Json<MeBody>, Problem> {
    let me = me::me(&platform, &who).await.map_err(|error| who.problem(error))?;
    let csrf_token = request.cookie(SESSION_COOKIE).map(|cookie| auth::csrf_token(cookie.value()));
    Ok(Json(MeBody { me, csrf_token }))
}
