//! Pivots, saved or ad hoc: always within what the viewer may see.

use std::{sync::Arc, time::Instant};

use mortise_access::{Act, Permit};
use mortise_model::{AxisKey, Filter, Issues, Key, PivotTable};
use mortise_reports::{
    Cell, PivotPlan, PivotSpec, ReportSpec, Titles, Viewing, drill as behind, fold, plan, references,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{AppModel, Error, Platform, Result, Session, records::Reading, titles::write_title};

/// The answer to a saved report: how it is shown, and its table.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportRun {
    /// The report.
    #[schema(value_type = Object)]
    pub report: ReportSpec,
    /// The pivot.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub table: PivotTable,
}

/// A cell of a report.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrillParams {
    /// The keys of the row.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub rows: Vec<AxisKey>,
    /// The keys of the column.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub columns: Vec<AxisKey>,
    /// The measure.
    #[serde(default)]
    pub measure: Option<String>,
}

/// The records behind a cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrillView {
    /// Their form.
    #[schema(value_type = String)]
    pub form: Key,
    /// Which of them.
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Filter>,
}

/// Runs a saved report with the viewer's rights; what the viewer may not see is left out and counted.
pub async fn run(platform: &Platform, session: &Session, app: &Key, report: &Key) -> Result<ReportRun> {
    let model = platform.app(session, app).await?;
    let spec = Arc::clone(readable(&model, session, report)?);
    let table = pivot_table(&model, session, &spec.pivot, Viewing::Saved).await?;
    Ok(ReportRun { report: ReportSpec::clone(&spec), table })
}

/// A saved report's definition, for who may see its form.
pub async fn definition(platform: &Platform, session: &Session, app: &Key, report: &Key) -> Result<serde_json::Value> {
    let model = platform.app(session, app).await?;
    serde_json::to_value(readable(&model, session, report)?.as_ref()).map_err(Error::internal)
}

/// Runs a pivot that is not saved. A field that the viewer may not read is answered like one that does not exist.
pub async fn pivot(platform: &Platform, session: &Session, app: &Key, spec: PivotSpec) -> Result<PivotTable> {
    let model = platform.app(session, app).await?;
    if session.roles(app).is_empty() {
        return Err(Error::NotFound("app"));
    }
    pivot_table(&model, session, &spec, Viewing::AdHoc).await
}

/// The records behind a cell of a saved report.
pub async fn drill(
    platform: &Platform,
    session: &Session,
    app: &Key,
    report: &Key,
    params: DrillParams,
) -> Result<DrillView> {
    let model = platform.app(session, app).await?;
    let spec = readable(&model, session, report)?;
    let planned = planned(&model, session, &spec.pivot, Viewing::Saved)?;
    let measure =
        params.measure.as_ref().and_then(|key| planned.measures.iter().position(|measure| *measure.key == **key));
    let cell = Cell { rows: &params.rows, columns: &params.columns, measure };
    let found = behind(&planned, cell, session.ctx.zone).map_err(|issue| Error::BadRequest(Issues::from(issue)))?;
    Ok(DrillView { form: found.form, filter: found.filter })
}

fn readable<'m>(model: &'m AppModel, session: &Session, report: &Key) -> Result<&'m Arc<ReportSpec>> {
    let spec = model.reports.get(report).ok_or(Error::NotFound("report"))?;
    if let Some(form) = &spec.pivot.form {
        model.permit(session, form, Act::Read).map_err(|_| Error::NotFound("report"))?;
    }
    Ok(spec)
}

fn planned(model: &AppModel, session: &Session, spec: &PivotSpec, viewing: Viewing) -> Result<PivotPlan> {
    let permit = |form: &Key| -> Option<Permit> { model.permit(session, form, Act::Read).ok() };
    plan(spec, &model.shape, &permit, viewing).map_err(Error::BadRequest)
}

async fn pivot_table(
    model: &Arc<AppModel>,
    session: &Session,
    spec: &PivotSpec,
    viewing: Viewing,
) -> Result<PivotTable> {
    let started = Instant::now();
    let planned = planned(model, session, spec, viewing)?;
    // All queries see one moment, so that a total is the sum of its parts.
    let db = session.tenant.read().await?;
    let mut answers = Vec::new();
    for query in &planned.queries {
        let permit = planned.permits.get(&query.form).cloned().ok_or(Error::NotFound("form"))?;
        let reading = Reading::with(model, session, permit);
        let found = reading.plan()?.aggregate(&db, query).await;
        answers.push(found.map_err(crate::records::bad_request)?);
    }
    let titles = titles(model, session, &planned, &answers, &db).await?;
    let mut table = fold(&planned, answers, &titles).map_err(Error::Invalid)?;
    table.took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(table)
}

async fn titles(
    model: &Arc<AppModel>,
    session: &Session,
    planned: &PivotPlan,
    answers: &[Vec<mortise_reports::GroupRow>],
    db: &impl mortise_store::ConnectionTrait,
) -> Result<Titles> {
    let wanted = references(planned, answers);
    let Some(permit) = planned.permits.values().next().filter(|_| !wanted.is_empty()) else { return Ok(Titles::new()) };
    let reading = Reading::with(model, session, permit.clone());
    let write = write_title(model, session.ctx.locale);
    let known = reading.plan()?.titles_of(db, wanted.clone(), &write).await?;
    Ok(wanted
        .into_iter()
        .filter_map(|(target, id)| Some(((target.clone(), id), known.get(&target, id)?.to_owned())))
        .collect())
}

/// Reads an ad hoc pivot; every problem names its place.
pub fn read_pivot(json: &serde_json::Value) -> Result<PivotSpec> {
    mortise_model::read_document(json).map_err(Error::BadRequest)
}

/// Saves a report of an app, for who may design.
pub async fn save(
    platform: &Platform,
    session: &Session,
    app: &Key,
    report: &Key,
    json: serde_json::Value,
) -> Result<ReportSpec> {
    let model = platform.designing(session, app).await?;
    let spec = mortise_reports::read_report(&json).map_err(Error::Invalid)?;
    if spec.key != *report {
        let issue = mortise_model::Issue::error(mortise_model::Pointer::root().at("key"), "key_differs");
        return Err(Error::Invalid(issue.with("key", report.as_str()).into()));
    }
    mortise_reports::check_report(&spec, &model.shape).into_result().map_err(Error::Invalid)?;
    crate::documents::save(platform, session, crate::documents::report(app, report), json!(spec), None).await?;
    Ok(spec)
}
