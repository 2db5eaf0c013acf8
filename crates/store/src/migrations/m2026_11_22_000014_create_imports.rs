//! Imports: how far each is and what became of each row.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, flag, id, index, keyed, number, number_or_none, table, text, text_or_none, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let imports = table(
        "mortise_import",
        [
            id(),
            text("app"),
            text("form"),
            text("file_name"),
            number_or_none("file"),
            text("mapping"),
            flag("dry_run"),
            text("state"),
            number("total"),
            number("created"),
            number("updated"),
            number("skipped"),
            number("failed"),
            number_or_none("change_set"),
            number("created_at"),
            number_or_none("created_by"),
            number_or_none("ended_at"),
        ],
    );
    let import_rows = within(
        keyed(
            table(
                "mortise_import_row",
                [
                    number("import_id"),
                    number("row_no"),
                    text("verdict"),
                    number_or_none("record"),
                    text("issues"),
                    text_or_none("source"),
                ],
            ),
            &["import_id", "row_no"],
        ),
        "import_id",
        "mortise_import",
    );
    create(
        manager,
        [imports, import_rows],
        [
            index("mortise_import", &["app", "form", "id"]),
            index("mortise_import_row", &["import_id", "verdict", "row_no"]),
        ],
    )
    .await
}
