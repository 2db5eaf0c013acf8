//! The tables in which records lie: made and changed from the shape of a published form.
//!
//! | storage | SQLite | PostgreSQL |
//! |---|---|---|
//! | text, option key, time `HH:MM`, date `YYYY-MM-DD` | `text` | `text COLLATE "C"` |
//! | int; decimal × 10^scale; moment in milliseconds UTC; id | `bigint` | `bigint` |
//! | bool | `boolean` | `bool` |
//! | list of texts | `text` (JSON) | `jsonb` |
//! | structured value | `text` (JSON) | `json` |
//!
//! Days and moments are stored alike on both, so that they sort, compare and group alike. Blank is always NULL:
//! an empty text or list is never stored. Secondary indexes serve questions about live records.
//!
//! **Invariant:** a column is added, never dropped: the key of a retired field comes back only as the field that it was.

use mortise_model::{FieldShape, FormShape, Storage};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, ColumnDef, ColumnType, ForeignKey, ForeignKeyAction, Index, Table, TableCreateStatement},
};

mod change;
mod indexes;
mod known;
mod views;

pub(crate) use indexes::unique_name;
pub(crate) use known::columns;

use crate::{
    Error,
    names::{self, Columns},
    search_index,
};

/// Makes the tables of a form, or brings them from the shape `old` to the shape `new`.
///
/// What is there stays: columns are added, decimals get their new scale, indexes follow. Fails with
/// [`Error::CannotStore`] where a field would have to be stored in another way, and with [`Error::Taken`]
/// where records that are there break a new unique key.
pub async fn apply_form(conn: &impl ConnectionTrait, old: Option<&FormShape>, new: &FormShape) -> Result<(), Error> {
    if let Some(old) = old {
        change::refuse_impossible(old, new)?;
    }
    let tables = tables(new, conn);
    known::prepare(conn).await?;
    views::drop_view(conn, new).await?;
    for table in &tables {
        let present = known::columns(conn, &table.name).await?;
        if present.is_empty() {
            conn.execute(&table.create()).await?;
        } else {
            for column in table.columns.iter().filter(|column| !present.contains(&column.name)) {
                let add = Table::alter().table(table.name.clone()).add_column(column.definition()).to_owned();
                conn.execute(&add).await?;
            }
        }
        known::remember(conn, table, new).await?;
    }
    if let Some(old) = old {
        change::rescale(conn, old, new).await?;
    }
    indexes::follow(conn, &tables, old, new).await?;
    search_index::follow(conn, new).await?;
    views::make_view(conn, new).await
}

/// Removes the tables of a form with all that they hold.
pub async fn drop_form(conn: &impl ConnectionTrait, form: &FormShape) -> Result<(), Error> {
    known::prepare(conn).await?;
    views::drop_view(conn, form).await?;
    search_index::remove(conn, form).await?;
    for table in tables(form, conn).iter().rev() {
        conn.execute(&Table::drop().table(table.name.clone()).if_exists().to_owned()).await?;
        known::forget(conn, &table.name).await?;
    }
    Ok(())
}

/// One table to be.
struct TableShape {
    name: String,
    /// The field it belongs to; absent for the table of the records themselves.
    path: Option<String>,
    /// The table whose rows take those of this one with them.
    parent: Option<String>,
    kind: TableKind,
    columns: Vec<Column>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TableKind {
    Records,
    Rows,
    /// What a field with several references points at.
    Targets,
}

struct Column {
    name: String,
    kind: ColumnType,
    not_null: bool,
}

/// Lets PostgreSQL count a form's records at once, after much was written: it would do so by itself within a minute or
/// so, and guess until then which index to use. SQLite's writer sees to its counts by itself.
pub async fn count_anew(conn: &impl ConnectionTrait, form: &FormShape) -> Result<(), Error> {
    if !is_sqlite(conn) {
        for table in tables(form, conn) {
            // The query builder knows no such statement. Names are made of keys and need no escape.
            conn.execute_unprepared(&format!("ANALYZE \"{}\"", table.name)).await?;
        }
        if search_index::fields(form).next().is_some() {
            conn.execute_unprepared(&format!("ANALYZE \"{}\"", names::search(form))).await?;
        }
    }
    Ok(())
}

/// All tables of a form, each after those it refers to.
fn tables(form: &FormShape, conn: &impl ConnectionTrait) -> Vec<TableShape> {
    let sqlite = is_sqlite(conn);
    let records = names::table(form);
    let mut all = vec![TableShape {
        name: records.clone(),
        path: None,
        parent: None,
        kind: TableKind::Records,
        columns: system_columns(sqlite).into_iter().chain(field_columns(form.fields.values(), sqlite)).collect(),
    }];
    for field in form.fields.values() {
        match field.storage {
            Storage::RefList(_) => all.push(targets(form, field.key.to_string(), &records)),
            Storage::Rows => {
                let rows = rows(form, field, &records, sqlite);
                let several = field.rows.values().filter(|inner| matches!(inner.storage, Storage::RefList(_)));
                let inner = several.map(|inner| targets(form, format!("{}.{}", field.key, inner.key), &rows.name));
                let inner: Vec<_> = inner.collect();
                all.push(rows);
                all.extend(inner);
            }
            _ => {}
        }
    }
    all
}

fn rows(form: &FormShape, field: &FieldShape, parent: &str, sqlite: bool) -> TableShape {
    let own = [big(names::ID), big(names::RECORD), big(names::POSITION)];
    TableShape {
        name: names::part_table(form, &field.key),
        path: Some(field.key.to_string()),
        parent: Some(parent.to_owned()),
        kind: TableKind::Rows,
        columns: own.into_iter().chain(field_columns(field.rows.values(), sqlite)).collect(),
    }
}

fn targets(form: &FormShape, path: String, parent: &str) -> TableShape {
    TableShape {
        name: names::part_table(form, &path),
        path: Some(path),
        parent: Some(parent.to_owned()),
        kind: TableKind::Targets,
        columns: vec![big(names::RECORD), big(names::TARGET), big(names::POSITION)],
    }
}

fn system_columns(sqlite: bool) -> Vec<Column> {
    let nullable = |name: &str, kind| Column { name: name.to_owned(), kind, not_null: false };
    vec![
        big(names::ID),
        big(names::VERSION),
        big(names::FORM_VERSION),
        big("_created_at"),
        nullable("_created_by", ColumnType::BigInteger),
        big("_updated_at"),
        nullable("_updated_by", ColumnType::BigInteger),
        nullable("_owner", ColumnType::BigInteger),
        nullable("_dept", ColumnType::BigInteger),
        nullable("_flow_state", text(sqlite)),
        nullable(names::DELETED_AT, ColumnType::BigInteger),
    ]
}

fn big(name: &str) -> Column {
    Column { name: name.to_owned(), kind: ColumnType::BigInteger, not_null: true }
}

fn field_columns<'a>(fields: impl Iterator<Item = &'a FieldShape>, sqlite: bool) -> impl Iterator<Item = Column> {
    fields.flat_map(move |field| {
        let kind = column_type(&field.storage, sqlite);
        let names = match names::columns(field) {
            Columns::None => vec![],
            Columns::One(name) => vec![name],
            Columns::Two(start, end) => vec![start, end],
        };
        names.into_iter().map(move |name| Column { name, kind: kind.clone(), not_null: false })
    })
}

fn column_type(storage: &Storage, sqlite: bool) -> ColumnType {
    match storage {
        Storage::Text | Storage::Time | Storage::Date | Storage::DateRange => text(sqlite),
        Storage::Bool => ColumnType::Boolean,
        Storage::List if !sqlite => ColumnType::JsonBinary,
        Storage::Json if !sqlite => ColumnType::Json,
        Storage::List | Storage::Json => ColumnType::Text,
        Storage::Int
        | Storage::Decimal { .. }
        | Storage::Instant
        | Storage::InstantRange
        | Storage::Ref(_)
        | Storage::RefList(_)
        | Storage::Rows
        | Storage::None => ColumnType::BigInteger,
    }
}

/// On PostgreSQL texts compare by code point as they do on SQLite, whatever the database's locale.
fn text(sqlite: bool) -> ColumnType {
    if sqlite { ColumnType::Text } else { ColumnType::custom("text COLLATE \"C\"") }
}

fn is_sqlite(conn: &impl ConnectionTrait) -> bool {
    conn.get_database_backend() == sea_orm::DbBackend::Sqlite
}

impl Column {
    fn definition(&self) -> ColumnDef {
        let mut definition = ColumnDef::new_with_type(Alias::new(&self.name), self.kind.clone());
        if self.not_null {
            definition.not_null();
        }
        definition
    }
}

impl TableShape {
    fn create(&self) -> TableCreateStatement {
        let mut create = Table::create();
        create.table(self.name.clone());
        for column in &self.columns {
            let mut definition = column.definition();
            if column.name == names::ID {
                definition.primary_key();
            }
            create.col(definition);
        }
        if self.kind == TableKind::Targets {
            create.primary_key(Index::create().col(names::RECORD).col(names::TARGET));
        }
        if let Some(parent) = &self.parent {
            let mut key = ForeignKey::create();
            key.from(self.name.clone(), names::RECORD)
                .to(parent.clone(), names::ID)
                .on_delete(ForeignKeyAction::Cascade);
            create.foreign_key(&mut key);
        }
        create.to_owned()
    }
}
