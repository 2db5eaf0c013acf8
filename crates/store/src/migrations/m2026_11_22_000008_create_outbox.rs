//! What is to be told to others once a transaction is done, and which requests were answered already.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, index, keyed, number, number_or_none, table, text, text_or_none};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let outboxs = table(
        "mortise_outbox",
        [
            id(),
            text("event"),
            text("aggregate"),
            text("payload"),
            number("created_at"),
            text("state"),
            number("due_at"),
            number("attempts"),
            number_or_none("lease"),
            number_or_none("leased_until"),
            text_or_none("last_error"),
            number_or_none("done_at"),
        ],
    );
    let idempotencies = keyed(
        table(
            "mortise_idempotency",
            [
                number("actor"),
                text("key"),
                text("body_hash"),
                number_or_none("status"),
                text_or_none("answer"),
                number("created_at"),
                number("expires_at"),
            ],
        ),
        &["actor", "key"],
    );
    create(
        manager,
        [outboxs, idempotencies],
        [
            index("mortise_outbox", &["state", "due_at", "id"]),
            index("mortise_outbox", &["aggregate", "state", "id"]),
            index("mortise_idempotency", &["expires_at"]),
        ],
    )
    .await
}
