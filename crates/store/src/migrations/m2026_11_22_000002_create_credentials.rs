//! Sessions and API keys; both are known by the hash of their token only.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, index, number, number_or_none, table, text, text_or_none, unique, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let sessions = table(
        "mortise_session",
        [
            id(),
            text("token_hash"),
            text("csrf_hash"),
            number("user_id"),
            number("created_at"),
            number("last_seen_at"),
            number("expires_at"),
            text_or_none("user_agent"),
            text_or_none("address"),
        ],
    );
    let keys = table(
        "mortise_api_key",
        [
            id(),
            text("token_hash"),
            number("user_id"),
            text("name"),
            text_or_none("scopes"),
            number("created_at"),
            number_or_none("expires_at"),
            number_or_none("last_used_at"),
            number_or_none("revoked_at"),
        ],
    );
    create(
        manager,
        [within(sessions, "user_id", "mortise_user"), within(keys, "user_id", "mortise_user")],
        [
            unique("mortise_session", &["token_hash"]),
            index("mortise_session", &["user_id"]),
            index("mortise_session", &["expires_at"]),
            unique("mortise_api_key", &["token_hash"]),
            index("mortise_api_key", &["user_id"]),
        ],
    )
    .await
}
