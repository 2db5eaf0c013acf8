use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert, replace, words},
    row::row,
};
use crate::{
    Error,
    entities::{
        delivery,
        webhook::{Column, Entity},
    },
};

words! {
    /// Which way a webhook goes.
    Direction {
        /// Others call here.
        Inbound => "in",
        /// Others are called.
        Outbound => "out",
    }
}

words! {
    /// How far a delivery is.
    DeliveryState {
        /// It is tried, or will be again.
        Trying => "trying",
        /// It was accepted.
        Delivered => "delivered",
        /// It was given up; it can be replayed.
        Failed => "failed",
    }
}

row! {
    /// An address by which another program is told, or tells us.
    Webhook = webhook {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// Of this form only.
        form: Option<Key>,
        /// Which way.
        direction: Direction,
        /// What the person called it.
        name: String,
        /// Whom to call.
        url: Option<String>,
        /// The hash of the token in its address, where others call here.
        token_hash: Option<String>,
        /// Of what.
        events: Vec<String>,
        /// The secret that signs, sealed.
        sealed: Option<Vec<u8>>,
        /// Whether it works.
        active: bool,
        /// How often it failed since it last worked.
        failures: i64,
        /// Grows with each change.
        version: i64,
        /// When it was made.
        created_at: DateTime<Utc>,
        /// By whom.
        created_by: Option<Id>,
        /// When it was last changed.
        updated_at: DateTime<Utc>,
    }
}

row! {
    /// One message through a webhook.
    Delivery = delivery {
        /// Which.
        id: Id,
        /// Through which webhook.
        webhook: Id,
        /// What happened.
        event: String,
        /// The event in the outbox, by which a receiver knows a message that comes twice.
        event_id: Id,
        /// What is sent.
        body: Json,
        /// How far it is.
        state: DeliveryState,
        /// How often it was tried.
        attempts: u32,
        /// The status of the last answer.
        status: Option<i64>,
        /// The beginning of the last answer.
        answer: Option<String>,
        /// When it was first tried.
        at: DateTime<Utc>,
        /// When it ended.
        ended_at: Option<DateTime<Utc>>,
    }
}

/// Adds a webhook.
pub async fn insert_webhook(db: &impl ConnectionTrait, webhook: &Webhook) -> Result<(), Error> {
    insert(db, webhook.to_row()).await
}

/// Changes a webhook that still has the version `before`; `webhook.version` is the new one. Whether it was so.
pub async fn update_webhook(db: &impl ConnectionTrait, before: i64, webhook: &Webhook) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(webhook.id.raw())).add(Column::Version.eq(before));
    replace(db, webhook.to_row(), still).await
}

/// The webhook.
pub async fn webhook_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Webhook>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(Webhook::try_from).transpose()
}

/// The working webhook that others call with this token.
pub async fn inbound_webhook(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Webhook>, Error> {
    let select = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::Active.eq(true));
    select.one(db).await?.map(Webhook::try_from).transpose()
}

/// All webhooks of an app, in the order in which they were made.
pub async fn webhooks_of(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Webhook>, Error> {
    all(Entity::find().filter(Column::App.eq(app.as_str())).order_by_asc(Column::Id).all(db).await?)
}

/// Deletes a webhook with its log; whether it was there.
pub async fn delete_webhook(db: &impl ConnectionTrait, id: Id) -> Result<bool, Error> {
    Ok(Entity::delete_by_id(id.raw()).exec(db).await?.rows_affected == 1)
}

/// Adds a message to the log.
pub async fn insert_delivery(db: &impl ConnectionTrait, delivery: &Delivery) -> Result<(), Error> {
    insert(db, delivery.to_row()).await
}

/// Writes how far a message is; whether it was there.
pub async fn update_delivery(db: &impl ConnectionTrait, delivery: &Delivery) -> Result<bool, Error> {
    replace(db, delivery.to_row(), Condition::all().add(delivery::Column::Id.eq(delivery.id.raw()))).await
}

/// The messages through a webhook, newest first.
pub async fn deliveries_of(db: &impl ConnectionTrait, webhook: Id, page: Page) -> Result<Vec<Delivery>, Error> {
    let mut select = delivery::Entity::find().filter(delivery::Column::Webhook.eq(webhook.raw()));
    if let Some(after) = page.after {
        select = select.filter(delivery::Column::Id.lt(after.raw()));
    }
    all(select.order_by_desc(delivery::Column::Id).limit(page.limit).all(db).await?)
}
