use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use super::{
    convert::{all, insert},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::issued_print::{ActiveModel, Column, Entity},
};

row! {
    /// A print that was issued: whoever holds it can have it confirmed.
    IssuedPrint = issued_print {
        /// Which.
        id: Id,
        /// The hash of the token on the paper.
        token_hash: String,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// The record's version at that time.
        record_version: i64,
        /// The print template.
        print: Key,
        /// The file, where it is kept.
        file: Option<Id>,
        /// The hash of the printed file.
        sha256: String,
        /// What the page of confirmation shows.
        detail: Json,
        /// When.
        issued_at: DateTime<Utc>,
        /// By whom.
        issued_by: Option<Id>,
        /// When it was declared void.
        revoked_at: Option<DateTime<Utc>>,
    }
}

/// Adds an issued print.
pub async fn insert_issued_print(db: &impl ConnectionTrait, print: &IssuedPrint) -> Result<(), Error> {
    insert(db, print.to_row()).await
}

/// The print with this token, void ones too.
pub async fn issued_print(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<IssuedPrint>, Error> {
    let found = Entity::find().filter(Column::TokenHash.eq(token_hash)).one(db).await?;
    found.map(IssuedPrint::try_from).transpose()
}

/// What was issued of a record, newest first.
pub async fn issued_prints_of(
    db: &impl ConnectionTrait,
    app: &Key,
    form: &Key,
    record: Id,
) -> Result<Vec<IssuedPrint>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    all(select.filter(Column::Record.eq(record.raw())).order_by_desc(Column::Id).all(db).await?)
}

/// Declares a print void; whether it was not yet.
pub async fn revoke_issued_print(db: &impl ConnectionTrait, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = ActiveModel { revoked_at: Set(Some(now.to_column())), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw())).filter(Column::RevokedAt.is_null());
    Ok(update.exec(db).await?.rows_affected == 1)
}
