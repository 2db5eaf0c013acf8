use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::Method, http::header, web::Data};
use mortise_service::{Error, Platform, Session, auth};

use super::request_id;
use crate::problem::{Problem, locale_of};

/// The cookie with the session's secret.
pub(crate) const SESSION_COOKIE: &str = "mortise_session";
const CSRF_HEADER: &str = "X-CSRF-Token";

/// Who asks. Taking it as a parameter makes a handler one for people who are logged in.
#[derive(Debug)]
pub(crate) struct Who(Session);

impl Deref for Who {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl Who {
    /// A use case's error on its way to this person.
    pub(crate) fn problem(&self, error: Error) -> Problem {
        Problem::new(error, self.ctx.locale, self.ctx.request_id.clone())
    }
}

impl FromRequest for Who {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { find(&request).await.map_err(|error| Problem::before_session(error, &request)) })
    }
}

async fn find(request: &HttpRequest) -> Result<Who, Error> {
    let platform = request.app_data::<Data<Platform>>().ok_or_else(|| Error::internal("no platform"))?;
    let bearer = bearer(request);
    let cookie = request.cookie(SESSION_COOKIE).map(|cookie| cookie.value().to_owned());
    let by_cookie = bearer.is_none();
    let secret = bearer.or(cookie).ok_or(Error::Unauthorized)?;
    let session = auth::authenticate(platform, &secret, locale_of(request), &request_id(request)).await?;
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if by_cookie && !reads {
        require_csrf(request, &session)?;
    }
    Ok(Who(session))
}

/// A cookie is sent by any page; only ours knows the token.
fn require_csrf(request: &HttpRequest, session: &Session) -> Result<(), Error> {
    let sent = request.headers().get(CSRF_HEADER).and_then(|value| value.to_str().ok());
    let fits = sent.is_some_and(|sent| session.csrf_hash() == Some(auth::token_hash(sent).as_str()));
    if fits { Ok(()) } else { Err(Error::Forbidden("csrf_token")) }
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    header.strip_prefix("Bearer ").map(|token| token.trim().to_owned())
}
