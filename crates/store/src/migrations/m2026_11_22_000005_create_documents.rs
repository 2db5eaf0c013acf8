//! Rules, reports, dashboards, prints, roles and whatever else an app consists of, with
//! all their versions; and the values of its parameters.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, keyed, number, number_or_none, table, text, text_or_none, unique, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let documents = table(
        "mortise_document",
        [
            id(),
            text("app"),
            text("kind"),
            text("form"),
            text("key"),
            text("body"),
            text_or_none("extra"),
            number("version"),
            number("position"),
            number("updated_at"),
            number_or_none("updated_by"),
        ],
    );
    let document_versions = within(
        keyed(
            table(
                "mortise_document_version",
                [
                    number("document_id"),
                    number("version"),
                    text("body"),
                    text_or_none("extra"),
                    number("saved_at"),
                    number_or_none("saved_by"),
                ],
            ),
            &["document_id", "version"],
        ),
        "document_id",
        "mortise_document",
    );
    let params = keyed(
        table(
            "mortise_param",
            [
                text("app"),
                text("key"),
                text("value"),
                number("version"),
                number("updated_at"),
                number_or_none("updated_by"),
            ],
        ),
        &["app", "key"],
    );
    create(
        manager,
        [documents, document_versions, params],
        [unique("mortise_document", &["app", "kind", "form", "key"])],
    )
    .await
}
