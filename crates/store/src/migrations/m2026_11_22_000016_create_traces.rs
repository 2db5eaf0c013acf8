//! Public form links, issued prints, and the runs of rules.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{create, flag, id, index, number, number_or_none, table, text, text_or_none, unique};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let public_links = table(
        "mortise_public_link",
        [
            id(),
            text("app"),
            text("form"),
            text("token_hash"),
            text("settings"),
            number_or_none("opens_at"),
            number_or_none("closes_at"),
            number_or_none("quota"),
            number("used"),
            flag("active"),
            number("created_at"),
            number_or_none("created_by"),
        ],
    );
    let issued_prints = table(
        "mortise_issued_print",
        [
            id(),
            text("token_hash"),
            text("app"),
            text("form"),
            number("record"),
            number("record_version"),
            text("print"),
            number_or_none("file"),
            text("sha256"),
            text("detail"),
            number("issued_at"),
            number_or_none("issued_by"),
            number_or_none("revoked_at"),
        ],
    );
    let rule_runs = table(
        "mortise_rule_run",
        [
            id(),
            text("app"),
            text("rule"),
            text_or_none("form"),
            number_or_none("record"),
            text("trigger"),
            number("at"),
            number("took_ms"),
            text("outcome"),
            text_or_none("detail"),
            number_or_none("change_set"),
        ],
    );
    create(
        manager,
        [public_links, issued_prints, rule_runs],
        [
            unique("mortise_public_link", &["token_hash"]),
            index("mortise_public_link", &["app", "form"]),
            unique("mortise_issued_print", &["token_hash"]),
            index("mortise_issued_print", &["app", "form", "record"]),
            index("mortise_rule_run", &["app", "rule", "id"]),
        ],
    )
    .await
}
