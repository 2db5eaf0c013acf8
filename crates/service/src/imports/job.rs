use std::sync::Arc;

use mortise_imports::{Columns, MappingSpec, Table};
use mortise_jobs::{Failure, JobKind, Turn};
use mortise_model::{Actor, Ctx, Id, Locale};
use mortise_store::{
    Tenant, ddl,
    repos::{
        blobs, changes, files,
        imports::{self, Import, ImportState},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{
    ImportResult,
    chunk::{Outcome, Work},
    importer::Importer,
    report::{CellVerdict, refused_row, write_rejects},
    start,
};
use crate::{
    Error, Platform, Result,
    audit::{self, Object},
    auth,
    jobs::{Host, failed},
    write::Part,
};

/// How many rows share a transaction: enough that the commit does not count, few enough that others need not wait.
const ROWS_AT_ONCE: usize = 250;

/// Imports a file in the background.
#[derive(Debug, Serialize, Deserialize)]
pub struct ImportRecords {
    import: Id,
    /// The language in which the person is told what is wrong.
    locale: Locale,
}

impl ImportRecords {
    pub(super) fn new(import: Id, locale: Locale) -> Self {
        Self { import, locale }
    }
}

impl JobKind for ImportRecords {
    const NAME: &'static str = "import_records";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let platform = Arc::clone(&host.0);
        let tenant = turn.tenant().clone();
        let done = run(&platform, &turn, &self).await;
        if let Err(end) = &done {
            let state = match end {
                Failure::Cancelled => Some(ImportState::Cancelled),
                Failure::Never(_) => Some(ImportState::Failed),
                Failure::Again(_) if turn.is_last_attempt() => Some(ImportState::Failed),
                Failure::Again(_) | Failure::Lost => None,
            };
            if let Some(state) = state {
                stop(&platform, &tenant, self.import, state).await.map_err(failed)?;
            }
        }
        if let Some(user) = turn.actor() {
            platform.events.tell(tenant.key(), user, crate::News::Job { job: turn.id() });
        }
        done
    }
}

/// An import under way.
struct Running<'a> {
    platform: &'a Platform,
    turn: &'a Turn,
    importer: &'a Importer,
    import: Import,
    table: &'a Table,
    columns: &'a Columns,
    result: ImportResult,
}

async fn run(platform: &Arc<Platform>, turn: &Turn, job: &ImportRecords) -> Result<Json, Failure> {
    let tenant = turn.tenant();
    let import = imports::import_by_id(tenant.reader(), job.import).await?;
    let import = import.ok_or_else(|| Failure::Never("import".to_owned()))?;
    let importer = importer(platform, turn, &import, job.locale).await.map_err(failed)?;
    let (spec, table) = file(platform, tenant, &import).await.map_err(failed)?;
    let mut result = ImportResult::of(&table, &spec);
    result.dry_run = import.dry_run;
    if spec.columns.is_empty() {
        return end((platform, turn), &importer, import, &table, result).await;
    }
    let columns = start::compile(&importer, &spec, &table).map_err(failed)?;
    let mut work = Work::new(&importer, &spec, (&table, &columns), import.dry_run);
    let mut running = Running { platform, turn, importer: &importer, import, table: &table, columns: &columns, result };
    running.chunks(&mut work).await?;
    let Running { import, result, .. } = running;
    end((platform, turn), &importer, import, &table, result).await
}

impl Running<'_> {
    /// Writes chunk after chunk from where the import stands.
    async fn chunks(&mut self, work: &mut Work<'_>) -> Result<(), Failure> {
        if self.import.dry_run {
            // Nothing of a rehearsal that was broken off is left: it begins anew.
            self.import = Import { created: 0, updated: 0, skipped: 0, failed: 0, ..self.import.clone() };
        }
        let total = self.table.rows.len();
        loop {
            let from = usize::try_from(handled(&self.import)).unwrap_or(usize::MAX);
            self.turn.progress(handled(&self.import), i64::try_from(total).ok(), None).await?;
            if let Some(user) = self.turn.actor() {
                self.platform.events.tell(self.turn.tenant().key(), user, crate::News::Job { job: self.turn.id() });
            }
            if from >= total {
                return Ok(());
            }
            self.chunk(work, from..total.min(from + ROWS_AT_ONCE)).await?;
        }
    }

    async fn chunk(&mut self, work: &mut Work<'_>, places: std::ops::Range<usize>) -> Result<(), Failure> {
        let tx = self.turn.tenant().write_alone().await?;
        let set = self.import.change_set.unwrap_or_else(|| self.importer.ctx.new_id());
        let size = changes::change_set(&tx, set).await?.map_or(0, |set| set.size);
        let (outcome, news) = work.write(&tx, Part { set, size }, places).await.map_err(failed)?;
        let verdicts = self.verdicts(&outcome);
        let before = handled(&self.import);
        let count = |own: i64, more: usize| own + i64::try_from(more).unwrap_or(i64::MAX);
        let import = Import {
            state: ImportState::Running,
            created: self.import.created + outcome.created,
            updated: self.import.updated + outcome.updated,
            skipped: self.import.skipped + outcome.skipped,
            failed: count(self.import.failed, outcome.refused.len()),
            ..self.import.clone()
        };
        if self.import.dry_run {
            tx.rollback().await?;
            work.links.forget_made();
            self.result.add(verdicts.into_iter().flat_map(|(_, verdicts)| verdicts));
        } else {
            let rows: Vec<_> = verdicts
                .iter()
                .map(|(place, verdicts)| refused_row(import.id, &self.table.rows[*place], verdicts))
                .collect();
            imports::insert_import_rows(&tx, &rows).await?;
            if !imports::advance_import(&tx, before, &import).await? {
                return Err(Failure::Lost);
            }
            tx.commit().await?;
            work.links.keep_made();
            self.platform.tell(self.turn.tenant().key(), news);
        }
        self.import = import;
        Ok(())
    }

    fn verdicts(&self, outcome: &Outcome) -> Vec<(usize, Vec<CellVerdict>)> {
        let names = (self.columns, self.table.columns.as_slice());
        let locale = self.importer.ctx.locale;
        let told = outcome
            .refused
            .iter()
            .map(|(place, refusal)| (*place, refusal.verdicts(self.platform, locale, &self.table.rows[*place], names)));
        told.collect()
    }
}

/// Writes down that the import is over, in one transaction with the end of its job.
async fn end(
    (platform, turn): (&Platform, &Turn),
    importer: &Importer,
    import: Import,
    table: &Table,
    mut result: ImportResult,
) -> Result<Json, Failure> {
    result.created = import.created;
    result.updated = import.updated;
    result.skipped = import.skipped;
    result.failed = import.failed;
    result.change_set = None;
    let import = Import { state: ImportState::Done, ended_at: Some(platform.clock.now()), ..import };
    let tx = turn.tenant().write_alone().await?;
    if !import.dry_run {
        let place = (import.id, import.file_name.as_str());
        write_rejects(&tx, (platform, importer), place, table, &mut result).await.map_err(failed)?;
        if let Some(set) = import.change_set {
            // An import that changed nothing has none.
            result.change_set = changes::change_set(&tx, set).await?.map(|set| set.id);
        }
        if result.change_set.is_some() {
            let form = importer.model.form(&importer.form).map_err(failed)?;
            ddl::count_anew(&tx, &form.shape()).await?;
        }
    }
    let told = json!(result);
    let waiting = imports::update_import(&tx, ImportState::Waiting, &import).await?;
    if !waiting && !imports::update_import(&tx, ImportState::Running, &import).await? {
        return Err(Failure::Lost);
    }
    note(&tx, &importer.ctx, &import).await.map_err(failed)?;
    turn.end_in(&tx, told.clone()).await?;
    tx.commit().await?;
    Ok(told)
}

/// Writes down that the import was broken off; what it has written stays, as one change set.
async fn stop(platform: &Platform, tenant: &Tenant, import: Id, state: ImportState) -> Result<()> {
    let tx = tenant.write().await?;
    let Some(import) = imports::import_by_id(&tx, import).await? else { return Ok(()) };
    let before = import.state;
    let actor = import.created_by.map_or(Actor::System, Actor::User);
    let ctx = platform.ctx(tenant.key(), actor, Locale::default(), import.id.to_string());
    let import = Import { state, ended_at: Some(ctx.now), ..import };
    if imports::update_import(&tx, before, &import).await? {
        note(&tx, &ctx, &import).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The one entry of the audit trail; rehearsals write nothing and have none.
async fn note(tx: &mortise_store::WriteTx, ctx: &Ctx, import: &Import) -> Result<()> {
    if import.dry_run {
        return Ok(());
    }
    let detail = json!({
        "file": import.file_name, "form": import.form, "state": import.state.word(), "change_set": import.change_set,
        "created": import.created, "updated": import.updated, "skipped": import.skipped, "failed": import.failed,
        "confirmed": import.mapping["confirm"], "rules": import.mapping["rules"],
    });
    audit::note(tx, ctx, "import_records", Object::of_app(&import.app, "import", import.id), detail).await
}

/// Whoever the import is done for, with the rights of this moment.
async fn importer(platform: &Platform, turn: &Turn, import: &Import, locale: Locale) -> Result<Importer> {
    let tenant = turn.tenant();
    let actor = turn.actor().map_or(Actor::System, Actor::User);
    let ctx = platform.ctx(tenant.key(), actor, locale, turn.id().to_string());
    let model = platform.model(tenant, &import.app).await?;
    match turn.actor() {
        Some(user) => Importer::person(
            &auth::act_for(platform, tenant, user, (locale, ctx.request_id.clone())).await?,
            model,
            &import.form,
        ),
        None => Importer::product(ctx, model, &import.form),
    }
}

/// The mapping and the table, read anew.
async fn file(platform: &Platform, tenant: &Tenant, import: &Import) -> Result<(MappingSpec, Table)> {
    let spec = mortise_imports::read_mapping(&import.mapping).map_err(Error::Stored)?;
    let db = tenant.reader();
    let file = match import.file {
        Some(id) => files::file_by_id(db, id).await?,
        None => None,
    };
    let file = file.ok_or(Error::NotFound("file"))?;
    let bytes = blobs::blob(db, &file.sha256).await?.ok_or(Error::NotFound("file"))?;
    let limits = start::limits(platform);
    let work = move || start::read(&bytes, Some(&spec), &limits).map(|table| (spec, table));
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

fn handled(import: &Import) -> i64 {
    import.created + import.updated + import.skipped + import.failed
}
