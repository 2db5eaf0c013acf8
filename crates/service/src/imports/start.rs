use mortise_imports::{Columns, Format, Limits, MappingSpec, ReadOptions, Table, propose, read_mapping, read_table};
use mortise_jobs::{Enqueue, enqueue};
use mortise_model::{Ctx, Id, Issue, Issues, Key, Pointer};
use mortise_store::{
    Tenant, WriteTx,
    repos::{
        blobs,
        files::{self, File},
        imports::{self, Import, ImportState},
        jobs as job_rows,
    },
};
use serde_json::{Value as Json, json};

use super::{ImportRecords, ImportResult, importer::Importer};
use crate::{
    Error, Platform, Result, Session, auth,
    files::SweepFiles,
    idempotency::{Answered, Once},
    jobs::{self, JobView},
};

/// A file that is to be imported.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The mapping document; absent: proposed by the names of the columns.
    pub mapping: Option<Json>,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// Whether a person may import into a form at all: before a file is taken from them.
pub async fn require_right(platform: &Platform, session: &Session, (app, form): (&Key, &Key)) -> Result<()> {
    let model = platform.app(session, app).await?;
    Importer::person(session, model, form).map(drop)
}

/// Begins to import a file, or to rehearse that; its job tells how far it is and what came of it.
///
/// The file and the mapping are read and checked here, so that a job begins only where both are in order. Pointers
/// of issues begin with `/file` or `/mapping`.
pub async fn start(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    upload: Upload,
    once: &Once,
) -> Result<Answered<JobView>> {
    let model = platform.app(session, app).await?;
    let importer = Importer::person(session, model, form)?;
    let (upload, table, spec) = checked(platform, &importer, upload).await?;
    if !spec.rules && !importer.model.may_design(session) {
        return Err(Error::Forbidden("rules_required"));
    }
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    let job = enter(&tx, &importer, &upload, &table, &spec).await?;
    let entered = job_rows::job_by_id(&tx, job).await?.ok_or(Error::NotFound("job"))?;
    let view = jobs::view(entered);
    once.keep(&tx, &session.ctx, 202, &view).await?;
    tx.commit().await?;
    platform.queue.wake(&session.ctx.tenant);
    Ok(Answered::Now(view))
}

/// The same by the product itself, or in the name of a person: what the command line does. The job's id.
pub async fn start_by_product(
    platform: &Platform,
    (ctx, tenant): (&Ctx, &Tenant),
    (app, form): (&Key, &Key),
    username: Option<&str>,
    upload: Upload,
) -> Result<Id> {
    let model = platform.model(tenant, app).await?;
    let importer = match username {
        Some(name) => {
            let user = mortise_store::repos::users::user_by_username(tenant.reader(), name).await?;
            let user = user.ok_or(Error::NotFound("user"))?;
            let session = auth::act_for(platform, tenant, user.id, (ctx.locale, ctx.request_id.clone())).await?;
            Importer::person(&session, model, form)?
        }
        None => Importer::product(ctx.clone(), model, form)?,
    };
    let (upload, table, spec) = checked(platform, &importer, upload).await?;
    let tx = tenant.write().await?;
    let job = enter(&tx, &importer, &upload, &table, &spec).await?;
    tx.commit().await?;
    platform.queue.wake(tenant.key());
    Ok(job)
}

/// How far the job of an import is.
#[derive(Debug)]
pub enum Outcome {
    /// It waits or runs.
    UnderWay {
        /// So many rows are done.
        done: u64,
        /// Of so many; 0 before that is known.
        total: u64,
    },
    /// It has ended: with its result, or with the codes of what went wrong.
    Ended(Result<Box<ImportResult>, String>),
}

/// How far the job of an import is, or how it ended.
pub async fn outcome(tenant: &Tenant, job: Id) -> Result<Outcome> {
    let job = job_rows::job_by_id(tenant.reader(), job).await?.ok_or(Error::NotFound("job"))?;
    Ok(match job.state {
        job_rows::JobState::Waiting | job_rows::JobState::Running => Outcome::UnderWay {
            done: job.done.try_into().unwrap_or_default(),
            total: job.total.and_then(|total| total.try_into().ok()).unwrap_or_default(),
        },
        job_rows::JobState::Cancelled => Outcome::Ended(Err("cancelled".to_owned())),
        job_rows::JobState::Failed => Outcome::Ended(Err(job.error.unwrap_or_default())),
        job_rows::JobState::Done => {
            let result = job.result.unwrap_or_default();
            Outcome::Ended(Ok(serde_json::from_value(result).map_err(Error::internal)?))
        }
    })
}

async fn checked(platform: &Platform, importer: &Importer, upload: Upload) -> Result<(Upload, Table, MappingSpec)> {
    let limit = platform.limits.file_bytes;
    if upload.bytes.len() as u64 > limit {
        return Err(Error::TooLarge { limit });
    }
    let given = match &upload.mapping {
        Some(json) => Some(read_mapping(json).map_err(under_mapping)?),
        None => None,
    };
    let limits = limits(platform);
    let (upload, table) = read_apart(upload, given.clone(), limits).await?;
    let spec = match given {
        Some(spec) => spec,
        None => proposal(importer, &table)?,
    };
    // A rehearsal without a mapping shows the columns, also where none of them has the name of a field.
    if !(spec.columns.is_empty() && upload.dry_run) {
        compile(importer, &spec, &table)?;
    }
    if spec.flows && !importer.model.flows.contains_key(&importer.form) {
        let issue = Issue::error(Pointer::root().at("mapping").at("flows"), "no_workflow");
        return Err(Error::Invalid(issue.into()));
    }
    Ok((upload, table, spec))
}

/// Reads a table on a thread for such work.
async fn read_apart(upload: Upload, spec: Option<MappingSpec>, limits: Limits) -> Result<(Upload, Table)> {
    let work = move || {
        let table = read(&upload.bytes, spec.as_ref(), &limits);
        (upload, table)
    };
    let (upload, table) = tokio::task::spawn_blocking(work).await.map_err(Error::internal)?;
    Ok((upload, table?))
}

/// Reads a file as its mapping says.
pub(super) fn read(bytes: &[u8], spec: Option<&MappingSpec>, limits: &Limits) -> Result<Table> {
    let options = spec.map_or_else(ReadOptions::default, |spec| ReadOptions {
        encoding: spec.encoding.as_deref(),
        sheet: spec.sheet.as_deref(),
        header_row: spec.header_row,
    });
    read_table(bytes, &options, limits).map_err(|issue| match issue.code.as_str() {
        "file_type_unknown" => Error::WrongType,
        _ => Error::Invalid(Issues::from(issue).under(&Pointer::root().at("file"))),
    })
}

pub(super) fn limits(platform: &Platform) -> Limits {
    Limits { rows: usize::try_from(platform.limits.import_rows).unwrap_or(usize::MAX), ..Limits::default() }
}

pub(super) fn compile(importer: &Importer, spec: &MappingSpec, table: &Table) -> Result<Columns> {
    importer.columns(spec, table).map_err(under_mapping)
}

fn under_mapping(issues: Issues) -> Error {
    Error::Invalid(issues.under(&Pointer::root().at("mapping")))
}

fn proposal(importer: &Importer, table: &Table) -> Result<MappingSpec> {
    let form = importer.published()?;
    let sibling = |key: &Key| importer.model.form(key).ok().map(AsRef::as_ref);
    Ok(propose(&table.columns, &form, |key| importer.is_open(key), sibling))
}

/// Keeps the file, the import and its job in one transaction.
async fn enter(tx: &WriteTx, importer: &Importer, upload: &Upload, table: &Table, spec: &MappingSpec) -> Result<Id> {
    let ctx = &importer.ctx;
    let sha256 = blobs::put_blob(tx, &upload.bytes, ctx.now).await?;
    let file = File {
        id: ctx.new_id(),
        sha256,
        name: upload.name.chars().take(200).collect(),
        size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
        mime: mime(&table.format).to_owned(),
        detail: None,
        created_at: ctx.now,
        created_by: ctx.actor.user(),
    };
    files::insert_file(tx, &file).await?;
    let import = Import {
        id: ctx.new_id(),
        app: importer.model.app.key.clone(),
        form: importer.form.clone(),
        file_name: file.name.clone(),
        file: Some(file.id),
        mapping: json!(spec),
        dry_run: upload.dry_run,
        state: ImportState::Waiting,
        total: i64::try_from(table.rows.len()).unwrap_or(i64::MAX),
        created: 0,
        updated: 0,
        skipped: 0,
        failed: 0,
        change_set: (!upload.dry_run).then(|| ctx.new_id()),
        created_at: ctx.now,
        created_by: ctx.actor.user(),
        ended_at: None,
    };
    imports::insert_import(tx, &import).await?;
    let job = ImportRecords::new(import.id, ctx.locale);
    let sweep = Enqueue { actor: None, ..Enqueue::new(ctx) };
    enqueue(tx, &SweepFiles {}, SweepFiles::after(sweep, ctx.now)).await?;
    let entered = enqueue(tx, &job, Enqueue::new(ctx).about(format!("import/{}", import.id))).await?;
    entered.ok_or_else(|| Error::internal("a job without a dedupe key was taken for another"))
}

/// The type of a file by what it turned out to be.
pub(super) fn mime(format: &Format) -> &'static str {
    match format {
        Format::Csv { .. } => "text/csv",
        Format::Xlsx { .. } => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
