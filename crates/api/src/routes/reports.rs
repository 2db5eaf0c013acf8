//! Reports, pivots and prints.

use actix_web::{
    HttpResponse, get,
    http::header::{ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    post, put,
    web::{Data, Json, Path},
};
use mortise_model::{Id, Key, PivotTable};
use mortise_service::{
    Platform, prints,
    reports::{self, DrillParams, DrillView, ReportRun},
};
use serde_json::Value;

use crate::{
    extract::{Body, Who},
    problem::Problem,
};

/// Run a saved report.
#[utoipa::path(tag = "reports", params(("app" = String, Path), ("report" = String, Path)), responses((status = 200, body = ReportRun)))]
#[post("/apps/{app}/reports/{report}/run")]
pub(super) async fn run_report(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<ReportRun>, Problem> {
    reports::run(&platform, &who, &path.0, &path.1).await.map(Json).map_err(|error| who.problem(error))
}

/// A saved report's definition.
#[utoipa::path(tag = "reports", params(("app" = String, Path), ("report" = String, Path)), responses((status = 200, body = Object)))]
#[get("/apps/{app}/reports/{report}")]
pub(super) async fn get_report(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
) -> Result<Json<Value>, Problem> {
    let spec = reports::definition(&platform, &who, &path.0, &path.1).await.map_err(|error| who.problem(error))?;
    Ok(Json(spec))
}

/// Save a report.
#[utoipa::path(tag = "reports", params(("app" = String, Path), ("report" = String, Path)), request_body = Object, responses((status = 200, body = Object)))]
#[put("/apps/{app}/reports/{report}")]
pub(super) async fn save_report(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    body: Body<Value>,
) -> Result<Json<Value>, Problem> {
    let done = reports::save(&platform, &who, &path.0, &path.1, body.0).await;
    done.map(|spec| Json(serde_json::json!(spec))).map_err(|error| who.problem(error))
}

/// The records behind a cell of a saved report.
#[utoipa::path(tag = "reports", params(("app" = String, Path), ("report" = String, Path)), request_body = DrillParams, responses((status = 200, body = DrillView)))]
#[post("/apps/{app}/reports/{report}/drill")]
pub(super) async fn drill_report(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    body: Body<DrillParams>,
) -> Result<Json<DrillView>, Problem> {
    let done = reports::drill(&platform, &who, &path.0, &path.1, body.0).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// Run a pivot that is not saved.
#[utoipa::path(tag = "reports", params(("app" = String, Path)), request_body = Object, responses((status = 200, body = Object)))]
#[post("/apps/{app}/pivot")]
pub(super) async fn run_pivot(
    platform: Data<Platform>,
    who: Who,
    app: Path<Key>,
    body: Body<Value>,
) -> Result<Json<PivotTable>, Problem> {
    let spec = reports::read_pivot(&body.0).map_err(|error| who.problem(error))?;
    reports::pivot(&platform, &who, &app, spec).await.map(Json).map_err(|error| who.problem(error))
}

/// Print a record.
#[utoipa::path(tag = "prints", params(("app" = String, Path), ("form" = String, Path), ("record" = String, Path), ("print" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[post("/apps/{app}/forms/{form}/records/{record}/prints/{print}")]
pub(super) async fn print_record(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key, Id, Key)>,
) -> Result<HttpResponse, Problem> {
    let done = prints::print_record(&platform, &who, (&path.0, &path.1), path.2, &path.3).await;
    let printed = done.map_err(|error| who.problem(error))?;
    let name = ExtendedValue {
        charset: actix_web::http::header::Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: printed.name.into_bytes(),
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Inline,
        parameters: vec![DispositionParam::FilenameExt(name)],
    };
    Ok(HttpResponse::Ok().content_type("application/pdf").insert_header(disposition).body(printed.bytes))
}
