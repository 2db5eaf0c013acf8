//! Building the index of records that were there before it, some at a time.

use mortise_model::{FormShape, Key};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, LockType, Order, Query},
};

use super::{STATES, fields, rewrite, stored};
use crate::{Error, decode::get, names};

/// How many records one step takes in.
const STEP: u64 = 1_000;

/// How far an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many records more are in it, and others wait.
    Built(usize),
    /// It holds all records.
    Whole,
}

/// The forms of an app whose index waits to be built.
pub async fn unfinished(conn: &impl ConnectionTrait, app: &Key) -> Result<Vec<Key>, Error> {
    let select = Query::select()
        .column("form")
        .from(STATES)
        .and_where(Expr::col("app").eq(&**app))
        .and_where(Expr::col("whole").eq(false))
        .order_by("form", Order::Asc)
        .to_owned();
    let rows = conn.query_all(&select).await?;
    let keys = rows.iter().map(|row| get::<String>(row, 0)).collect::<Result<Vec<_>, _>>()?;
    Ok(keys.into_iter().flatten().filter_map(|key| Key::new(&key).ok()).collect())
}

/// Takes the next records into the index of a form, in the caller's transaction. How far that is lies beside the index,
/// so that one that is made anew meanwhile begins anew.
pub async fn build_some(conn: &impl ConnectionTrait, form: &FormShape) -> Result<Progress, Error> {
    let name = names::search(form);
    let this = || Expr::col("name").eq(name.clone());
    let state =
        Query::select().columns(["whole", "built_to"]).from(STATES).and_where(this()).lock(LockType::Update).to_owned();
    let Some(state) = conn.query_one(&state).await? else { return Ok(Progress::Whole) };
    if fields(form).next().is_none() || get::<bool>(&state, 0)?.unwrap_or_default() {
        return Ok(Progress::Whole);
    }
    let mut select = stored(form);
    // On PostgreSQL nobody changes a record between its being read and its entry; SQLite has one writer.
    select.limit(STEP).lock(LockType::Update);
    if let Some(after) = get::<i64>(&state, 1)? {
        select.and_where(Expr::col(names::ID).gt(after));
    }
    let (n_records, last) = rewrite(conn, form, &select).await?;
    let mut update = Query::update();
    update.table(STATES).and_where(this());
    match last {
        Some(last) => update.value("built_to", last.raw()),
        None => update.value("whole", true),
    };
    conn.execute(&update).await?;
    Ok(last.map_or(Progress::Whole, |_| Progress::Built(n_records)))
}
