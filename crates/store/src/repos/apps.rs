use chrono::{DateTime, Utc};
use mortise_model::{I18n, Id, Key};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};
use serde_json::Value as Json;

use super::convert::{insert, key, maybe_id, moment, ms, read, written};
use crate::{
    Error,
    entities::app::{ActiveModel, Column, Entity, Model},
};

/// The tables whose rows go with their app; rows that hang on these go with them.
const OF_AN_APP: &[&str] = &[
    "mortise_comment",
    "mortise_connection",
    "mortise_delegation",
    "mortise_document",
    "mortise_file_use",
    "mortise_form",
    "mortise_import",
    "mortise_issued_print",
    "mortise_param",
    "mortise_public_link",
    "mortise_role_grant",
    "mortise_rule_run",
    "mortise_search",
    "mortise_view",
    "mortise_webhook",
    "mortise_wf_instance",
    "mortise_workflow",
];

/// An app of the tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// Which.
    pub id: Id,
    /// Its key in this tenant: in addresses, grants and table names.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// Its version (semver), as its maker counts.
    pub version: String,
    /// The rest of `app.json`: description, modules, dependencies.
    pub manifest: Json,
    /// Its menu.
    pub navigation: Json,
    /// Its picture's name.
    pub icon: Option<String>,
    /// The bundle it was installed from: key in the bundle and content hash.
    pub bundle: Option<(Key, String)>,
    /// Its place among the apps.
    pub position: i64,
    /// Grows with each change of this row.
    pub row_version: i64,
    /// When it was made or installed.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: Option<Id>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Adds an app. [`Error::Taken`] where the key exists.
pub async fn insert_app(db: &impl ConnectionTrait, app: &App) -> Result<(), Error> {
    let row = Model {
        id: app.id.raw(),
        key: app.key.to_string(),
        name: written(&app.name),
        version: app.version.clone(),
        manifest: written(&app.manifest),
        navigation: written(&app.navigation),
        icon: app.icon.clone(),
        bundle_key: app.bundle.as_ref().map(|(key, _)| key.to_string()),
        bundle_hash: app.bundle.as_ref().map(|(_, hash)| hash.clone()),
        position: app.position,
        row_version: app.row_version,
        created_at: ms(app.created_at),
        created_by: app.created_by.map(Id::raw),
        updated_at: ms(app.updated_at),
    };
    insert(db, row).await
}

/// Changes an app whose row still has the version `before`; `app.row_version` is the new one. Whether it was so.
pub async fn update_app(db: &impl ConnectionTrait, before: i64, app: &App) -> Result<bool, Error> {
    let row = ActiveModel {
        name: Set(written(&app.name)),
        version: Set(app.version.clone()),
        manifest: Set(written(&app.manifest)),
        navigation: Set(written(&app.navigation)),
        icon: Set(app.icon.clone()),
        bundle_key: Set(app.bundle.as_ref().map(|(key, _)| key.to_string())),
        bundle_hash: Set(app.bundle.as_ref().map(|(_, hash)| hash.clone())),
        position: Set(app.position),
        row_version: Set(app.row_version),
        updated_at: Set(ms(app.updated_at)),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(app.id.raw()));
    Ok(update.filter(Column::RowVersion.eq(before)).exec(db).await?.rows_affected == 1)
}

/// The app with this key.
pub async fn app_by_key(db: &impl ConnectionTrait, key: &Key) -> Result<Option<App>, Error> {
    Entity::find().filter(Column::Key.eq(key.as_str())).one(db).await?.map(App::try_from).transpose()
}

/// All apps, by their places.
pub async fn apps(db: &impl ConnectionTrait) -> Result<Vec<App>, Error> {
    let select = Entity::find().order_by_asc(Column::Position).order_by_asc(Column::Id);
    select.all(db).await?.into_iter().map(App::try_from).collect()
}

/// Deletes an app with all that belongs to it but its records: definitions, flows and their tasks, views,
/// comments, imports, connections and roles. What was done in it stays in the history and in the audit trail.
/// Whether there was one.
pub async fn delete_app(db: &impl ConnectionTrait, key: &Key) -> Result<bool, Error> {
    for table in OF_AN_APP {
        let own = Expr::col("app").eq(key.as_str());
        db.execute(Query::delete().from_table(*table).and_where(own)).await?;
    }
    Ok(Entity::delete_many().filter(Column::Key.eq(key.as_str())).exec(db).await?.rows_affected == 1)
}

impl TryFrom<Model> for App {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let bundle = match (row.bundle_key, row.bundle_hash) {
            (Some(bundle), Some(hash)) => Some((key("app.bundle_key", &bundle)?, hash)),
            _ => None,
        };
        Ok(Self {
            id: Id::from_raw(row.id),
            key: key("app.key", &row.key)?,
            name: read("app.name", &row.name)?,
            version: row.version,
            manifest: read("app.manifest", &row.manifest)?,
            navigation: read("app.navigation", &row.navigation)?,
            icon: row.icon,
            bundle,
            position: row.position,
            row_version: row.row_version,
            created_at: moment(row.created_at),
            created_by: maybe_id(row.created_by),
            updated_at: moment(row.updated_at),
        })
    }
}
