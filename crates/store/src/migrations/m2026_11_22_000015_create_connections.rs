//! Doors to other programs: connections with their sealed secrets, webhooks, and what was sent.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{
    bytes_or_none, create, flag, id, index, number, number_or_none, table, text, text_or_none, unique, within,
};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connections = table(
        "mortise_connection",
        [
            id(),
            text("app"),
            text("key"),
            text("kind"),
            text("settings"),
            bytes_or_none("sealed"),
            number("version"),
            number("updated_at"),
            number_or_none("updated_by"),
        ],
    );
    let webhooks = table(
        "mortise_webhook",
        [
            id(),
            text("app"),
            text_or_none("form"),
            text("direction"),
            text("name"),
            text_or_none("url"),
            text_or_none("token_hash"),
            text("events"),
            bytes_or_none("sealed"),
            flag("active"),
            number("failures"),
            number("version"),
            number("created_at"),
            number_or_none("created_by"),
            number("updated_at"),
        ],
    );
    let deliveries = within(
        table(
            "mortise_delivery",
            [
                id(),
                number("webhook_id"),
                text("event"),
                number("event_id"),
                text("body"),
                text("state"),
                number("attempts"),
                number_or_none("status"),
                text_or_none("answer"),
                number("at"),
                number_or_none("ended_at"),
            ],
        ),
        "webhook_id",
        "mortise_webhook",
    );
    create(
        manager,
        [connections, webhooks, deliveries],
        [
            unique("mortise_connection", &["app", "key"]),
            index("mortise_webhook", &["app", "form"]),
            unique("mortise_webhook", &["token_hash"]),
            index("mortise_delivery", &["webhook_id", "id"]),
        ],
    )
    .await
}
