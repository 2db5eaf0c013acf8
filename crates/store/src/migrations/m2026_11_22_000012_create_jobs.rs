//! Work that is done later: once, at its time, again where it failed.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, flag, id, index, number, number_or_none, table, text, text_or_none, unique};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let jobs = table(
        "mortise_job",
        [
            id(),
            text("kind"),
            text_or_none("subject"),
            text_or_none("dedupe_key"),
            text("payload"),
            number_or_none("actor"),
            text("state"),
            number("due_at"),
            number("attempts"),
            number("max_attempts"),
            number("crashes"),
            number_or_none("lease"),
            number_or_none("leased_until"),
            number("done"),
            number_or_none("total"),
            text_or_none("message"),
            text_or_none("result"),
            text_or_none("error"),
            flag("cancel"),
            number("created_at"),
            number_or_none("started_at"),
            number_or_none("ended_at"),
        ],
    );
    create(
        manager,
        [jobs],
        [
            index("mortise_job", &["state", "due_at", "id"]),
            index("mortise_job", &["state", "leased_until"]),
            unique("mortise_job", &["dedupe_key"]),
            index("mortise_job", &["subject", "state"]),
            index("mortise_job", &["actor", "id"]),
        ],
    )
    .await
}
