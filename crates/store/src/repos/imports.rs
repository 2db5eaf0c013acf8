use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert, insert_all, replace, words},
    row::row,
};
use crate::{
    Error,
    entities::{
        import::{Column, Entity},
        import_row,
    },
};

words! {
    /// How far an import is.
    ImportState {
        /// It waits for its turn.
        Waiting => "waiting",
        /// Rows are being read.
        Running => "running",
        /// All rows were read.
        Done => "done",
        /// It stopped before the end.
        Failed => "failed",
        /// Somebody stopped it.
        Cancelled => "cancelled",
    }
}

impl ImportState {
    /// Whether nothing more will come of it.
    pub fn is_over(self) -> bool {
        match self {
            Self::Waiting | Self::Running => false,
            Self::Done | Self::Failed | Self::Cancelled => true,
        }
    }
}

words! {
    /// What became of a row.
    RowVerdict {
        /// A record was made of it.
        Created => "created",
        /// A record was changed by it.
        Updated => "updated",
        /// It was left out, as the mapping says.
        Skipped => "skipped",
        /// It was refused.
        Failed => "failed",
    }
}

row! {
    /// The import of a file into a form.
    Import = import {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// The name of the file.
        file_name: String,
        /// The file, where it is kept.
        file: Option<Id>,
        /// How its columns become fields.
        mapping: Json,
        /// Whether nothing is written.
        dry_run: bool,
        /// How far it is.
        state: ImportState,
        /// How many rows the file has.
        total: i64,
        /// How many records were made.
        created: i64,
        /// How many were changed.
        updated: i64,
        /// How many rows were left out.
        skipped: i64,
        /// How many were refused.
        failed: i64,
        /// What it has written, to be undone as a whole.
        change_set: Option<Id>,
        /// When it was asked for.
        created_at: DateTime<Utc>,
        /// By whom.
        created_by: Option<Id>,
        /// When it ended.
        ended_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// What became of one row of the file.
    ImportRow = import_row {
        /// Of which import.
        import: Id,
        /// The how-manieth row, from 1.
        row_no: i64,
        /// What became of it.
        verdict: RowVerdict,
        /// The record that it made or changed.
        record: Option<Id>,
        /// What was wrong, as `[{column, code, value, message}]`.
        issues: Json,
        /// The row as it was read, kept for those that were refused.
        source: Option<Json>,
    }
}

/// Adds an import.
pub async fn insert_import(db: &impl ConnectionTrait, import: &Import) -> Result<(), Error> {
    insert(db, import.to_row()).await
}

/// Writes how far an import is that was still in `state`; whether it was so.
pub async fn update_import(db: &impl ConnectionTrait, state: ImportState, import: &Import) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(import.id.raw())).add(Column::State.eq(state.word()));
    replace(db, import.to_row(), still).await
}

/// Writes how far a running import is that had `handled` rows behind it; whether it still had. Of two workers that
/// both believe to hold it, one is told no.
pub async fn advance_import(db: &impl ConnectionTrait, handled: i64, import: &Import) -> Result<bool, Error> {
    let counted = Expr::col(Column::Created).add(Expr::col(Column::Updated));
    let counted = counted.add(Expr::col(Column::Skipped)).add(Expr::col(Column::Failed));
    let running = Column::State.is_in([ImportState::Waiting.word(), ImportState::Running.word()]);
    let still = Condition::all().add(Column::Id.eq(import.id.raw())).add(running).add(counted.eq(handled));
    replace(db, import.to_row(), still).await
}

/// The import that wrote a change set.
pub async fn import_of_set(db: &impl ConnectionTrait, set: Id) -> Result<Option<Import>, Error> {
    let select = Entity::find().filter(Column::ChangeSet.eq(set.raw()));
    select.one(db).await?.map(Import::try_from).transpose()
}

/// The import.
pub async fn import_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Import>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(Import::try_from).transpose()
}

/// The imports into a form, newest first.
pub async fn imports_into(db: &impl ConnectionTrait, app: &Key, form: &Key, page: Page) -> Result<Vec<Import>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    let mut select = select.order_by_desc(Column::Id).limit(page.limit);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    all(select.all(db).await?)
}

/// Adds what became of rows.
pub async fn insert_import_rows(db: &impl ConnectionTrait, rows: &[ImportRow]) -> Result<(), Error> {
    insert_all(db, rows.iter().map(ImportRow::to_row).collect()).await
}

/// What became of rows after `row_no`, of one verdict or of all, in the order of the file.
pub async fn import_rows(
    db: &impl ConnectionTrait,
    import: Id,
    verdict: Option<RowVerdict>,
    row_no: i64,
    limit: u64,
) -> Result<Vec<ImportRow>, Error> {
    let select = import_row::Entity::find().filter(import_row::Column::Import.eq(import.raw()));
    let mut select = select.filter(import_row::Column::RowNo.gt(row_no)).order_by_asc(import_row::Column::RowNo);
    if let Some(verdict) = verdict {
        select = select.filter(import_row::Column::Verdict.eq(verdict.word()));
    }
    all(select.limit(limit).all(db).await?)
}
