//! `mortise_names`: which table belongs to what, for people with SQL tools and for clearing up.

use std::collections::HashSet;

use mortise_model::FormShape;
use sea_orm::{
    ConnectionTrait,
    sea_query::{ColumnDef, Expr, ExprTrait, Func, OnConflict, Query, SelectStatement, Table},
};

use super::{TableKind, TableShape, is_sqlite};
use crate::Error;

const NAMES: &str = "mortise_names";

pub(super) async fn prepare(conn: &impl ConnectionTrait) -> Result<(), Error> {
    let table = Table::create()
        .table(NAMES)
        .if_not_exists()
        .col(ColumnDef::new("name").text().not_null().primary_key())
        .col(ColumnDef::new("app").text().not_null())
        .col(ColumnDef::new("form").text().not_null())
        .col(ColumnDef::new("field").text())
        .col(ColumnDef::new("kind").text().not_null())
        .to_owned();
    conn.execute(&table).await?;
    Ok(())
}

pub(super) async fn remember(conn: &impl ConnectionTrait, table: &TableShape, form: &FormShape) -> Result<(), Error> {
    let kind = match table.kind {
        TableKind::Records => "records",
        TableKind::Rows => "rows",
        TableKind::Targets => "targets",
    };
    note(conn, [&table.name, &form.app, &form.key, kind], table.path.clone()).await
}

/// Notes that a table or view exists: its name, app, form and kind, and its field.
pub(super) async fn note(
    conn: &impl ConnectionTrait,
    [name, app, form, kind]: [&str; 4],
    field: Option<String>,
) -> Result<(), Error> {
    let insert = Query::insert()
        .into_table(NAMES)
        .columns(["name", "app", "form", "field", "kind"])
        .values_panic([name.into(), app.into(), form.into(), field.into(), kind.into()])
        .on_conflict(OnConflict::column("name").do_nothing().to_owned())
        .to_owned();
    conn.execute(&insert).await?;
    Ok(())
}

pub(super) async fn forget(conn: &impl ConnectionTrait, name: &str) -> Result<(), Error> {
    let delete = Query::delete().from_table(NAMES).and_where(Expr::col("name").eq(name)).to_owned();
    conn.execute(&delete).await?;
    Ok(())
}

/// The columns that a table has; none where there is no such table.
pub(crate) async fn columns(conn: &impl ConnectionTrait, table: &str) -> Result<HashSet<String>, Error> {
    let select = if is_sqlite(conn) {
        Query::select().column("name").from_function(Func::cust("pragma_table_info").arg(table), "columns").to_owned()
    } else {
        Query::select()
            .expr_as(Expr::col("column_name").cast_as("text"), "name")
            .from(("information_schema", "columns"))
            .and_where(in_this_schema("table_schema"))
            .and_where(Expr::col("table_name").eq(table))
            .to_owned()
    };
    names(conn, &select).await
}

/// The indexes that a table has.
pub(super) async fn indexes(conn: &impl ConnectionTrait, table: &str) -> Result<HashSet<String>, Error> {
    let select = if is_sqlite(conn) {
        Query::select()
            .column("name")
            .from("sqlite_master")
            .and_where(Expr::col("type").eq("index"))
            .and_where(Expr::col("tbl_name").eq(table))
            .to_owned()
    } else {
        Query::select()
            .expr_as(Expr::col("indexname").cast_as("text"), "name")
            .from("pg_indexes")
            .and_where(in_this_schema("schemaname"))
            .and_where(Expr::col("tablename").eq(table))
            .to_owned()
    };
    names(conn, &select).await
}

fn in_this_schema(column: &'static str) -> Expr {
    Expr::col(column).eq(Func::cust("current_schema"))
}

async fn names(conn: &impl ConnectionTrait, select: &SelectStatement) -> Result<HashSet<String>, Error> {
    let rows = conn.query_all(select).await?;
    Ok(rows.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?)
}
