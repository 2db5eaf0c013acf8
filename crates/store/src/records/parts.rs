//! What a record holds in tables of their own: rows of subforms, and several references.

use chrono::{DateTime, Utc};
use mortise_model::{FieldShape, FormShape, Id, IdSource, Row, Storage, Value};
use sea_orm::{
    ConnectionTrait, Value as Bound,
    sea_query::{Expr, ExprTrait, Order, Query},
};

use super::is_sqlite;
use crate::{
    Error,
    decode::encode,
    names::{self, Columns},
};

const BOUND_AT_ONCE: usize = 4_000;

/// Where new rows get their ids.
pub(super) struct NewRows<'a> {
    pub(super) ids: &'a IdSource,
    pub(super) at: DateTime<Utc>,
}

/// Rows and targets to be inserted together, for many records.
#[derive(Default)]
pub(super) struct Bulk<'v> {
    rows: Vec<(Id, Id, i64, &'v Row)>,
    targets: Vec<(Id, Id, i64)>,
}

/// Makes what lies in a field's own tables what the value says. Rows keep their ids; those that are not
/// named are deleted, those without an id or with an unknown one are new.
pub(super) async fn follow(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    field: &FieldShape,
    record: Id,
    value: &Value,
    new: &NewRows<'_>,
) -> Result<(), Error> {
    match field.storage {
        Storage::RefList(_) => {
            delete_of(conn, &names::part_table(form, &field.key), names::RECORD, &[record]).await?;
            let mut bulk = Bulk::default();
            bulk.add(field, record, value, new);
            bulk.insert(conn, form, field).await
        }
        Storage::Rows => follow_rows(conn, form, field, record, value, new).await,
        _ => Ok(()),
    }
}

impl<'v> Bulk<'v> {
    pub(super) fn add(&mut self, field: &FieldShape, record: Id, value: &'v Value, new: &NewRows<'_>) {
        match (&field.storage, value) {
            (Storage::RefList(_), value) => {
                self.targets.extend(value.refs().iter().zip(0i64..).map(|(target, at)| (record, *target, at)));
            }
            (Storage::Rows, Value::Rows(rows)) => {
                self.rows.extend(
                    rows.iter()
                        .zip(0i64..)
                        .map(|(row, at)| (row.id.unwrap_or_else(|| new.ids.next(new.at)), record, at, row)),
                );
            }
            _ => {}
        }
    }

    pub(super) async fn insert(
        self,
        conn: &impl ConnectionTrait,
        form: &FormShape,
        field: &FieldShape,
    ) -> Result<(), Error> {
        insert_targets(conn, &names::part_table(form, &field.key), &self.targets).await?;
        insert_rows(conn, form, field, &self.rows).await
    }
}

async fn follow_rows(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    field: &FieldShape,
    record: Id,
    value: &Value,
    new: &NewRows<'_>,
) -> Result<(), Error> {
    let table = names::part_table(form, &field.key);
    let rows: &[Row] = if let Value::Rows(rows) = value { rows } else { &[] };
    let present = present_rows(conn, &table, record).await?;
    let kept: Vec<Id> = rows.iter().filter_map(|row| row.id).collect();
    let gone: Vec<Id> = present.iter().copied().filter(|id| !kept.contains(id)).collect();
    delete_of(conn, &table, names::ID, &gone).await?;
    let mut fresh = Vec::new();
    for (row, position) in rows.iter().zip(0i64..) {
        match row.id.filter(|id| present.contains(id)) {
            Some(id) => update_row(conn, form, field, (id, position, row)).await?,
            None => fresh.push((row.id.unwrap_or_else(|| new.ids.next(new.at)), record, position, row)),
        }
    }
    insert_rows(conn, form, field, &fresh).await
}

async fn present_rows(conn: &impl ConnectionTrait, table: &str, record: Id) -> Result<Vec<Id>, Error> {
    let select = Query::select()
        .column(names::ID)
        .from(table.to_owned())
        .and_where(Expr::col(names::RECORD).eq(record.raw()))
        .order_by(names::POSITION, Order::Asc)
        .to_owned();
    let rows = conn.query_all(&select).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index::<i64>(0).map(Id::from_raw)).collect::<Result<_, _>>()?)
}

async fn update_row(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    field: &FieldShape,
    (id, position, row): (Id, i64, &Row),
) -> Result<(), Error> {
    let mut update = Query::update();
    update
        .table(names::part_table(form, &field.key))
        .value(names::POSITION, position)
        .and_where(Expr::col(names::ID).eq(id.raw()));
    for (column, value) in columns(field).into_iter().zip(bound(field, row, is_sqlite(conn))?) {
        update.value(column, value);
    }
    conn.execute(&update).await?;
    for inner in several(field) {
        let table = names::part_table(form, &format!("{}.{}", field.key, inner.key));
        delete_of(conn, &table, names::RECORD, &[id]).await?;
        insert_targets(conn, &table, &targets_of(id, row, inner)).await?;
    }
    Ok(())
}

async fn insert_rows(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    field: &FieldShape,
    rows: &[(Id, Id, i64, &Row)],
) -> Result<(), Error> {
    let sqlite = is_sqlite(conn);
    let own = [names::ID, names::RECORD, names::POSITION].map(str::to_owned);
    let all: Vec<String> = own.into_iter().chain(columns(field)).collect();
    for some in rows.chunks((BOUND_AT_ONCE / all.len()).max(1)) {
        let mut insert = Query::insert();
        insert.into_table(names::part_table(form, &field.key)).columns(all.clone());
        for (id, record, position, row) in some {
            let own = [id.raw().into(), record.raw().into(), (*position).into()];
            let values = own.into_iter().chain(bound(field, row, sqlite)?).map(Expr::val);
            insert.values(values).expect("a row has a value for each column");
        }
        conn.execute(&insert).await?;
    }
    for inner in several(field) {
        let table = names::part_table(form, &format!("{}.{}", field.key, inner.key));
        let targets: Vec<_> = rows.iter().flat_map(|(id, _, _, row)| targets_of(*id, row, inner)).collect();
        insert_targets(conn, &table, &targets).await?;
    }
    Ok(())
}

async fn insert_targets(conn: &impl ConnectionTrait, table: &str, targets: &[(Id, Id, i64)]) -> Result<(), Error> {
    for some in targets.chunks(BOUND_AT_ONCE / 3) {
        let mut insert = Query::insert();
        insert.into_table(table.to_owned()).columns([names::RECORD, names::TARGET, names::POSITION]);
        for (owner, target, position) in some {
            insert.values_panic([owner.raw().into(), target.raw().into(), (*position).into()]);
        }
        conn.execute(&insert).await?;
    }
    Ok(())
}

async fn delete_of(conn: &impl ConnectionTrait, table: &str, column: &'static str, ids: &[Id]) -> Result<(), Error> {
    for some in ids.chunks(500) {
        let delete = Query::delete()
            .from_table(table.to_owned())
            .and_where(Expr::col(column).is_in(some.iter().map(|id| id.raw())))
            .to_owned();
        conn.execute(&delete).await?;
    }
    Ok(())
}

fn columns(field: &FieldShape) -> Vec<String> {
    let mut all = Vec::new();
    for inner in field.rows.values() {
        match names::columns(inner) {
            Columns::None => {}
            Columns::One(name) => all.push(name),
            Columns::Two(start, end) => all.extend([start, end]),
        }
    }
    all
}

fn bound(field: &FieldShape, row: &Row, sqlite: bool) -> Result<Vec<Bound>, Error> {
    let mut all = Vec::new();
    for inner in field.rows.values() {
        all.extend(encode(inner, row.values.get(&inner.key).unwrap_or(&Value::Null), sqlite)?);
    }
    Ok(all)
}

fn several(field: &FieldShape) -> impl Iterator<Item = &FieldShape> {
    field.rows.values().filter(|inner| matches!(inner.storage, Storage::RefList(_)))
}

fn targets_of(row_id: Id, row: &Row, inner: &FieldShape) -> Vec<(Id, Id, i64)> {
    let ids = row.values.get(&inner.key).map_or(&[][..], Value::refs);
    ids.iter().zip(0i64..).map(|(target, at)| (row_id, *target, at)).collect()
}
