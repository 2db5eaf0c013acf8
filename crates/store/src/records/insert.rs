use chrono::{DateTime, Utc};
use mortise_model::{FormShape, Id, IdSource, Storage, Value, Values};
use sea_orm::{
    ConnectionTrait, Value as Bound,
    sea_query::{Expr, Query},
};

use super::{is_sqlite, parts, unique_error};
use crate::{
    Error,
    decode::encode,
    names::{self, Columns},
    search_index,
};

/// How many values one statement binds: SQLite allows 32,766, and more brings nothing.
const BOUND_AT_ONCE: usize = 4_000;

/// A record to be.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// Its identity.
    pub id: Id,
    /// The version of the form that writes it.
    pub form_version: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent for the product itself.
    pub by: Option<Id>,
    /// Whose it is.
    pub owner: Option<Id>,
    /// Which department it belongs to.
    pub dept: Option<Id>,
    /// Where its approval flow stands.
    pub flow_state: Option<String>,
    /// Its values; fields that are absent are blank.
    pub values: Values,
}

/// Writes new records in version 1, many in one statement. `ids` names the new rows of their subforms.
pub async fn insert(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    records: &[NewRecord],
    ids: &IdSource,
) -> Result<(), Error> {
    let sqlite = is_sqlite(conn);
    let columns = columns(form);
    for some in records.chunks((BOUND_AT_ONCE / columns.len()).max(1)) {
        let mut insert = Query::insert();
        insert.into_table(names::table(form)).columns(columns.clone());
        for record in some {
            let row = row(form, record, sqlite)?;
            insert.values(row.into_iter().map(Expr::val)).expect("a row has a value for each column");
        }
        conn.execute(&insert).await.map_err(|error| unique_error(form, error))?;
    }
    for field in form.fields.values().filter(|field| matches!(field.storage, Storage::Rows | Storage::RefList(_))) {
        let mut work = parts::Bulk::default();
        for record in records {
            if let Some(value) = record.values.get(&field.key).filter(|value| !value.is_blank()) {
                work.add(field, record.id, value, &parts::NewRows { ids, at: record.at });
            }
        }
        work.insert(conn, form, field).await?;
    }
    search_index::add(conn, form, records.iter().map(|record| (record.id, &record.values))).await
}

const SYSTEM: [&str; 10] = [
    names::ID,
    names::VERSION,
    names::FORM_VERSION,
    "_created_at",
    "_created_by",
    "_updated_at",
    "_updated_by",
    "_owner",
    "_dept",
    "_flow_state",
];

fn columns(form: &FormShape) -> Vec<String> {
    let mut all: Vec<String> = SYSTEM.iter().map(|name| (*name).to_owned()).collect();
    for field in form.fields.values() {
        match names::columns(field) {
            Columns::None => {}
            Columns::One(name) => all.push(name),
            Columns::Two(start, end) => all.extend([start, end]),
        }
    }
    all
}

fn row(form: &FormShape, record: &NewRecord, sqlite: bool) -> Result<Vec<Bound>, Error> {
    let at = record.at.timestamp_millis();
    let id = |id: Option<Id>| Bound::BigInt(id.map(Id::raw));
    let mut row = vec![
        record.id.raw().into(),
        1i64.into(),
        record.form_version.into(),
        at.into(),
        id(record.by),
        at.into(),
        id(record.by),
        id(record.owner),
        id(record.dept),
        Bound::String(record.flow_state.clone()),
    ];
    for field in form.fields.values() {
        row.extend(encode(field, record.values.get(&field.key).unwrap_or(&Value::Null), sqlite)?);
    }
    Ok(row)
}
