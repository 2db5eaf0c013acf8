use chrono::{DateTime, Utc};
use mortise_model::{I18n, Id, Key};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, replace},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::view::{Column, Entity, Model},
};

/// Whose a shared view is: blanks are never equal to each other, so they would not be unique.
const SHARED: i64 = 0;

/// Whose view it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewOwner {
    /// Everybody's who may read the form.
    Shared,
    /// One person's.
    Person(Id),
}

row! {
    /// A way of looking at a form's records that somebody has saved.
    View = view {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// Whose it is.
        owner: ViewOwner,
        /// Its key, unique among the owner's views of the form.
        key: Key,
        /// Its name.
        name: I18n,
        /// Filter, columns, sorting and so on.
        spec: Json,
        /// Its place.
        position: i64,
        /// Grows with each change.
        version: i64,
        /// When it was last changed.
        updated_at: DateTime<Utc>,
        /// By whom.
        updated_by: Option<Id>,
    }
}

/// Adds a view. [`Error::Taken`] where the owner has one with this key.
pub async fn insert_view(db: &impl ConnectionTrait, view: &View) -> Result<(), Error> {
    insert(db, view.to_row()).await
}

/// Changes a view that still has the version `before`; `view.version` is the new one. Whether it was so.
pub async fn update_view(db: &impl ConnectionTrait, before: i64, view: &View) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(view.id.raw())).add(Column::Version.eq(before));
    replace(db, view.to_row(), still).await
}

/// The views of a form that somebody sees: the shared ones, then their own, each by their places.
pub async fn views_for(db: &impl ConnectionTrait, app: &Key, form: &Key, user: Id) -> Result<Vec<View>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    let select = select.filter(Column::Owner.is_in([SHARED, user.raw()])).order_by_asc(Column::Owner);
    all(select.order_by_asc(Column::Position).order_by_asc(Column::Id).all(db).await?)
}

/// The shared views of a form, by their places.
pub async fn shared_views(db: &impl ConnectionTrait, app: &Key, form: &Key) -> Result<Vec<View>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    let select = select.filter(Column::Owner.eq(SHARED)).order_by_asc(Column::Position);
    all(select.order_by_asc(Column::Id).all(db).await?)
}

/// The owner's view with this key.
pub async fn view_by_key(
    db: &impl ConnectionTrait,
    (app, form): (&Key, &Key),
    owner: ViewOwner,
    key: &Key,
) -> Result<Option<View>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    let select = select.filter(Column::Owner.eq(owner.to_column())).filter(Column::Key.eq(key.as_str()));
    let found: Option<Model> = select.one(db).await?;
    found.map(View::try_from).transpose()
}

/// Deletes a view; whether it was there.
pub async fn delete_view(db: &impl ConnectionTrait, id: Id) -> Result<bool, Error> {
    Ok(Entity::delete_by_id(id.raw()).exec(db).await?.rows_affected == 1)
}

impl Stored<i64> for ViewOwner {
    fn from_column(_: &'static str, column: i64) -> Result<Self, Error> {
        Ok(if column == SHARED { Self::Shared } else { Self::Person(Id::from_raw(column)) })
    }

    fn to_column(&self) -> i64 {
        match self {
            Self::Shared => SHARED,
            Self::Person(id) => id.raw(),
        }
    }
}
