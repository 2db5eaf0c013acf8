//! The tables of the index follow the definition of the form.

use std::collections::HashSet;

use mortise_model::FormShape;
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::{GRAMS, STATES, fields, is_sqlite, whole};
use crate::{Error, ddl, names};

/// Brings the index of a form along whose tables are there. Where it has to be made anew, it is whole at once only if
/// there are no records; else it waits to be built.
pub(crate) async fn follow(conn: &impl ConnectionTrait, form: &FormShape) -> Result<(), Error> {
    let wanted: Vec<&str> = fields(form).map(|field| &*field.key).collect();
    let own = [names::RECORD, GRAMS];
    let present: HashSet<String> = ddl::columns(conn, &names::search(form)).await?;
    let present: HashSet<&str> = present.iter().map(String::as_str).filter(|name| !own.contains(name)).collect();
    let is_there = whole(conn, form).await?.is_some();
    if is_there && present == wanted.iter().copied().collect() {
        return Ok(());
    }
    remove(conn, form).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    make(conn, (&form.app, &form.key), &wanted).await?;
    let table = names::table(form);
    let first = Query::select().column(names::ID).from(table).limit(1).to_owned();
    if conn.query_one(&first).await?.is_none() {
        let update = Query::update()
            .table(STATES)
            .value("whole", true)
            .and_where(Expr::col("name").eq(names::search(form)))
            .to_owned();
        conn.execute(&update).await?;
    }
    Ok(())
}

/// Makes an empty index over these fields, which waits to be built.
pub(crate) async fn make(conn: &impl ConnectionTrait, (app, form): (&str, &str), fields: &[&str]) -> Result<(), DbErr> {
    let (records, search) = (names::table_of(app, form), names::search_of(app, form));
    // The query builder knows no such tables. Names are made of keys and need no escape.
    let initials: String = fields.iter().map(|field| format!(", \"{field}\" text")).collect();
    let key = format!(
        "\"{}\" bigint PRIMARY KEY REFERENCES \"{records}\" (\"{}\") ON DELETE CASCADE",
        names::RECORD,
        names::ID
    );
    if is_sqlite(conn) {
        conn.execute_unprepared(&format!("CREATE TABLE \"{search}\" ({key}{initials})")).await?;
        let grams = names::grams_of(app, form);
        conn.execute_unprepared(&format!(
            "CREATE VIRTUAL TABLE \"{grams}\" USING fts5({GRAMS}, content='', contentless_delete=1, detail='none', \
             tokenize='ascii')"
        ))
        .await?;
    } else {
        conn.execute_unprepared(&format!("CREATE TABLE \"{search}\" ({key}, {GRAMS} int4[] NOT NULL{initials})"))
            .await?;
        let index = names::index(&search, "gin", GRAMS);
        conn.execute_unprepared(&format!("CREATE INDEX \"{index}\" ON \"{search}\" USING gin ({GRAMS})")).await?;
    }
    let state = Query::insert()
        .into_table(STATES)
        .columns(["name", "app", "form", "whole"])
        .values_panic([search.into(), app.into(), form.into(), false.into()])
        .on_conflict(OnConflict::column("name").update_columns(["whole", "built_to"]).to_owned())
        .to_owned();
    conn.execute(&state).await?;
    Ok(())
}

/// Removes the index of a form.
pub(crate) async fn remove(conn: &impl ConnectionTrait, form: &FormShape) -> Result<(), Error> {
    let mut tables = vec![names::search(form)];
    if is_sqlite(conn) {
        tables.push(names::grams(form));
    }
    for table in tables {
        conn.execute_unprepared(&format!("DROP TABLE IF EXISTS \"{table}\"")).await?;
    }
    let forget = Query::delete().from_table(STATES).and_where(Expr::col("name").eq(names::search(form))).to_owned();
    conn.execute(&forget).await?;
    Ok(())
}
