//! Flows: a draft that changes and versions that never do; instances keep to theirs.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, flag, id, index, keyed, number, number_or_none, table, text, unique, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let workflows = table(
        "mortise_workflow",
        [
            id(),
            text("app"),
            text("key"),
            text("form"),
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
    let workflow_versions = within(
        keyed(
            table(
                "mortise_workflow_version",
                [
                    number("workflow_id"),
                    number("version"),
                    text("spec"),
                    number("published_at"),
                    number_or_none("published_by"),
                ],
            ),
            &["workflow_id", "version"],
        ),
        "workflow_id",
        "mortise_workflow",
    );
    create(
        manager,
        [workflows, workflow_versions],
        [unique("mortise_workflow", &["app", "key"]), index("mortise_workflow", &["app", "form"])],
    )
    .await
}
