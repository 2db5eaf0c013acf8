use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, replace, words},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::{
        document::{Column, Entity, Model},
        document_version,
    },
};

words! {
    /// What a document describes.
    DocumentKind {
        /// When something happens by itself, and what.
        Rule => "rule",
        /// A pivot and how it is shown.
        Report => "report",
        /// Several reports on a page.
        Dashboard => "dashboard",
        /// How a record is printed; its template is the extra text.
        Print => "print",
        /// Roles, scopes and groups of fields.
        Roles => "roles",
        /// The parameters that the app knows.
        Params => "params",
        /// A test case of the app.
        Case => "case",
        /// What the app brings along to show itself: people and departments.
        Org => "org",
    }
}

/// Where a document stands: in an app, of a kind, for a form where it belongs to one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentPlace {
    /// The app.
    pub app: Key,
    /// The kind.
    pub kind: DocumentKind,
    /// The form, for prints.
    pub form: Option<Key>,
    /// The key, unique at this place.
    pub key: Key,
}

/// A document of an app; each saving keeps the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Which.
    pub id: Id,
    /// Where it stands.
    pub place: DocumentPlace,
    /// The document.
    pub body: Json,
    /// A text that goes with it: a template, a script.
    pub extra: Option<String>,
    /// How often it was saved.
    pub version: i64,
    /// Its place in lists.
    pub position: i64,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: Option<Id>,
}

row! {
    /// A document as it was saved once.
    DocumentVersion = document_version {
        /// Of which document.
        document: Id,
        /// The how-manieth saving.
        version: i64,
        /// The document.
        body: Json,
        /// The text that goes with it.
        extra: Option<String>,
        /// When.
        saved_at: DateTime<Utc>,
        /// By whom.
        saved_by: Option<Id>,
    }
}

/// Adds a document. [`Error::Taken`] where there is one at its place.
pub async fn insert_document(db: &impl ConnectionTrait, document: &Document) -> Result<(), Error> {
    insert(db, document.to_row()).await?;
    insert(db, document.saved().to_row()).await
}

/// Saves a document that still has the version `before`; `document.version` is the new one. Whether it was so.
pub async fn update_document(db: &impl ConnectionTrait, before: i64, document: &Document) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(document.id.raw())).add(Column::Version.eq(before));
    let done = replace(db, document.to_row(), still).await?;
    if done {
        insert(db, document.saved().to_row()).await?;
    }
    Ok(done)
}

/// The document at a place.
pub async fn document_at(db: &impl ConnectionTrait, place: &DocumentPlace) -> Result<Option<Document>, Error> {
    let select = of_kind(&place.app, place.kind).filter(Column::Key.eq(place.key.as_str()));
    let found = select.filter(Column::Form.eq(form_column(place.form.as_ref()))).one(db).await?;
    found.map(Document::try_from).transpose()
}

/// The documents of a kind in an app, by their places.
pub async fn documents_of(db: &impl ConnectionTrait, app: &Key, kind: DocumentKind) -> Result<Vec<Document>, Error> {
    all(of_kind(app, kind).all(db).await?)
}

/// The documents of a kind that belong to a form, by their places.
pub async fn documents_of_form(
    db: &impl ConnectionTrait,
    app: &Key,
    kind: DocumentKind,
    form: &Key,
) -> Result<Vec<Document>, Error> {
    all(of_kind(app, kind).filter(Column::Form.eq(form.as_str())).all(db).await?)
}

/// All documents of an app, by kind and place.
pub async fn documents_of_app(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Document>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).order_by_asc(Column::Kind);
    all(select.order_by_asc(Column::Position).order_by_asc(Column::Id).all(db).await?)
}

/// Every saving of a document, newest first.
pub async fn document_versions(db: &impl ConnectionTrait, document: Id) -> Result<Vec<DocumentVersion>, Error> {
    let select = document_version::Entity::find().filter(document_version::Column::Document.eq(document.raw()));
    all(select.order_by_desc(document_version::Column::Version).all(db).await?)
}

/// Deletes the document at a place with all its versions; whether there was one.
pub async fn delete_document(db: &impl ConnectionTrait, place: &DocumentPlace) -> Result<bool, Error> {
    let Some(document) = document_at(db, place).await? else { return Ok(false) };
    Ok(Entity::delete_by_id(document.id.raw()).exec(db).await?.rows_affected == 1)
}

fn of_kind(app: &Key, kind: DocumentKind) -> Select<Entity> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Kind.eq(kind.word()));
    select.order_by_asc(Column::Position).order_by_asc(Column::Id)
}

/// No form is an empty text: blanks are never equal to each other, so they would not be unique.
fn form_column(form: Option<&Key>) -> String {
    form.map(Key::to_string).unwrap_or_default()
}

impl Document {
    fn to_row(&self) -> Model {
        Model {
            id: self.id.raw(),
            app: self.place.app.to_string(),
            kind: self.place.kind.word().to_owned(),
            form: form_column(self.place.form.as_ref()),
            key: self.place.key.to_string(),
            body: self.body.to_column(),
            extra: self.extra.clone(),
            version: self.version,
            position: self.position,
            updated_at: self.updated_at.to_column(),
            updated_by: self.updated_by.to_column(),
        }
    }

    fn saved(&self) -> DocumentVersion {
        DocumentVersion {
            document: self.id,
            version: self.version,
            body: self.body.clone(),
            extra: self.extra.clone(),
            saved_at: self.updated_at,
            saved_by: self.updated_by,
        }
    }
}

impl TryFrom<Model> for Document {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let form = Some(row.form).filter(|form| !form.is_empty());
        Ok(Self {
            id: Id::from_raw(row.id),
            place: DocumentPlace {
                app: Stored::from_column("document.app", row.app)?,
                kind: Stored::from_column("document.kind", row.kind)?,
                form: Stored::from_column("document.form", form)?,
                key: Stored::from_column("document.key", row.key)?,
            },
            body: Stored::from_column("document.body", row.body)?,
            extra: row.extra,
            version: row.version,
            position: row.position,
            updated_at: Stored::from_column("document.updated_at", row.updated_at)?,
            updated_by: Stored::from_column("document.updated_by", row.updated_by)?,
        })
    }
}
