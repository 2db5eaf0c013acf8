use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, replace},
    row::row,
};
use crate::{
    Error,
    entities::param::{Column, Entity},
};

row! {
    /// What a parameter of an app was set to; one that was never set has the value of its definition.
    ParamValue = param {
        /// The app.
        app: Key,
        /// The parameter, such as `flow.l1`.
        key: String,
        /// Its value.
        value: Json,
        /// Grows with each change.
        version: i64,
        /// When it was last set.
        updated_at: DateTime<Utc>,
        /// By whom.
        updated_by: Option<Id>,
    }
}

/// The parameters of an app that were set, by key.
pub async fn param_values(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<ParamValue>, Error> {
    let mut values: Vec<ParamValue> = all(Entity::find().filter(Column::App.eq(app.as_str())).all(db).await?)?;
    values.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(values)
}

/// What a parameter was set to.
pub async fn param_value(db: &impl ConnectionTrait, app: &Key, key: &str) -> Result<Option<ParamValue>, Error> {
    let found = Entity::find_by_id((app.to_string(), key.to_owned())).one(db).await?;
    found.map(ParamValue::try_from).transpose()
}

/// Sets a parameter that still has the version `before`, or was never set. Whether it was so;
/// [`Error::Taken`] where another set it for the first time at the same moment.
pub async fn set_param(db: &impl ConnectionTrait, before: Option<i64>, value: &ParamValue) -> Result<bool, Error> {
    let Some(before) = before else {
        return insert(db, value.to_row()).await.map(|()| true);
    };
    let still = Condition::all().add(Column::App.eq(value.app.as_str())).add(Column::Key.eq(value.key.as_str()));
    replace(db, value.to_row(), still.add(Column::Version.eq(before))).await
}
