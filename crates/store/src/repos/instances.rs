use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert, replace},
    row::row,
};
use crate::{
    Error,
    entities::wf_instance::{Column, Entity},
};

row! {
    /// One run of a flow over one record.
    Instance = wf_instance {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// The flow.
        workflow: Key,
        /// The version it keeps to.
        version: i64,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// The record's title when it last changed.
        title: String,
        /// Who started it; absent: the product.
        initiator: Option<Id>,
        /// For which department.
        dept: Option<Id>,
        /// Where it stands, as the record's `_flow_state` says it.
        status: String,
        /// Whether it is held by an administrator.
        suspended: bool,
        /// The engine's whole state.
        state: Json,
        /// Grows with each command.
        rev: i64,
        /// The number of the last event.
        seq: i64,
        /// How many incidents wait for an administrator.
        incidents: i64,
        /// The instance that started this one.
        parent: Option<Id>,
        /// When it started.
        started_at: DateTime<Utc>,
        /// When it ended.
        ended_at: Option<DateTime<Utc>>,
    }
}

/// Which instances are meant; all that is given must fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InstanceFilter {
    /// Of this app.
    pub app: Option<Key>,
    /// Of this flow.
    pub workflow: Option<Key>,
    /// Started by this person.
    pub initiator: Option<Id>,
    /// Standing so.
    pub status: Option<String>,
    /// With incidents.
    pub troubled: bool,
}

/// Adds an instance.
pub async fn insert_instance(db: &impl ConnectionTrait, instance: &Instance) -> Result<(), Error> {
    insert(db, instance.to_row()).await
}

/// Writes an instance that still has the revision `before`; `instance.rev` is the new one. Whether it was so.
pub async fn update_instance(db: &impl ConnectionTrait, before: i64, instance: &Instance) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(instance.id.raw())).add(Column::Rev.eq(before));
    replace(db, instance.to_row(), still).await
}

/// The instance.
pub async fn instance_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Instance>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(Instance::try_from).transpose()
}

/// The instance, which nobody else can change before the transaction ends. Several are locked in
/// the order of their ids, the parent first.
pub async fn lock_instance(db: &impl ConnectionTrait, id: Id) -> Result<Option<Instance>, Error> {
    Entity::find_by_id(id.raw()).lock_exclusive().one(db).await?.map(Instance::try_from).transpose()
}

/// The instances over a record, newest first.
pub async fn instances_of_record(
    db: &impl ConnectionTrait,
    app: &Key,
    form: &Key,
    record: Id,
) -> Result<Vec<Instance>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    all(select.filter(Column::Record.eq(record.raw())).order_by_desc(Column::Id).all(db).await?)
}

/// The instances that an instance started, in order.
pub async fn children_of(db: &impl ConnectionTrait, parent: Id) -> Result<Vec<Instance>, Error> {
    all(Entity::find().filter(Column::Parent.eq(parent.raw())).order_by_asc(Column::Id).all(db).await?)
}

/// Instances, newest first.
pub async fn instances(db: &impl ConnectionTrait, filter: &InstanceFilter, page: Page) -> Result<Vec<Instance>, Error> {
    let mut select = Entity::find().order_by_desc(Column::Id).limit(page.limit);
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    if let Some(app) = &filter.app {
        select = select.filter(Column::App.eq(app.as_str()));
    }
    if let Some(workflow) = &filter.workflow {
        select = select.filter(Column::Workflow.eq(workflow.as_str()));
    }
    if let Some(initiator) = filter.initiator {
        select = select.filter(Column::Initiator.eq(initiator.raw()));
    }
    if let Some(status) = &filter.status {
        select = select.filter(Column::Status.eq(status));
    }
    if filter.troubled {
        select = select.filter(Column::Incidents.gt(0));
    }
    all(select.all(db).await?)
}
