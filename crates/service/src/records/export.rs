//! Taking records out to a file: what the list shows, by the person's right to export.

mod columns;
mod job;

use mortise_access::Act;
use mortise_jobs::{Enqueue, enqueue};
use mortise_model::{Filter, Key};
use mortise_store::repos::jobs::job_by_id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::columns::columns;
pub(crate) use self::job::ExportRecords;
use super::{Asked, Reading, SortParam, bad_request};
use crate::{
    Error, Platform, Result, Session,
    idempotency::{Answered, Once},
    jobs::{self, JobView},
};

/// Which records go into a file, in which order, with which columns.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportParams {
    /// Which.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Filter>,
    /// In which order; blanks stand last.
    #[serde(default)]
    pub sort: Vec<SortParam>,
    /// Words that occur in the search fields.
    #[serde(default)]
    pub search: Option<String>,
    /// The columns: fields and system columns; all fields that may be exported where absent.
    #[serde(default)]
    pub fields: Option<Vec<String>>,
    /// A view of the form: its filter applies too, and its order where none is asked for.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub view: Option<Key>,
    /// What kind of file.
    #[serde(default)]
    pub format: ExportFormat,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// An Excel workbook.
    #[default]
    Xlsx,
    /// Comma-separated values.
    Csv,
}

/// Begins to take records out to a file; its job tells how far that is, and ends with the file.
///
/// A text in a CSV that a spreadsheet could take for a formula gets an apostrophe before it. One export of a form at a
/// time for each person (`export_running`).
pub async fn export(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    params: ExportParams,
    once: &Once,
) -> Result<Answered<JobView>> {
    let model = platform.app(session, app).await?;
    let reading = Reading::of(&model, session, form, Act::Export)?;
    let published = model.form(form)?;
    let asked = Asked { view: params.view, filter: params.filter, search: params.search, sort: params.sort };
    let view = asked.view(session.tenant.reader(), &model, &session.identity, form).await?;
    let plan = asked.clone().of(reading.plan()?, view.as_ref());
    let columns = columns(published, &plan, params.fields.as_deref())?;
    // What cannot be asked so is refused now and not by a job that fails.
    plan.fields([]).limit(1).page(session.tenant.reader()).await.map_err(bad_request)?;
    let job = ExportRecords {
        app: app.clone(),
        form: form.clone(),
        asked,
        columns: columns.iter().map(|column| column.name().to_owned()).collect(),
        format: params.format,
        locale: session.ctx.locale,
    };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    let how = Enqueue::new(&session.ctx).once(format!("export_records/{}/{app}/{form}", session.user_id()));
    let id = enqueue(&tx, &job, how).await?.ok_or_else(|| Error::conflict("export_running"))?;
    let view = job_by_id(&tx, id).await?.map(jobs::view).ok_or_else(|| Error::internal("the new job is gone"))?;
    once.keep(&tx, &session.ctx, 202, &view).await?;
    tx.commit().await?;
    platform.queue.wake(&session.ctx.tenant);
    Ok(Answered::Now(view))
}
