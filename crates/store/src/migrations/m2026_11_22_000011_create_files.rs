//! Files by name, their content once by its hash in pieces, and which records hold them.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{bytes, create, id, index, keyed, number, number_or_none, table, text, text_or_none, within};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let blobs = keyed(table("mortise_blob", [text("sha256"), number("size"), number("created_at")]), &["sha256"]);
    let blob_pieces =
        keyed(table("mortise_blob_piece", [text("sha256"), number("seq"), bytes("bytes")]), &["sha256", "seq"]);
    let files = table(
        "mortise_file",
        [
            id(),
            text("sha256"),
            text("name"),
            number("size"),
            text("mime"),
            text_or_none("detail"),
            number("created_at"),
            number_or_none("created_by"),
        ],
    );
    let file_uses = within(
        keyed(
            table("mortise_file_use", [number("file_id"), text("app"), text("form"), number("record"), text("field")]),
            &["file_id", "app", "form", "record", "field"],
        ),
        "file_id",
        "mortise_file",
    );
    create(
        manager,
        [blobs, blob_pieces, files, file_uses],
        [
            index("mortise_file", &["sha256"]),
            index("mortise_file_use", &["app", "form", "record"]),
        ],
    )
    .await
}
