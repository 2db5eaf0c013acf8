//! The audit trail: entries are only ever added, each carries the hash of the one before.

use sea_orm::{DbErr, sea_query::Query};
use sea_orm_migration::SchemaManager;

use super::columns::{create, id, index, keyed, number, number_or_none, table, text, text_or_none};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let audits = keyed(
        table(
            "mortise_audit",
            [
                number("seq"),
                number("at"),
                number_or_none("actor"),
                text("act"),
                text("outcome"),
                text_or_none("app"),
                text("object_kind"),
                text_or_none("object"),
                text("detail"),
                text("request_id"),
                text_or_none("address"),
                text("prev_hash"),
                text("hash"),
            ],
        ),
        &["seq"],
    );
    let audit_heads = table("mortise_audit_head", [id(), number("seq"), text("hash")]);
    create(
        manager,
        [audits, audit_heads],
        [
            index("mortise_audit", &["actor", "seq"]),
            index("mortise_audit", &["object_kind", "object", "seq"]),
            index("mortise_audit", &["act", "seq"]),
            index("mortise_audit", &["at"]),
        ],
    )
    .await?;
    let first = Query::insert()
        .into_table("mortise_audit_head")
        .columns(["id", "seq", "hash"])
        .values_panic([1.into(), 0.into(), "".into()])
        .take();
    manager.execute(first).await
}
