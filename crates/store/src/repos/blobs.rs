//! The content of files: once for each content, known by its hash, in pieces. It lies in the
//! tenant's database, so that a backup, a copy or a deletion of the tenant is whole.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use sha2::{Digest, Sha256};

use super::{convert::insert, row::Stored};
use crate::{
    Error,
    entities::{blob, blob_piece, file},
};

/// How many bytes a piece holds; the last one may hold fewer.
pub const PIECE_BYTES: usize = 256 * 1024;

/// Keeps content and answers its SHA-256 in hexadecimal; content that is there already is not kept twice.
pub async fn put_blob(db: &impl ConnectionTrait, content: &[u8], now: DateTime<Utc>) -> Result<String, Error> {
    let sha256 = hex::encode(Sha256::digest(content));
    let size = i64::try_from(content.len()).expect("what fits into memory fits into 63 bits");
    if begin_blob(db, &sha256, size, now).await? {
        for (seq, piece) in (0..).zip(content.chunks(PIECE_BYTES)) {
            put_piece(db, &sha256, seq, piece.to_vec()).await?;
        }
    }
    Ok(sha256)
}

/// Says that content with this hash and size is about to be kept; whether its pieces are wanted, which they are not
/// where it is kept already. The pieces follow in the same transaction, by [`put_piece`].
///
/// Content that is kept already is as young as the newest that asked for it, so that no sweep takes it away meanwhile.
pub async fn begin_blob(db: &impl ConnectionTrait, sha256: &str, size: i64, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = blob::Model { sha256: sha256.to_owned(), size, created_at: now.to_column() };
    let again = OnConflict::column(blob::Column::Sha256).update_column(blob::Column::CreatedAt).to_owned();
    let insertion = blob::Entity::insert(row.into_active_model().reset_all()).on_conflict(again);
    insertion.exec_without_returning(db).await?;
    let first = blob_piece::Entity::find_by_id((sha256.to_owned(), 0)).select_only().column(blob_piece::Column::Seq);
    Ok(size > 0 && first.into_tuple::<i64>().one(db).await?.is_none())
}

/// Keeps one piece, counted from 0, of [`PIECE_BYTES`] bytes; the last one may be shorter.
pub async fn put_piece(db: &impl ConnectionTrait, sha256: &str, seq: i64, bytes: Vec<u8>) -> Result<(), Error> {
    insert(db, blob_piece::Model { sha256: sha256.to_owned(), seq, bytes }).await
}

/// How many bytes the content with this hash has; nothing where it is not kept.
pub async fn blob_size(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<i64>, Error> {
    Ok(blob::Entity::find_by_id(sha256.to_owned()).one(db).await?.map(|row| row.size))
}

/// One piece, counted from 0; nothing behind the last.
pub async fn blob_piece(db: &impl ConnectionTrait, sha256: &str, seq: i64) -> Result<Option<Vec<u8>>, Error> {
    Ok(blob_piece::Entity::find_by_id((sha256.to_owned(), seq)).one(db).await?.map(|row| row.bytes))
}

/// The whole content, checked against its hash: [`Error::Unreadable`] where it is damaged.
pub async fn blob(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
    let Some(size) = blob_size(db, sha256).await? else { return Ok(None) };
    let select = blob_piece::Entity::find().filter(blob_piece::Column::Sha256.eq(sha256));
    let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    for piece in select.order_by_asc(blob_piece::Column::Seq).all(db).await? {
        content.extend_from_slice(&piece.bytes);
    }
    if hex::encode(Sha256::digest(&content)) != sha256 {
        return Err(Error::Unreadable { what: "blob", detail: format!("`{sha256}` has another hash now") });
    }
    Ok(Some(content))
}

/// Deletes content older than a moment that no file has, at most `limit`; how many.
pub async fn sweep_blobs(db: &impl ConnectionTrait, before: DateTime<Utc>, limit: u64) -> Result<u64, Error> {
    let held = Query::select()
        .expr(Expr::value(1))
        .from(file::Entity)
        .and_where(Expr::col((file::Entity, file::Column::Sha256)).equals((blob::Entity, blob::Column::Sha256)))
        .take();
    let select = blob::Entity::find().filter(blob::Column::CreatedAt.lt(before.to_column()));
    let unheld = select.filter(Expr::exists(held).not()).limit(limit).all(db).await?;
    let mut gone = 0;
    for row in &unheld {
        // Somebody may have asked for the same content since.
        let delete = blob::Entity::delete_many().filter(blob::Column::Sha256.eq(&row.sha256));
        let deleted = delete.filter(blob::Column::CreatedAt.lt(before.to_column())).exec(db).await?.rows_affected;
        if deleted == 1 {
            blob_piece::Entity::delete_many().filter(blob_piece::Column::Sha256.eq(&row.sha256)).exec(db).await?;
            gone += 1;
        }
    }
    Ok(gone)
}
