//! Writing records: the part of the one door for writing that speaks to tables.
//!
//! Everything here happens inside the caller's transaction. Whether it may happen has been decided before;
//! what is written has been made canonical before. The reading half of the door is [`crate::ReadPlan`].

use chrono::{DateTime, Utc};
use mortise_model::{FormShape, Id, IdSource, Key, Values};
use sea_orm::{
    ConnectionTrait, DbErr, SqlErr, Value as Bound,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};

mod insert;
mod load;
mod parts;

pub use insert::{NewRecord, insert};
pub use load::{Stored, load, load_binned, load_many};

use crate::{
    Error, ddl,
    decode::encode,
    names::{self, Columns},
    repos::sequences,
    search_index,
};

/// A change of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Which.
    pub id: Id,
    /// The version that the caller knows; the change fails where the record has another one.
    pub version: i64,
    /// The version of the form that writes it.
    pub form_version: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent for the product itself.
    pub by: Option<Id>,
    /// Whose record it is then.
    pub owner: Option<Id>,
    /// Which department it belongs to then.
    pub dept: Option<Id>,
    /// Where its approval flow stands then.
    pub flow_state: Option<String>,
    /// The fields that change, with their new values; a blank empties.
    pub values: Values,
}

/// Changes a live record and gives its new version. `ids` names new rows of its subforms.
/// Fails with [`Error::Stale`] or [`Error::NotUnique`].
pub async fn update(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    change: &Update,
    ids: &IdSource,
) -> Result<i64, Error> {
    let sqlite = is_sqlite(conn);
    let mut update = Query::update();
    update.table(names::table(form)).and_where(Expr::col(names::DELETED_AT).is_null());
    for (key, value) in &change.values {
        let Some(field) = form.fields.get(key) else { return Err(Error::OutOfRange { field: key.to_string() }) };
        set_columns(&mut update, &names::columns(field), encode(field, value, sqlite)?);
    }
    update
        .value(names::FORM_VERSION, change.form_version)
        .value("_owner", change.owner.map(Id::raw))
        .value("_dept", change.dept.map(Id::raw))
        .value("_flow_state", change.flow_state.clone())
        .and_where(Expr::col(names::VERSION).eq(change.version));
    touch(&mut update, change.id, (change.at, change.by));
    run(conn, form, &update, change.id).await?;
    for (key, value) in &change.values {
        let new = parts::NewRows { ids, at: change.at };
        parts::follow(conn, form, &form.fields[key], change.id, value, &new).await?;
    }
    search_index::renew(conn, form, change.id, change.values.keys()).await?;
    Ok(change.version + 1)
}

/// Moves a live record that has this version to the recycle bin; gives its new version, or fails with [`Error::Stale`].
pub async fn delete(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    id: Id,
    version: i64,
    (at, by): (DateTime<Utc>, Option<Id>),
) -> Result<i64, Error> {
    let mut update = Query::update();
    update
        .table(names::table(form))
        .and_where(Expr::col(names::DELETED_AT).is_null())
        .and_where(Expr::col(names::VERSION).eq(version))
        .value(names::DELETED_AT, at.timestamp_millis());
    touch(&mut update, id, (at, by));
    run(conn, form, &update, id).await?;
    Ok(version + 1)
}

/// Brings a record back from the recycle bin and gives its new version. Fails with [`Error::Stale`] where it is not
/// there, and with [`Error::NotUnique`] where a live record has taken its place.
pub async fn restore(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    id: Id,
    (at, by): (DateTime<Utc>, Option<Id>),
) -> Result<i64, Error> {
    let mut update = Query::update();
    update
        .table(names::table(form))
        .and_where(Expr::col(names::DELETED_AT).is_not_null())
        .value(names::DELETED_AT, Bound::BigInt(None));
    touch(&mut update, id, (at, by));
    update.returning_col(names::VERSION);
    let row = conn.query_one(&update).await.map_err(|error| unique_error(form, error))?;
    Ok(row.ok_or(Error::Stale(id))?.try_get_by_index(0)?)
}

/// The next number of a sequence, from 1 and without gaps: others who want one wait until the transaction ends.
pub async fn next_number(conn: &impl ConnectionTrait, name: &str) -> Result<i64, Error> {
    sequences::next_number(conn, name, "").await
}

/// Deletes records for good, with their rows.
pub async fn purge(conn: &impl ConnectionTrait, form: &FormShape, ids: &[Id]) -> Result<u64, Error> {
    let mut gone = 0;
    search_index::forget(conn, form, ids).await?;
    for some in ids.chunks(500) {
        let delete = Query::delete()
            .from_table(names::table(form))
            .and_where(Expr::col(names::ID).is_in(some.iter().map(|id| id.raw())))
            .to_owned();
        gone += conn.execute(&delete).await?.rows_affected();
    }
    Ok(gone)
}

fn is_sqlite(conn: &impl ConnectionTrait) -> bool {
    conn.get_database_backend() == sea_orm::DbBackend::Sqlite
}

fn set_columns(update: &mut UpdateStatement, columns: &Columns, bound: Vec<Bound>) {
    let names = match columns {
        Columns::None => vec![],
        Columns::One(name) => vec![name],
        Columns::Two(start, end) => vec![start, end],
    };
    for (name, value) in names.into_iter().zip(bound) {
        update.value(name.clone(), value);
    }
}

fn touch(update: &mut UpdateStatement, id: Id, (at, by): (DateTime<Utc>, Option<Id>)) {
    update
        .value(names::VERSION, Expr::col(names::VERSION).add(1))
        .value("_updated_at", at.timestamp_millis())
        .value("_updated_by", by.map(Id::raw))
        .and_where(Expr::col(names::ID).eq(id.raw()));
}

async fn run(conn: &impl ConnectionTrait, form: &FormShape, update: &UpdateStatement, id: Id) -> Result<(), Error> {
    let result = conn.execute(update).await.map_err(|error| unique_error(form, error))?;
    match result.rows_affected() {
        0 => Err(Error::Stale(id)),
        _ => Ok(()),
    }
}

/// Tells which unique key of the form was broken, where that is what happened.
fn unique_error(form: &FormShape, error: DbErr) -> Error {
    let Some(SqlErr::UniqueConstraintViolation(text)) = error.sql_err() else { return Error::from(error) };
    let by_name = form.unique_keys.iter().find(|unique| text.contains(&ddl::unique_name(form, unique)));
    // SQLite names the columns instead where an index holds nothing but columns.
    let by_columns = || {
        let table = names::table(form);
        let listed = text.rsplit("failed: ").next()?;
        let mut columns: Vec<&str> = listed.split(", ").filter_map(|name| name.trim().split('.').nth(1)).collect();
        columns.sort_unstable();
        form.unique_keys.iter().find(|unique| {
            let mut own: Vec<String> = unique.fields.iter().flat_map(|key| column_names(form, key)).collect();
            own.sort_unstable();
            listed.contains(&table) && own == columns
        })
    };
    match by_name.or_else(by_columns) {
        Some(unique) => Error::NotUnique { fields: unique.fields.clone() },
        None => Error::Taken(text),
    }
}

fn column_names(form: &FormShape, key: &Key) -> Vec<String> {
    match form.fields.get(key).map(names::columns) {
        Some(Columns::One(name)) => vec![name],
        Some(Columns::Two(start, end)) => vec![start, end],
        Some(Columns::None) | None => vec![],
    }
}
