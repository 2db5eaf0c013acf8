use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use super::{
    convert::{all, insert_all},
    row::row,
};
use crate::{
    Error,
    entities::wf_event::{Column, Entity},
};

row! {
    /// Something that happened to an instance. Events are only ever added.
    FlowEvent = wf_event {
        /// Of which instance.
        instance: Id,
        /// Its number there, from 1, without gaps.
        seq: i64,
        /// When.
        at: DateTime<Utc>,
        /// Who brought it about; absent: the product.
        actor: Option<Id>,
        /// The number of the event whose consequence it is.
        cause: i64,
        /// What kind of event.
        kind: String,
        /// The engine's event.
        body: Json,
    }
}

/// Adds events. [`Error::Taken`] where one of these numbers exists: somebody passed by the lock.
pub async fn append_flow_events(db: &impl ConnectionTrait, events: &[FlowEvent]) -> Result<(), Error> {
    insert_all(db, events.iter().map(FlowEvent::to_row).collect()).await
}

/// What happened to an instance after the event `after`, in order.
pub async fn flow_events(db: &impl ConnectionTrait, instance: Id, after: i64) -> Result<Vec<FlowEvent>, Error> {
    let select = Entity::find().filter(Column::Instance.eq(instance.raw())).filter(Column::Seq.gt(after));
    all(select.order_by_asc(Column::Seq).all(db).await?)
}
