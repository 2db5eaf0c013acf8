//! What people say at a record, and what the product tells them.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, index, number, number_or_none, table, text, text_or_none, unique, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let comments = table(
        "mortise_comment",
        [
            id(),
            text("app"),
            text("form"),
            number("record"),
            number_or_none("reply_to"),
            number_or_none("author"),
            text("body"),
            text("mentions"),
            number("at"),
            number_or_none("edited_at"),
            number_or_none("deleted_at"),
        ],
    );
    let notifications = within(
        table(
            "mortise_notification",
            [
                id(),
                number("user_id"),
                text("kind"),
                text("title"),
                text_or_none("body"),
                text_or_none("target"),
                text_or_none("dedupe_key"),
                number("at"),
                number_or_none("read_at"),
            ],
        ),
        "user_id",
        "mortise_user",
    );
    create(
        manager,
        [comments, notifications],
        [
            index("mortise_comment", &["app", "form", "record", "id"]),
            index("mortise_notification", &["user_id", "id"]),
            index("mortise_notification", &["user_id", "read_at"]),
            unique("mortise_notification", &["user_id", "dedupe_key"]),
        ],
    )
    .await
}
