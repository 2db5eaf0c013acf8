//! The few shapes of columns, tables and indexes that migrations are written in.
//!
//! Ids and moments (milliseconds UTC) are `BIGINT`, documents are JSON in `TEXT`, so
//! that SQLite and PostgreSQL hold the same bytes and compare them alike.

use sea_orm::{
    DbErr,
    sea_query::{ColumnDef, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, Table, TableCreateStatement},
};
use sea_orm_migration::SchemaManager;

/// A number that must be there: an id, a moment, a version, a count.
pub(super) fn number(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).big_integer().not_null().take()
}

/// A number that may be blank.
pub(super) fn number_or_none(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).big_integer().null().take()
}

/// The id of the table's rows, given by the product.
pub(super) fn id() -> ColumnDef {
    ColumnDef::new("id").big_integer().not_null().primary_key().take()
}

/// A text that must be there; JSON too.
pub(super) fn text(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).text().not_null().take()
}

/// A text that may be blank; JSON too.
pub(super) fn text_or_none(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).text().null().take()
}

/// Bytes that must be there.
pub(super) fn bytes(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).blob().not_null().take()
}

/// Bytes that may be blank.
pub(super) fn bytes_or_none(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).blob().null().take()
}

/// Yes or no.
pub(super) fn flag(name: &str) -> ColumnDef {
    ColumnDef::new(name.to_owned()).boolean().not_null().take()
}

/// A table with these columns.
pub(super) fn table(name: &str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name.to_owned());
    for column in columns {
        table.col(column);
    }
    table.take()
}

/// The same table, with a key of several columns.
pub(super) fn keyed(mut table: TableCreateStatement, columns: &[&str]) -> TableCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col((*column).to_owned());
    }
    table.primary_key(&mut key);
    table
}

/// The same table, whose rows go with the parent's row that `column` names.
pub(super) fn within(mut table: TableCreateStatement, column: &str, parent: &str) -> TableCreateStatement {
    let own = table.get_table_name().cloned().expect("`table` names it");
    let mut key = ForeignKey::create();
    key.from(own, column.to_owned()).to(parent.to_owned(), "id").on_delete(ForeignKeyAction::Cascade);
    table.foreign_key(&mut key);
    table
}

/// An index named for its table and columns.
pub(super) fn index(table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", columns.join("_"))).table(table.to_owned());
    for column in columns {
        index.col((*column).to_owned());
    }
    index.take()
}

/// An index that holds each combination once; blanks are never equal.
pub(super) fn unique(table: &str, columns: &[&str]) -> IndexCreateStatement {
    index(table, columns).unique().take()
}

/// Creates tables, then indexes, in this order.
pub(super) async fn create(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = TableCreateStatement>,
    indexes: impl IntoIterator<Item = IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}
