//! What was written together, and what that did to each record.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, index, keyed, number, number_or_none, table, text, text_or_none, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let change_sets = table(
        "mortise_change_set",
        [
            id(),
            number("at"),
            number_or_none("actor"),
            text("act"),
            text_or_none("app"),
            text("request_id"),
            text_or_none("note"),
            number("size"),
            number_or_none("undoes"),
            number_or_none("undone_by"),
        ],
    );
    let changes = within(
        keyed(
            table(
                "mortise_change",
                [
                    number("change_set_id"),
                    number("seq"),
                    text("app"),
                    text("form"),
                    number("record"),
                    text("kind"),
                    number("version"),
                    text_or_none("before"),
                    text_or_none("after"),
                ],
            ),
            &["change_set_id", "seq"],
        ),
        "change_set_id",
        "mortise_change_set",
    );
    create(
        manager,
        [change_sets, changes],
        [
            index("mortise_change_set", &["actor", "id"]),
            index("mortise_change", &["app", "form", "record", "change_set_id"]),
        ],
    )
    .await
}
