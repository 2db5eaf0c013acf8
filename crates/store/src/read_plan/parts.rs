//! What records hold in tables of their own, read for a whole page at once.

use std::collections::HashMap;

use mortise_access::Level;
use mortise_model::{FieldShape, FormShape, Id, Row, Storage, Value};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Order, Query},
};

use super::{Cell, Record, mask::masked};
use crate::{
    Error,
    decode::decode,
    names::{self, Columns},
};

/// How many records one statement asks for.
const AT_ONCE: usize = 500;

/// Whether a field's values lie in tables of their own.
pub(super) fn is_apart(field: &FieldShape) -> bool {
    matches!(field.storage, Storage::Rows | Storage::RefList(_))
}

/// How far the viewer reaches into the fields of a subform's rows, by record.
pub(super) type RowLevels = HashMap<Id, Vec<Level>>;

/// Fills the cells at `index` of records whose viewer may see them.
pub(super) async fn fill(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    field: &FieldShape,
    index: usize,
    (records, levels): (&mut [Record], &RowLevels),
) -> Result<(), Error> {
    let wanted: Vec<Id> =
        records.iter().filter(|record| record.cells[index] != Cell::HeldBack).map(|record| record.id).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut found: HashMap<Id, Value> = match field.storage {
        Storage::RefList(_) => {
            let targets = targets(conn, &names::part_table(form, &field.key), &wanted).await?;
            targets.into_iter().map(|(id, targets)| (id, Value::Refs(targets))).collect()
        }
        _ => {
            let rows = rows(conn, form, field, &wanted).await?;
            rows.into_iter().map(|(id, rows)| (id, Value::Rows(cut(rows, field, levels.get(&id))))).collect()
        }
    };
    for record in records.iter_mut() {
        let value = found.remove(&record.id).unwrap_or_default();
        let cell = &mut record.cells[index];
        match cell {
            Cell::HeldBack => {}
            Cell::Masked(_) => *cell = masked(&value).map_or_else(Cell::default, Cell::Masked),
            Cell::Value(_) => *cell = Cell::Value(value),
        }
    }
    Ok(())
}

/// Takes out of the rows what the viewer may not see.
fn cut(mut rows: Vec<Row>, field: &FieldShape, levels: Option<&Vec<Level>>) -> Vec<Row> {
    let Some(levels) = levels else { return rows };
    for row in &mut rows {
        for (inner, level) in field.rows.values().zip(levels) {
            match level {
                Level::None => {
                    row.values.shift_remove(&inner.key);
                }
                Level::Mask => {
                    if let Some(value) = row.values.get_mut(&inner.key) {
                        *value =
                            masked(value).map_or(Value::Null, |mask| Value::Json(serde_json::json!({"masked": mask})));
                    }
                }
                Level::View | Level::Edit => {}
            }
        }
    }
    rows
}

async fn targets(conn: &impl ConnectionTrait, table: &str, owners: &[Id]) -> Result<HashMap<Id, Vec<Id>>, Error> {
    let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
    for some in owners.chunks(AT_ONCE) {
        let select = Query::select()
            .columns([names::RECORD, names::TARGET])
            .from(table.to_owned())
            .and_where(Expr::col(names::RECORD).is_in(some.iter().map(|id| id.raw())))
            .order_by(names::RECORD, Order::Asc)
            .order_by(names::POSITION, Order::Asc)
            .to_owned();
        for row in conn.query_all(&select).await? {
            let owner = Id::from_raw(row.try_get_by_index(0)?);
            found.entry(owner).or_default().push(Id::from_raw(row.try_get_by_index(1)?));
        }
    }
    Ok(found)
}

async fn rows(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    field: &FieldShape,
    records: &[Id],
) -> Result<HashMap<Id, Vec<Row>>, Error> {
    let mut found: HashMap<Id, Vec<Row>> = HashMap::new();
    for some in records.chunks(AT_ONCE) {
        let mut select = Query::select();
        select
            .columns([names::ID, names::RECORD])
            .from(names::part_table(form, &field.key))
            .and_where(Expr::col(names::RECORD).is_in(some.iter().map(|id| id.raw())))
            .order_by(names::RECORD, Order::Asc)
            .order_by(names::POSITION, Order::Asc);
        let mut columns = Vec::new();
        let mut n_columns = 2;
        for inner in field.rows.values() {
            columns.push(n_columns);
            match names::columns(inner) {
                Columns::None => {}
                Columns::One(name) => {
                    select.column(name);
                    n_columns += 1;
                }
                Columns::Two(start, end) => {
                    select.columns([start, end]);
                    n_columns += 2;
                }
            }
        }
        for row in conn.query_all(&select).await? {
            let values = field
                .rows
                .values()
                .zip(&columns)
                .map(|(inner, column)| Ok((inner.key.clone(), decode(&row, *column, &inner.storage)?)));
            let values = values.collect::<Result<_, Error>>()?;
            let id = Some(Id::from_raw(row.try_get_by_index(0)?));
            found.entry(Id::from_raw(row.try_get_by_index(1)?)).or_default().push(Row { id, values });
        }
    }
    for inner in field.rows.values().filter(|inner| matches!(inner.storage, Storage::RefList(_))) {
        fill_rows(conn, &names::part_table(form, &format!("{}.{}", field.key, inner.key)), inner, &mut found).await?;
    }
    Ok(found)
}

async fn fill_rows(
    conn: &impl ConnectionTrait,
    table: &str,
    inner: &FieldShape,
    found: &mut HashMap<Id, Vec<Row>>,
) -> Result<(), Error> {
    let ids: Vec<Id> = found.values().flatten().filter_map(|row| row.id).collect();
    let mut targets = targets(conn, table, &ids).await?;
    for row in found.values_mut().flatten() {
        if let Some(targets) = row.id.and_then(|id| targets.remove(&id)) {
            row.values.insert(inner.key.clone(), Value::Refs(targets));
        }
    }
    Ok(())
}
