use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, replace},
    row::row,
};
use crate::{
    Error,
    entities::setting::{Column, Entity},
};

row! {
    /// A setting of the tenant.
    Setting = setting {
        /// Which.
        key: String,
        /// Its value.
        value: Json,
        /// Grows with each change.
        version: i64,
        /// When it was last changed.
        updated_at: DateTime<Utc>,
        /// By whom.
        updated_by: Option<Id>,
    }
}

/// The setting, where it was set.
pub async fn setting(db: &impl ConnectionTrait, key: &str) -> Result<Option<Setting>, Error> {
    Entity::find_by_id(key.to_owned()).one(db).await?.map(Setting::try_from).transpose()
}

/// All that was set, by key.
pub async fn settings(db: &impl ConnectionTrait) -> Result<Vec<Setting>, Error> {
    let mut settings: Vec<Setting> = all(Entity::find().all(db).await?)?;
    settings.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(settings)
}

/// Sets a setting that still has the version `before`, or was never set. Whether it was so;
/// [`Error::Taken`] where another set it for the first time at the same moment.
pub async fn set_setting(db: &impl ConnectionTrait, before: Option<i64>, setting: &Setting) -> Result<bool, Error> {
    let Some(before) = before else {
        return insert(db, setting.to_row()).await.map(|()| true);
    };
    let still = Condition::all().add(Column::Key.eq(setting.key.as_str())).add(Column::Version.eq(before));
    replace(db, setting.to_row(), still).await
}
