//! The index by which searches find records: of each form that has search fields, what their texts are made of.
//!
//! | table | database | holds |
//! |---|---|---|
//! | `<app>__<form>___search` | both | a row for each record: the initials of each search field with Chinese characters |
//! | … its column `_grams` | PostgreSQL | the grams of all search fields, with a GIN index |
//! | `<app>__<form>___grams` | SQLite | the same grams as an FTS5 table without content |
//! | `mortise_search` | both | which index is whole, and how far one is that is being built |
//!
//! Grams are numbers for characters and pairs of neighbours ([`mortise_expr::grams`]), not words of a language, so that
//! a single Chinese character is found too. The index names candidates: whoever asks looks at the texts once more, as
//! far as the viewer may see them.
//!
//! **Invariant:** the index follows each record in the transaction that writes it, also while it is being built. A record
//! in the recycle bin stays in it, for it is searched as well.

use mortise_expr::{grams, grams_of_word, initials};
use mortise_model::{FieldShape, FormShape, Id, Key, Storage, Value, Values};
use sea_orm::{
    ConnectionTrait,
    sea_query::{
        Expr, ExprTrait, Order, Query, SelectStatement,
        extension::{postgres::PgBinOper, sqlite::SqliteBinOper},
    },
};

mod build;
mod tables;

pub use build::{Progress, build_some, unfinished};
pub(crate) use tables::{follow, make, remove};

use crate::{
    Error,
    decode::{decode, get},
    names,
};

/// The table that knows how far each index is.
const STATES: &str = "mortise_search";
/// The column of grams.
const GRAMS: &str = "_grams";
/// How many records one statement concerns.
const AT_ONCE: usize = 500;

/// What the index says of a search.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Candidates {
    /// There is no index, or it is not whole yet.
    Unknown,
    /// Only these records can fit.
    These(Vec<Id>),
    /// More than were asked for.
    Many,
}

/// The search fields of a form.
pub(crate) fn fields(form: &FormShape) -> impl Iterator<Item = &FieldShape> {
    let fields = form.search.iter().filter_map(|key| form.fields.get(key));
    fields.filter(|field| matches!(field.storage, Storage::Text | Storage::List))
}

/// Takes new records in.
pub(crate) async fn add<'v>(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    records: impl IntoIterator<Item = (Id, &'v Values)>,
) -> Result<(), Error> {
    if fields(form).next().is_none() {
        return Ok(());
    }
    let entry = |(id, values): (Id, &Values)| Entry::of(id, fields(form).map(|field| values.get(&field.key)));
    write(conn, form, records.into_iter().map(entry).collect()).await
}

/// Takes a record in anew, where one of these values is searched.
pub(crate) async fn renew(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    id: Id,
    mut changed: impl Iterator<Item = &Key>,
) -> Result<(), Error> {
    if !changed.any(|key| fields(form).any(|field| field.key == *key)) {
        return Ok(());
    }
    let select = stored(form).and_where(Expr::col(names::ID).eq(id.raw())).to_owned();
    rewrite(conn, form, &select).await.map(|_| ())
}

/// Takes records out for good.
pub(crate) async fn forget(conn: &impl ConnectionTrait, form: &FormShape, ids: &[Id]) -> Result<(), Error> {
    if fields(form).next().is_none() {
        return Ok(());
    }
    let mut places = vec![(names::search(form), names::RECORD)];
    if is_sqlite(conn) {
        places.push((names::grams(form), "rowid"));
    }
    for some in ids.chunks(AT_ONCE) {
        for (table, key) in &places {
            let these = Expr::col(*key).is_in(some.iter().map(|id| id.raw()));
            conn.execute(&Query::delete().from_table(table.clone()).and_where(these).to_owned()).await?;
        }
    }
    Ok(())
}

/// The records that may hold all words, if they are at most so many.
pub(crate) async fn candidates(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    words: &[String],
    most: usize,
) -> Result<Candidates, Error> {
    if fields(form).next().is_none() || whole(conn, form).await? != Some(true) {
        return Ok(Candidates::Unknown);
    }
    let select = matching(form, words, is_sqlite(conn)).limit(most as u64 + 1).to_owned();
    let rows = conn.query_all(&select).await?;
    if rows.len() > most {
        return Ok(Candidates::Many);
    }
    let ids = rows.iter().map(|row| Ok(Id::from_raw(row.try_get_by_index(0)?)));
    ids.collect::<Result<_, Error>>().map(Candidates::These)
}

/// The ids of records that may hold all words.
pub(crate) fn matching(form: &FormShape, words: &[String], sqlite: bool) -> SelectStatement {
    let mut grams: Vec<u32> = words.iter().flat_map(|word| grams_of_word(word)).collect();
    grams.sort_unstable();
    grams.dedup();
    let mut select = Query::select();
    if sqlite {
        // The column that is called like the table stands for the whole row.
        let holds = Expr::col(names::grams(form)).binary(SqliteBinOper::Match, Expr::val(written(&grams)));
        select.column("rowid").from(names::grams(form)).and_where(holds);
    } else {
        // As a constant: for a bound value PostgreSQL soon takes a plan that fits any, and that reads all records.
        let holds = Expr::col(GRAMS).binary(PgBinOper::Contains, Expr::cust(format!("'{}'::int4[]", listed(&grams))));
        select.column(names::RECORD).from(names::search(form)).and_where(holds);
    }
    select
}

/// What the index holds of a record.
struct Entry {
    id: Id,
    grams: Vec<u32>,
    /// Of each search field.
    initials: Vec<Option<String>>,
}

impl Entry {
    fn of<'v>(id: Id, values: impl Iterator<Item = Option<&'v Value>>) -> Self {
        let values: Vec<&Value> = values.map(|value| value.unwrap_or(&Value::Null)).collect();
        let initials = values.iter().map(|value| {
            // No word holds a line break, so that none is found across members.
            let found: Vec<String> = texts(value).filter_map(initials).collect();
            (!found.is_empty()).then(|| found.join("\n"))
        });
        Self { id, initials: initials.collect(), grams: grams(values.iter().flat_map(|value| texts(value))) }
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let all: &[String] = match value {
        Value::Text(text) => std::slice::from_ref(text),
        Value::List(list) => list,
        _ => &[],
    };
    all.iter().map(String::as_str)
}

/// The search fields of all records of a form as they are stored.
fn stored(form: &FormShape) -> SelectStatement {
    let columns = fields(form).map(|field| field.key.to_string());
    let mut select = Query::select();
    select.column(names::ID).columns(columns).from(names::table(form)).order_by(names::ID, Order::Asc);
    select
}

/// Takes the records that are selected in anew; the last of them.
async fn rewrite(
    conn: &impl ConnectionTrait,
    form: &FormShape,
    select: &SelectStatement,
) -> Result<(usize, Option<Id>), Error> {
    let mut entries = Vec::new();
    for row in conn.query_all(select).await? {
        let values = fields(form).zip(1..).map(|(field, index)| decode(&row, index, &field.storage));
        let values: Vec<Value> = values.collect::<Result<_, _>>()?;
        entries.push(Entry::of(Id::from_raw(row.try_get_by_index(0)?), values.iter().map(Some)));
    }
    let ids: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
    forget(conn, form, &ids).await?;
    write(conn, form, entries).await?;
    Ok((ids.len(), ids.last().copied()))
}

/// Writes entries of records that the index does not hold.
async fn write(conn: &impl ConnectionTrait, form: &FormShape, mut entries: Vec<Entry>) -> Result<(), Error> {
    let sqlite = is_sqlite(conn);
    // An FTS5 table takes rows in their order together, and ends what it has gathered at each one that is out of it.
    entries.sort_unstable_by_key(|entry| entry.id);
    if sqlite {
        for some in entries.chunks(AT_ONCE) {
            let mut insert = Query::insert();
            insert.into_table(names::grams(form)).columns(["rowid", GRAMS]);
            for entry in some {
                insert.values_panic([entry.id.raw().into(), written(&entry.grams).into()]);
            }
            conn.execute(&insert).await?;
        }
        entries.retain(|entry| entry.initials.iter().any(Option::is_some));
    }
    let own: &[&str] = if sqlite { &[names::RECORD] } else { &[names::RECORD, GRAMS] };
    let columns = own.iter().map(|name| (*name).to_owned()).chain(fields(form).map(|field| field.key.to_string()));
    let columns: Vec<String> = columns.collect();
    for some in entries.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table(names::search(form)).columns(columns.clone());
        for entry in some {
            let grams = (!sqlite).then(|| array(&entry.grams));
            let initials = entry.initials.iter().map(|initials| Expr::val(initials.clone()));
            insert.values_panic([Expr::val(entry.id.raw())].into_iter().chain(grams).chain(initials));
        }
        conn.execute(&insert).await?;
    }
    Ok(())
}

/// Whether all records are in the index; `None` where there is none.
async fn whole(conn: &impl ConnectionTrait, form: &FormShape) -> Result<Option<bool>, Error> {
    let this = Expr::col("name").eq(names::search(form));
    let state = conn.query_one(&Query::select().column("whole").from(STATES).and_where(this).to_owned()).await?;
    Ok(state.map(|row| get::<bool>(&row, 0)).transpose()?.flatten())
}

/// Grams as the words of an FTS5 table.
fn written(grams: &[u32]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(grams.len() * 9);
    for gram in grams {
        write!(text, "{gram:x} ").expect("a string takes all that is written");
    }
    text
}

/// Grams as an array of PostgreSQL: all of them fit its 32 bits with a sign.
fn array(grams: &[u32]) -> Expr {
    Expr::val(listed(grams)).cast_as("int4[]")
}

fn listed(grams: &[u32]) -> String {
    let numbers: Vec<String> = grams.iter().map(u32::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

fn is_sqlite(conn: &impl ConnectionTrait) -> bool {
    conn.get_database_backend() == sea_orm::DbBackend::Sqlite
}
