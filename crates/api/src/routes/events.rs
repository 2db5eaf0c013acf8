//! News for open pages, as server-sent events.

use std::time::Duration;

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Bytes, Data},
};
use futures_util::stream;
use mortise_service::{Error, Platform};
use tokio::{sync::broadcast::error::RecvError, time::timeout};

use crate::{extract::Who, problem::Problem};

/// A comment keeps the line open through proxies.
const PING: Duration = Duration::from_secs(15);

/// News for the person: tasks, jobs, notifications.
#[utoipa::path(tag = "meta", responses((status = 200, content_type = "text/event-stream", body = String)))]
#[get("/events")]
pub(super) async fn listen(platform: Data<Platform>, who: Who) -> Result<HttpResponse, Problem> {
    let heard = platform.events().listen().ok_or_else(|| who.problem(Error::Unavailable))?;
    let (tenant, user) = (who.ctx.tenant.clone(), who.user_id());
    let lines = stream::unfold(heard, move |mut heard| {
        let tenant = tenant.clone();
        async move {
            loop {
                let line = match timeout(PING, heard.recv()).await {
                    Err(_) => ": ping\n\n".to_owned(),
                    Ok(Ok(event)) if event.tenant == tenant && event.user == user => {
                        format!("event: {}\ndata: {}\n\n", event.news.name(), serde_json::json!(event.news))
                    }
                    Ok(Ok(_)) => continue,
                    // Something was missed: the page asks anew.
                    Ok(Err(RecvError::Lagged(_))) => "data: {\"event\":\"missed\"}\n\n".to_owned(),
                    Ok(Err(RecvError::Closed)) => return None,
                };
                return Some((Ok::<_, actix_web::Error>(Bytes::from(line)), heard));
            }
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-cache, no-transform"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(lines))
}
