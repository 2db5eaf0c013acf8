use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Page,
    convert::{all, insert},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::comment::{ActiveModel, Column, Entity},
};

row! {
    /// What somebody said at a record.
    Comment = comment {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// The comment that it answers.
        reply_to: Option<Id>,
        /// Who; absent: the product.
        author: Option<Id>,
        /// What; empty once it is deleted.
        body: String,
        /// Whom it calls.
        mentions: Vec<Id>,
        /// When.
        at: DateTime<Utc>,
        /// When it was last changed.
        edited_at: Option<DateTime<Utc>>,
        /// When it was deleted.
        deleted_at: Option<DateTime<Utc>>,
    }
}

/// Adds a comment.
pub async fn insert_comment(db: &impl ConnectionTrait, comment: &Comment) -> Result<(), Error> {
    insert(db, comment.to_row()).await
}

/// The comment.
pub async fn comment_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Comment>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(Comment::try_from).transpose()
}

/// The comments at a record, newest first, deleted ones as empty places.
pub async fn comments_at(
    db: &impl ConnectionTrait,
    (app, form, record): (&Key, &Key, Id),
    page: Page,
) -> Result<Vec<Comment>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    let mut select = select.filter(Column::Record.eq(record.raw())).order_by_desc(Column::Id);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    all(select.limit(page.limit).all(db).await?)
}

/// Changes what an author said; whether it was theirs and not deleted.
pub async fn edit_comment(
    db: &impl ConnectionTrait,
    (id, author): (Id, Id),
    body: &str,
    mentions: &[Id],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = ActiveModel {
        body: Set(body.to_owned()),
        mentions: Set(mentions.to_vec().to_column()),
        edited_at: Set(Some(now.to_column())),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw())).filter(Column::Author.eq(author.raw()));
    Ok(update.filter(Column::DeletedAt.is_null()).exec(db).await?.rows_affected == 1)
}

/// Deletes what was said; an empty place stays. Whether it was there.
pub async fn delete_comment(db: &impl ConnectionTrait, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel {
        body: Set(String::new()),
        mentions: Set(Vec::<Id>::new().to_column()),
        deleted_at: Set(Some(now.to_column())),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw()));
    Ok(update.filter(Column::DeletedAt.is_null()).exec(db).await?.rows_affected == 1)
}
