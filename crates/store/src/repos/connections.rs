use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, replace},
    row::row,
};
use crate::{
    Error,
    entities::connection::{Column, Entity},
};

row! {
    /// A configured way to another system. Its secrets are sealed before they come here.
    Connection = connection {
        /// Which.
        id: Id,
        /// The app that uses it.
        app: Key,
        /// Its key.
        key: Key,
        /// By which connector.
        kind: String,
        /// All that is not secret.
        settings: Json,
        /// The secrets, sealed.
        sealed: Option<Vec<u8>>,
        /// Grows with each change.
        version: i64,
        /// When it was last changed.
        updated_at: DateTime<Utc>,
        /// By whom.
        updated_by: Option<Id>,
    }
}

/// Adds a connection. [`Error::Taken`] where the app has one with this key.
pub async fn insert_connection(db: &impl ConnectionTrait, connection: &Connection) -> Result<(), Error> {
    insert(db, connection.to_row()).await
}

/// Changes a connection that still has the version `before`; `connection.version` is the new one.
/// Whether it was so.
pub async fn update_connection(db: &impl ConnectionTrait, before: i64, connection: &Connection) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(connection.id.raw())).add(Column::Version.eq(before));
    replace(db, connection.to_row(), still).await
}

/// The connection.
pub async fn connection_by_key(db: &impl ConnectionTrait, app: &Key, key: &Key) -> Result<Option<Connection>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Key.eq(key.as_str()));
    select.one(db).await?.map(Connection::try_from).transpose()
}

/// All connections of an app, in the order in which they were made.
pub async fn connections_of(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Connection>, Error> {
    all(Entity::find().filter(Column::App.eq(app.as_str())).order_by_asc(Column::Id).all(db).await?)
}

/// Deletes a connection with its secrets; whether it was there.
pub async fn delete_connection(db: &impl ConnectionTrait, app: &Key, key: &Key) -> Result<bool, Error> {
    let delete = Entity::delete_many().filter(Column::App.eq(app.as_str())).filter(Column::Key.eq(key.as_str()));
    Ok(delete.exec(db).await?.rows_affected == 1)
}
