use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, key, maybe_id, moment, ms, read, written},
    row::row,
};
use crate::{
    Error,
    entities::{
        form::{ActiveModel, Column, Entity, Model},
        form_version,
    },
};

row! {
    /// A form: its draft, and which of its versions is in force.
    Form = form {
        /// Which.
        id: Id,
        /// The app it belongs to.
        app: Key,
        /// Its key.
        key: Key,
        /// The draft, as a form document.
        draft: Json,
        /// Grows with each change of the draft.
        draft_version: i64,
        /// The version in force; absent before the first publishing.
        published_version: Option<i64>,
        /// Whether the draft differs from what is in force.
        changed: bool,
        /// When it was given up; its key is never used again.
        retired_at: Option<DateTime<Utc>>,
        /// Its place among the app's forms.
        position: i64,
        /// When the draft was last changed.
        updated_at: DateTime<Utc>,
        /// By whom.
        updated_by: Option<Id>,
    }
}

/// A version of a form, which never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FormVersion {
    /// The app it belongs to.
    pub app: Key,
    /// The form's key.
    pub form: Key,
    /// Its number, from 1.
    pub version: i64,
    /// The form document.
    pub spec: Json,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By whom.
    pub published_by: Option<Id>,
}

/// Adds a form. [`Error::Taken`] where the app has or had one with this key.
pub async fn insert_form(db: &impl ConnectionTrait, form: &Form) -> Result<(), Error> {
    insert(db, form.to_row()).await
}

/// Changes the draft of a form that still has the draft version `before`; `form.draft_version` is the new one.
/// Whether it was so.
pub async fn update_draft(db: &impl ConnectionTrait, before: i64, form: &Form) -> Result<bool, Error> {
    let row = ActiveModel {
        draft: Set(written(&form.draft)),
        draft_version: Set(form.draft_version),
        changed: Set(form.changed),
        position: Set(form.position),
        updated_at: Set(ms(form.updated_at)),
        updated_by: Set(form.updated_by.map(Id::raw)),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(form.id.raw()));
    let update = update.filter(Column::DraftVersion.eq(before)).filter(Column::RetiredAt.is_null());
    Ok(update.exec(db).await?.rows_affected == 1)
}

/// Puts a new version in force, if the draft still has the version it was made from and no other
/// version came first. Whether it was so.
pub async fn publish_form(
    db: &impl ConnectionTrait,
    form: &Form,
    version: i64,
    now: DateTime<Utc>,
    by: Option<Id>,
) -> Result<bool, Error> {
    let row = ActiveModel { published_version: Set(Some(version)), changed: Set(false), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(form.id.raw()));
    let update = update.filter(Column::DraftVersion.eq(form.draft_version)).filter(Column::RetiredAt.is_null());
    let update = match form.published_version {
        Some(before) => update.filter(Column::PublishedVersion.eq(before)),
        None => update.filter(Column::PublishedVersion.is_null()),
    };
    if update.exec(db).await?.rows_affected != 1 {
        return Ok(false);
    }
    let row = form_version::Model {
        form: form.id.raw(),
        version,
        spec: written(&form.draft),
        published_at: ms(now),
        published_by: by.map(Id::raw),
    };
    insert(db, row).await?;
    Ok(true)
}

/// Gives a form up: its key stays taken. Whether it was there.
pub async fn retire_form(db: &impl ConnectionTrait, app: &Key, form: &Key, now: DateTime<Utc>) -> Result<bool, Error> {
    let update = Entity::update_many().col_expr(Column::RetiredAt, Expr::value(ms(now)));
    let update = update.filter(Column::App.eq(app.as_str())).filter(Column::Key.eq(form.as_str()));
    Ok(update.filter(Column::RetiredAt.is_null()).exec(db).await?.rows_affected == 1)
}

/// The form, given-up ones too.
pub async fn form_by_key(db: &impl ConnectionTrait, app: &Key, form: &Key) -> Result<Option<Form>, Error> {
    one(db, app, form).await?.map(Form::try_from).transpose()
}

/// The forms of an app that are not given up, by their places.
pub async fn forms_of(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Form>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::RetiredAt.is_null());
    let select = select.order_by_asc(Column::Position).order_by_asc(Column::Id);
    all(select.all(db).await?)
}

/// The version in force.
pub async fn current_form_version(
    db: &impl ConnectionTrait,
    app: &Key,
    form: &Key,
) -> Result<Option<FormVersion>, Error> {
    let Some(row) = one(db, app, form).await? else { return Ok(None) };
    let Some(version) = row.published_version.filter(|_| row.retired_at.is_none()) else { return Ok(None) };
    version_of(db, &row, version).await
}

/// The versions in force of all forms of an app, by the forms' places.
pub async fn current_form_versions(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<FormVersion>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::RetiredAt.is_null());
    let select = select.filter(Column::PublishedVersion.is_not_null()).order_by_asc(Column::Position);
    let mut found = Vec::new();
    for row in select.order_by_asc(Column::Id).all(db).await? {
        if let Some(version) = row.published_version {
            found.extend(version_of(db, &row, version).await?);
        }
    }
    Ok(found)
}

/// One version, also of a form that is given up.
pub async fn form_version(
    db: &impl ConnectionTrait,
    app: &Key,
    form: &Key,
    version: i64,
) -> Result<Option<FormVersion>, Error> {
    let Some(row) = one(db, app, form).await? else { return Ok(None) };
    version_of(db, &row, version).await
}

/// The versions of a form, newest first: at most `limit`, of those before `before` where that is given.
pub async fn form_versions(
    db: &impl ConnectionTrait,
    (app, form): (&Key, &Key),
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<FormVersion>, Error> {
    let Some(row) = one(db, app, form).await? else { return Ok(Vec::new()) };
    let mut select = form_version::Entity::find().filter(form_version::Column::Form.eq(row.id));
    if let Some(before) = before {
        select = select.filter(form_version::Column::Version.lt(before));
    }
    let versions = select.order_by_desc(form_version::Column::Version).limit(limit).all(db).await?;
    versions.into_iter().map(|version| joined(&row, version)).collect()
}

async fn one(db: &impl ConnectionTrait, app: &Key, form: &Key) -> Result<Option<Model>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Key.eq(form.as_str()));
    Ok(select.one(db).await?)
}

async fn version_of(db: &impl ConnectionTrait, form: &Model, version: i64) -> Result<Option<FormVersion>, Error> {
    let found = form_version::Entity::find_by_id((form.id, version)).one(db).await?;
    found.map(|row| joined(form, row)).transpose()
}

fn joined(form: &Model, row: form_version::Model) -> Result<FormVersion, Error> {
    Ok(FormVersion {
        app: key("form.app", &form.app)?,
        form: key("form.key", &form.key)?,
        version: row.version,
        spec: read("form_version.spec", &row.spec)?,
        published_at: moment(row.published_at),
        published_by: maybe_id(row.published_by),
    })
}
