//! Apps, and their forms: a draft that changes and versions that never do.
//!
//! Apps and forms are named by their keys in every other table: a key never changes.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{
    create, flag, id, keyed, number, number_or_none, table, text, text_or_none, unique, within,
};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let apps = table(
        "mortise_app",
        [
            id(),
            text("key"),
            text("name"),
            text("version"),
            text("manifest"),
            text("navigation"),
            text_or_none("icon"),
            text_or_none("bundle_key"),
            text_or_none("bundle_hash"),
            number("position"),
            number("row_version"),
            number("created_at"),
            number_or_none("created_by"),
            number("updated_at"),
        ],
    );
    let forms = table(
        "mortise_form",
        [
            id(),
            text("app"),
            text("key"),
            text("draft"),
            number("draft_version"),
            number_or_none("published_version"),
            flag("changed"),
            number_or_none("retired_at"),
            number("position"),
            number("updated_at"),
            number_or_none("updated_by"),
        ],
    );
    let versions = keyed(
        table(
            "mortise_form_version",
            [
                number("form_id"),
                number("version"),
                text("spec"),
                number("published_at"),
                number_or_none("published_by"),
            ],
        ),
        &["form_id", "version"],
    );
    create(
        manager,
        [apps, forms, within(versions, "form_id", "mortise_form")],
        [
            unique("mortise_app", &["key"]),
            unique("mortise_form", &["app", "key"]),
        ],
    )
    .await
}
