//! Running numbers, saved views and the settings of the tenant.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, keyed, number, number_or_none, table, text, unique};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let sequences =
        keyed(table("mortise_sequence", [text("name"), text("period"), number("value")]), &["name", "period"]);
    let views = table(
        "mortise_view",
        [
            id(),
            text("app"),
            text("form"),
            number("owner"),
            text("key"),
            text("name"),
            text("spec"),
            number("position"),
            number("version"),
            number("updated_at"),
            number_or_none("updated_by"),
        ],
    );
    let settings = keyed(
        table(
            "mortise_setting",
            [text("key"), text("value"), number("version"), number("updated_at"), number_or_none("updated_by")],
        ),
        &["key"],
    );
    create(manager, [sequences, views, settings], [unique("mortise_view", &["app", "form", "owner", "key"])]).await
}
