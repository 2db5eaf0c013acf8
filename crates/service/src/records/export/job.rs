use std::sync::Arc;

use mortise_access::Act;
use mortise_forms::PublishedForm;
use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::{Key, Locale};
use mortise_store::{
    ConnectionTrait, Count, LARGEST_PAGE, Page, ReadPlan,
    repos::files::{File, insert_file},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{
    ExportFormat,
    columns::{Column, columns},
};
use crate::{
    AppModel, Error, News, Platform, Result, Session,
    audit::{self, Object},
    auth::act_for,
    files::{FileView, Spooled, SweepFiles, keep},
    jobs::{Host, failed},
    records::{Asked, Reading},
    sheets::{self, Sheet, SheetCell},
    titles::{Known, write_title},
};

/// Takes records out to a file in the background, with the rights that the person has when it runs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ExportRecords {
    pub(super) app: Key,
    pub(super) form: Key,
    pub(super) asked: Asked,
    pub(super) columns: Vec<String>,
    pub(super) format: ExportFormat,
    pub(super) locale: Locale,
}

/// A file as it lies ready, before it is kept.
struct Ready {
    file: std::fs::File,
    rows: i64,
    cut: u64,
}

impl JobKind for ExportRecords {
    const NAME: &'static str = "export_records";
    const ATTEMPTS: u32 = 2;
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let platform = &host.0;
        let session = self.session(platform, &turn).await.map_err(failed)?;
        let model = platform.app(&session, &self.app).await.map_err(failed)?;
        let ready = self.write_out(platform, &session, &model, &turn).await?;
        let done = self.keep(&session, &model, &turn, ready).await?;
        platform.events.tell(&session.ctx.tenant, session.user_id(), News::Job { job: turn.id() });
        Ok(done)
    }
}

impl ExportRecords {
    /// The person for whom it is done, as they are now.
    async fn session(&self, platform: &Arc<Platform>, turn: &Turn) -> Result<Session> {
        let user = turn.actor().ok_or(Error::Unauthorized)?;
        act_for(platform, turn.tenant(), user, (self.locale, turn.id().to_string())).await
    }

    /// Reads page after page, all of one moment, and writes them to disk.
    async fn write_out(
        &self,
        platform: &Arc<Platform>,
        session: &Session,
        model: &Arc<AppModel>,
        turn: &Turn,
    ) -> Result<Ready, Failure> {
        let reading = Reading::of(model, session, &self.form, Act::Export).map_err(failed)?;
        let form = model.form(&self.form).map_err(failed)?;
        let db = session.tenant.reader();
        let view = self.asked.view(db, model, &session.identity, &self.form).await.map_err(failed)?;
        let plan = self.asked.clone().of(reading.plan().map_err(failed)?, view.as_ref());
        let columns = columns(form, &plan, Some(&self.columns)).map_err(failed)?;
        let fields = columns.iter().filter_map(|column| match column {
            Column::Field(key, _) => Some((*key).clone()),
            Column::System(_) => None,
        });
        let mut plan = plan.fields(fields).limit(LARGEST_PAGE);
        let moment = session.tenant.read().await?;
        let total = plan.count(&moment, Count::Exact).await?.count;
        if self.format == ExportFormat::Xlsx && total > sheets::XLSX_ROWS {
            return Err(Failure::Never("export_too_many_rows".to_owned()));
        }
        let mut sheet = self.begin(form, &columns).map_err(failed)?;
        let total = i64::try_from(total).ok();
        let mut rows = 0;
        loop {
            let page = plan.page(&moment).await?;
            let next = page.next_cursor.clone();
            let cells = self.cells(&moment, model, &plan, (&columns, page)).await.map_err(failed)?;
            rows += i64::try_from(cells.len()).unwrap_or_default();
            sheet = added(sheet, cells).await.map_err(failed)?;
            turn.progress(rows, total, None).await?;
            platform.events.tell(&session.ctx.tenant, session.user_id(), News::Job { job: turn.id() });
            match next {
                Some(next) => plan = plan.cursor(&next),
                None => break,
            }
        }
        let ended = tokio::task::spawn_blocking(move || sheet.end()).await;
        let (file, cut) = ended.map_err(|error| failed(Error::internal(error)))?.map_err(failed)?;
        Ok(Ready { file, rows, cut })
    }

    fn begin(&self, form: &PublishedForm, columns: &[Column<'_>]) -> Result<Box<dyn Sheet>> {
        let headings = columns.iter().map(|column| column.heading(self.locale)).collect();
        match self.format {
            ExportFormat::Xlsx => sheets::xlsx(form.spec().name.get(self.locale), headings),
            ExportFormat::Csv => sheets::csv(headings),
        }
    }

    async fn cells(
        &self,
        db: &impl ConnectionTrait,
        model: &AppModel,
        plan: &ReadPlan<'_>,
        (columns, page): (&[Column<'_>], Page),
    ) -> Result<Vec<Vec<SheetCell>>> {
        let mut wanted = Vec::new();
        for record in &page.records {
            columns.iter().for_each(|column| column.references(record, &page.fields, &mut wanted));
        }
        let titles = Known(plan.titles_of(db, wanted, &write_title(model, self.locale)).await?);
        let wording = titles.wording(self.locale);
        let row = |record| columns.iter().map(|column| column.cell(record, &page.fields, &wording)).collect();
        Ok(page.records.iter().map(row).collect())
    }

    /// Keeps the file for the person and ends the job, both or neither.
    async fn keep(&self, session: &Session, model: &AppModel, turn: &Turn, ready: Ready) -> Result<Json, Failure> {
        let Ready { file, rows, cut } = ready;
        let mut content = Spooled::of(file).await.map_err(failed)?;
        let (end, mime) = match self.format {
            ExportFormat::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ExportFormat::Csv => ("csv", "text/csv"),
        };
        let form = model.form(&self.form).map_err(failed)?;
        let (name, ctx) = (form.spec().name.get(self.locale), &session.ctx);
        let file = File {
            id: ctx.new_id(),
            sha256: content.sha256.clone(),
            name: format!("{} {}.{end}", name.replace(['/', '\\'], "_"), ctx.today()),
            size: content.size,
            mime: mime.to_owned(),
            detail: Some(json!({"export": {"app": self.app, "form": self.form, "rows": rows}})),
            created_at: ctx.now,
            created_by: Some(session.user_id()),
        };
        let told = json!({
            "format": self.format, "columns": self.columns, "asked": self.asked, "rows": rows, "sha256": file.sha256,
        });
        let tx = session.tenant.write_alone().await?;
        keep(&tx, &mut content, ctx.now).await.map_err(failed)?;
        insert_file(&tx, &file).await?;
        let about = Object::of_app(&self.app, "form", &self.form);
        audit::note(&tx, ctx, "export_records", about, told).await.map_err(failed)?;
        let sweep = Enqueue { actor: None, ..Enqueue::new(ctx) };
        enqueue(&tx, &SweepFiles {}, SweepFiles::after(sweep, ctx.now)).await?;
        let mut done = json!({"file": FileView::from(file), "rows": rows});
        if cut > 0 {
            done["cut"] = json!(cut);
        }
        turn.end_in(&tx, done.clone()).await?;
        tx.commit().await?;
        Ok(done)
    }
}

/// The sheet with more rows.
async fn added(mut sheet: Box<dyn Sheet>, rows: Vec<Vec<SheetCell>>) -> Result<Box<dyn Sheet>> {
    let write = move || {
        for row in rows {
            sheet.row(row)?;
        }
        Ok(sheet)
    };
    tokio::task::spawn_blocking(write).await.map_err(Error::internal)?
}
