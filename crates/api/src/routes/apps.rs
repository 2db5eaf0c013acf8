//! Apps, templates, jobs and the demo.

use actix_web::{
    HttpResponse, get,
    http::{StatusCode, header::ContentDisposition},
    post,
    web::{Data, Json, Path, Query},
};
use mortise_model::{Id, Key, Locale};
use mortise_service::{
    Limits, Platform,
    apps::{self, AppView, CreateApp, Installed},
    demo::{self, ClockView, DemoView, MoveClock, ResettingView, StartOver},
    jobs::{self, InstallTemplateParams, JobView, TemplateView},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    extract::{Body, Posted, Who, ZipBody, answered},
    messages,
    problem::Problem,
};

/// The apps of a person.
#[derive(Serialize, ToSchema)]
pub(super) struct AppsView {
    items: Vec<AppView>,
}

/// The templates that come with the product.
#[derive(Serialize, ToSchema)]
pub(super) struct TemplatesView {
    items: Vec<TemplateView>,
}

/// A person's long work.
#[derive(Serialize, ToSchema)]
pub(super) struct JobsView {
    items: Vec<JobView>,
}

/// The apps of the person.
#[utoipa::path(tag = "apps", responses((status = 200, body = AppsView)))]
#[get("/apps")]
pub(super) async fn list_apps(platform: Data<Platform>, who: Who) -> Result<Json<AppsView>, Problem> {
    let items = apps::apps(&platform, &who).await.map_err(|error| who.problem(error))?;
    Ok(Json(AppsView { items }))
}

/// Make an empty app.
#[utoipa::path(tag = "apps", request_body = CreateApp, responses((status = 201, body = AppView)))]
#[post("/apps")]
pub(super) async fn create_app(
    platform: Data<Platform>,
    who: Who,
    posted: Posted<CreateApp>,
) -> Result<HttpResponse, Problem> {
    let done = apps::create_app(&platform, &who, posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// One app.
#[utoipa::path(tag = "apps", params(("app" = String, Path)), responses((status = 200, body = AppView)))]
#[get("/apps/{app}")]
pub(super) async fn get_app(platform: Data<Platform>, who: Who, app: Path<Key>) -> Result<Json<AppView>, Problem> {
    apps::app(&platform, &who, &app).await.map(Json).map_err(|error| who.problem(error))
}

/// Under which key an app is imported.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportQuery {
    #[serde(default, rename = "as")]
    key: Option<Key>,
}

/// Install an app from a zip, without its demo people and records.
#[utoipa::path(
    tag = "apps",
    params(("as" = Option<String>, Query, description = "another key for the app")),
    request_body(content = Vec<u8>, content_type = "application/zip"),
    responses((status = 201, body = Installed)))]
#[post("/apps/import")]
pub(super) async fn import_app(
    platform: Data<Platform>,
    who: Who,
    query: Query<ImportQuery>,
    zip: ZipBody,
) -> Result<HttpResponse, Problem> {
    let done = apps::import(&platform, &who, zip.bytes, query.into_inner().key, &zip.once).await;
    done.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// The app as it is in force, as a zip that can be imported elsewhere.
#[utoipa::path(tag = "apps", params(("app" = String, Path)), responses((status = 200, content_type = "application/zip", body = Vec<u8>)))]
#[get("/apps/{app}/export")]
pub(super) async fn export_app(platform: Data<Platform>, who: Who, app: Path<Key>) -> Result<HttpResponse, Problem> {
    let exported = apps::export(&platform, &who, &app).await.map_err(|error| who.problem(error))?;
    let disposition = ContentDisposition::attachment(exported.name);
    Ok(HttpResponse::Ok().content_type("application/zip").insert_header(disposition).body(exported.bytes))
}

/// The templates that come with the product.
#[utoipa::path(tag = "apps", responses((status = 200, body = TemplatesView)))]
#[get("/templates")]
pub(super) async fn list_templates(platform: Data<Platform>, who: Who) -> Result<Json<TemplatesView>, Problem> {
    let items = jobs::templates(&platform, &who).await.map_err(|error| who.problem(error))?;
    Ok(Json(TemplatesView { items }))
}

/// Install a template in the background.
#[utoipa::path(tag = "apps", params(("template" = String, Path)), request_body = InstallTemplateParams, responses((status = 202, body = JobView)))]
#[post("/templates/{template}/install")]
pub(super) async fn install_template(
    platform: Data<Platform>,
    who: Who,
    template: Path<Key>,
    posted: Posted<InstallTemplateParams>,
) -> Result<HttpResponse, Problem> {
    let done = jobs::install_template(&platform, &who, &template, posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::ACCEPTED, done)).map_err(|error| who.problem(error))
}

/// The person's long work, newest first.
#[utoipa::path(tag = "jobs", responses((status = 200, body = JobsView)))]
#[get("/jobs")]
pub(super) async fn list_jobs(platform: Data<Platform>, who: Who) -> Result<Json<JobsView>, Problem> {
    let items = jobs::jobs(&platform, &who).await.map_err(|error| who.problem(error))?;
    Ok(Json(JobsView { items: items.into_iter().map(|job| in_words(job, who.ctx.locale)).collect() }))
}

/// One job.
#[utoipa::path(tag = "jobs", params(("job" = String, Path)), responses((status = 200, body = JobView)))]
#[get("/jobs/{job}")]
pub(super) async fn get_job(platform: Data<Platform>, who: Who, job: Path<Id>) -> Result<Json<JobView>, Problem> {
    let job = jobs::job(&platform, &who, *job).await.map_err(|error| who.problem(error))?;
    Ok(Json(in_words(job, who.ctx.locale)))
}

/// The job with the reason of its failure in the reader's language, where there is a sentence for it.
fn in_words(mut job: JobView, locale: Locale) -> JobView {
    if let Some(error) = &mut job.error {
        error.detail = messages::sentence(&error.detail, &serde_json::Map::new(), locale);
    }
    job
}

/// Ask a job to stop.
#[utoipa::path(tag = "jobs", params(("job" = String, Path)), responses((status = 200, body = JobView)))]
#[post("/jobs/{job}/cancel")]
pub(super) async fn cancel_job(platform: Data<Platform>, who: Who, job: Path<Id>) -> Result<Json<JobView>, Problem> {
    jobs::cancel_job(&platform, &who, *job).await.map(Json).map_err(|error| who.problem(error))
}

/// The limits in force.
#[utoipa::path(tag = "meta", responses((status = 200, body = Object)))]
#[get("/limits")]
pub(super) async fn get_limits(platform: Data<Platform>, _: Who) -> Json<Limits> {
    Json(platform.limits().clone())
}

/// Who one can be in the demo. Outside the demo there is no such thing.
#[utoipa::path(tag = "demo", responses((status = 200, body = DemoView)))]
#[get("/demo")]
pub(super) async fn get_demo(
    platform: Data<Platform>,
    request: actix_web::HttpRequest,
) -> Result<Json<DemoView>, Problem> {
    demo::people(&platform).await.map(Json).map_err(|error| Problem::before_session(error, &request))
}

/// Move the demo's clock forward.
#[utoipa::path(tag = "demo", request_body = MoveClock, responses((status = 200, body = ClockView)))]
#[post("/demo/clock")]
pub(super) async fn move_clock(
    platform: Data<Platform>,
    who: Who,
    body: Body<MoveClock>,
) -> Result<Json<ClockView>, Problem> {
    let done = demo::move_clock(&platform.clone().into_inner(), &who, body.0).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// Begin the demo's story anew, in the background: all that is in it is thrown away and set up again, and its clock goes
/// back. `GET /demo` tells how far that is; meanwhile nobody else is let in.
#[utoipa::path(tag = "demo", request_body = StartOver, responses((status = 202, body = ResettingView)))]
#[post("/demo/reset")]
pub(super) async fn start_over(
    platform: Data<Platform>,
    who: Who,
    body: Body<StartOver>,
) -> Result<HttpResponse, Problem> {
    let done = demo::start_over(&platform.clone().into_inner(), &who, &body.0).await;
    done.map(|view| HttpResponse::Accepted().json(view)).map_err(|error| who.problem(error))
}
