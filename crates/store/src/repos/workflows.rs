use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::Value as Json;

use super::{
    convert::{all, insert, ms, written},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::{
        workflow::{ActiveModel, Column, Entity, Model},
        workflow_version,
    },
};

row! {
    /// A flow: its draft, and which of its versions new instances take.
    Workflow = workflow {
        /// Which.
        id: Id,
        /// The app it belongs to.
        app: Key,
        /// Its key.
        key: Key,
        /// The form whose records it decides on.
        form: Key,
        /// The draft, as a workflow document.
        draft: Json,
        /// Grows with each change of the draft.
        draft_version: i64,
        /// The version in force; absent before the first publishing.
        published_version: Option<i64>,
        /// Whether the draft differs from what is in force.
        changed: bool,
        /// When it was given up: it starts no more, what runs goes on.
        retired_at: Option<DateTime<Utc>>,
        /// Its place among the form's flows.
        position: i64,
        /// When the draft was last changed.
        updated_at: DateTime<Utc>,
        /// By whom.
        updated_by: Option<Id>,
    }
}

/// A version of a flow, which never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkflowVersion {
    /// The app it belongs to.
    pub app: Key,
    /// The flow's key.
    pub workflow: Key,
    /// The form whose records it decides on.
    pub form: Key,
    /// Its number, from 1.
    pub version: i64,
    /// The workflow document.
    pub spec: Json,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By whom.
    pub published_by: Option<Id>,
}

/// Adds a flow. [`Error::Taken`] where the app has or had one with this key.
pub async fn insert_workflow(db: &impl ConnectionTrait, workflow: &Workflow) -> Result<(), Error> {
    insert(db, workflow.to_row()).await
}

/// Changes the draft of a flow that still has the draft version `before`; `workflow.draft_version` is the
/// new one. Whether it was so.
pub async fn update_draft(db: &impl ConnectionTrait, before: i64, workflow: &Workflow) -> Result<bool, Error> {
    let row = ActiveModel {
        draft: Set(written(&workflow.draft)),
        draft_version: Set(workflow.draft_version),
        changed: Set(workflow.changed),
        position: Set(workflow.position),
        updated_at: Set(ms(workflow.updated_at)),
        updated_by: Set(workflow.updated_by.map(Id::raw)),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(workflow.id.raw()));
    let update = update.filter(Column::DraftVersion.eq(before)).filter(Column::RetiredAt.is_null());
    Ok(update.exec(db).await?.rows_affected == 1)
}

/// Puts a new version in force, if the draft still has the version it was made from and no other
/// version came first. Whether it was so.
pub async fn publish_workflow(
    db: &impl ConnectionTrait,
    workflow: &Workflow,
    version: i64,
    now: DateTime<Utc>,
    by: Option<Id>,
) -> Result<bool, Error> {
    let row = ActiveModel { published_version: Set(Some(version)), changed: Set(false), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(workflow.id.raw()));
    let update = update.filter(Column::DraftVersion.eq(workflow.draft_version)).filter(Column::RetiredAt.is_null());
    let update = match workflow.published_version {
        Some(before) => update.filter(Column::PublishedVersion.eq(before)),
        None => update.filter(Column::PublishedVersion.is_null()),
    };
    if update.exec(db).await?.rows_affected != 1 {
        return Ok(false);
    }
    let row = workflow_version::Model {
        workflow: workflow.id.raw(),
        version,
        spec: written(&workflow.draft),
        published_at: ms(now),
        published_by: by.map(Id::raw),
    };
    insert(db, row).await?;
    Ok(true)
}

/// Gives a flow up: it starts no more. Whether it was there.
pub async fn retire_workflow(
    db: &impl ConnectionTrait,
    app: &Key,
    workflow: &Key,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let update = Entity::update_many().col_expr(Column::RetiredAt, Expr::value(ms(now)));
    let update = update.filter(Column::App.eq(app.as_str())).filter(Column::Key.eq(workflow.as_str()));
    Ok(update.filter(Column::RetiredAt.is_null()).exec(db).await?.rows_affected == 1)
}

/// The flow, given-up ones too.
pub async fn workflow_by_key(db: &impl ConnectionTrait, app: &Key, workflow: &Key) -> Result<Option<Workflow>, Error> {
    one(db, app, workflow).await?.map(Workflow::try_from).transpose()
}

/// The flows of an app that are not given up, by their places.
pub async fn workflows_of(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Workflow>, Error> {
    all(living(app).all(db).await?)
}

/// The flows of a form that are not given up, by their places.
pub async fn workflows_of_form(db: &impl ConnectionTrait, app: &Key, form: &Key) -> Result<Vec<Workflow>, Error> {
    all(living(app).filter(Column::Form.eq(form.as_str())).all(db).await?)
}

/// The version that new instances take.
pub async fn current_workflow_version(
    db: &impl ConnectionTrait,
    app: &Key,
    workflow: &Key,
) -> Result<Option<WorkflowVersion>, Error> {
    let Some(row) = one(db, app, workflow).await? else { return Ok(None) };
    let Some(version) = row.published_version.filter(|_| row.retired_at.is_none()) else { return Ok(None) };
    version_of(db, &row, version).await
}

/// One version, also of a flow that is given up.
pub async fn workflow_version(
    db: &impl ConnectionTrait,
    app: &Key,
    workflow: &Key,
    version: i64,
) -> Result<Option<WorkflowVersion>, Error> {
    let Some(row) = one(db, app, workflow).await? else { return Ok(None) };
    version_of(db, &row, version).await
}

/// All versions of a flow, newest first.
pub async fn workflow_versions(
    db: &impl ConnectionTrait,
    app: &Key,
    workflow: &Key,
) -> Result<Vec<WorkflowVersion>, Error> {
    let Some(row) = one(db, app, workflow).await? else { return Ok(Vec::new()) };
    let select = workflow_version::Entity::find().filter(workflow_version::Column::Workflow.eq(row.id));
    let versions = select.order_by_desc(workflow_version::Column::Version).all(db).await?;
    versions.into_iter().map(|version| joined(&row, version)).collect()
}

fn living(app: &Key) -> sea_orm::Select<Entity> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::RetiredAt.is_null());
    select.order_by_asc(Column::Position).order_by_asc(Column::Id)
}

async fn one(db: &impl ConnectionTrait, app: &Key, workflow: &Key) -> Result<Option<Model>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Key.eq(workflow.as_str()));
    Ok(select.one(db).await?)
}

async fn version_of(db: &impl ConnectionTrait, flow: &Model, version: i64) -> Result<Option<WorkflowVersion>, Error> {
    let found = workflow_version::Entity::find_by_id((flow.id, version)).one(db).await?;
    found.map(|row| joined(flow, row)).transpose()
}

fn joined(flow: &Model, row: workflow_version::Model) -> Result<WorkflowVersion, Error> {
    Ok(WorkflowVersion {
        app: Stored::from_column("workflow.app", flow.app.clone())?,
        workflow: Stored::from_column("workflow.key", flow.key.clone())?,
        form: Stored::from_column("workflow.form", flow.form.clone())?,
        version: row.version,
        spec: Stored::from_column("workflow_version.spec", row.spec)?,
        published_at: Stored::from_column("workflow_version.published_at", row.published_at)?,
        published_by: Stored::from_column("workflow_version.published_by", row.published_by)?,
    })
}
