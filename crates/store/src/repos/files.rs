use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, raw},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::{
        file::{Column, Entity},
        file_use,
    },
};

row! {
    /// A file: a name for some content.
    File = file {
        /// Which.
        id: Id,
        /// The hash of its content.
        sha256: String,
        /// Its name, as it was uploaded.
        name: String,
        /// How many bytes it has.
        size: i64,
        /// Its type, as its content shows it.
        mime: String,
        /// What else is known of it, e.g. the size of a picture.
        detail: Option<Json>,
        /// When it was uploaded.
        created_at: DateTime<Utc>,
        /// By whom.
        created_by: Option<Id>,
    }
}

row! {
    /// That a field of a record holds a file, or held it once.
    FileUse = file_use {
        /// Which file.
        file: Id,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// The field.
        field: Key,
    }
}

/// Adds a file whose content is kept.
pub async fn insert_file(db: &impl ConnectionTrait, file: &File) -> Result<(), Error> {
    insert(db, file.to_row()).await
}

/// The file.
pub async fn file_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<File>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(File::try_from).transpose()
}

/// Those of the files that exist, by id.
pub async fn files_by_ids(db: &impl ConnectionTrait, ids: &[Id]) -> Result<Vec<File>, Error> {
    all(Entity::find().filter(Column::Id.is_in(raw(ids))).order_by_asc(Column::Id).all(db).await?)
}

/// The fields of records that hold a file, or held it once.
pub async fn uses_of(db: &impl ConnectionTrait, file: Id) -> Result<Vec<FileUse>, Error> {
    all(file_use::Entity::find().filter(file_use::Column::File.eq(file.raw())).all(db).await?)
}

/// Says that a field of a record holds files, beside those that it held before: what a record once held stays with
/// it, so that its history and what undoes a change find it. [`Error::Missing`] where a file does not exist.
pub async fn add_uses(
    db: &impl ConnectionTrait,
    (app, form, record): (&Key, &Key, Id),
    field: &Key,
    files: &[Id],
) -> Result<(), Error> {
    for file in files {
        let row = FileUse { file: *file, app: app.clone(), form: form.clone(), record, field: field.clone() };
        let mut once = OnConflict::columns([
            file_use::Column::File,
            file_use::Column::App,
            file_use::Column::Form,
            file_use::Column::Record,
            file_use::Column::Field,
        ]);
        let insertion = file_use::Entity::insert(row.to_row().into_active_model().reset_all());
        insertion.on_conflict(once.do_nothing().to_owned()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Deletes files older than a moment that no record ever held, at most `limit`; how many.
pub async fn sweep_files(db: &impl ConnectionTrait, before: DateTime<Utc>, limit: u64) -> Result<u64, Error> {
    let select = unheld().filter(Column::CreatedAt.lt(before.to_column())).limit(limit);
    let ids: Vec<i64> = select.all(db).await?.into_iter().map(|row| row.id).collect();
    Ok(Entity::delete_many().filter(Column::Id.is_in(ids)).exec(db).await?.rows_affected)
}

/// When the oldest file that no record ever held was uploaded.
pub async fn oldest_unheld(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, Error> {
    let first = unheld().order_by_asc(Column::CreatedAt).one(db).await?;
    Ok(first.map(File::try_from).transpose()?.map(|file| file.created_at))
}

fn unheld() -> sea_orm::Select<Entity> {
    let held = Query::select()
        .expr(Expr::value(1))
        .from(file_use::Entity)
        .and_where(Expr::col((file_use::Entity, file_use::Column::File)).equals((Entity, Column::Id)))
        .take();
    Entity::find().filter(Expr::exists(held).not())
}
