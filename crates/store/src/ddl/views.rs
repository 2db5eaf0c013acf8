//! `<table>__v`: the records of a form as somebody with an SQL tool wants to see them.

use mortise_model::{FieldShape, FormShape, Storage};
use sea_orm::{
    ConnectionTrait, Statement,
    sea_query::{Expr, ExprTrait, Func},
};

use super::{indexes::written, is_sqlite, known};
use crate::{
    Error,
    names::{self, Columns},
};

/// Takes the view away, as must be done before its table changes.
pub(super) async fn drop_view(conn: &impl ConnectionTrait, form: &FormShape) -> Result<(), Error> {
    let sql = format!("DROP VIEW IF EXISTS \"{}\"", names::view(form));
    conn.execute_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    known::forget(conn, &names::view(form)).await
}

/// Makes the view: live records, numbers with their point, moments as dates and times in UTC.
pub(super) async fn make_view(conn: &impl ConnectionTrait, form: &FormShape) -> Result<(), Error> {
    let sqlite = is_sqlite(conn);
    let moment = |name: &str| (name.to_owned(), Storage::Instant);
    let plain = |name: &str| (name.to_owned(), Storage::Int);
    let system = [plain(names::ID), plain(names::VERSION), moment("_created_at"), plain("_created_by")];
    let more = [moment("_updated_at"), plain("_updated_by"), plain("_owner"), plain("_dept"), plain("_flow_state")];
    let fields = form.fields.values().flat_map(columns);
    let shown: Vec<String> = system
        .into_iter()
        .chain(more)
        .chain(fields)
        .map(|(name, storage)| format!("{} AS \"{name}\"", written(readable(&name, &storage, sqlite), sqlite)))
        .collect();
    // Names are made of keys and need no escape; the query builder knows no views.
    let sql = format!(
        "CREATE VIEW \"{}\" AS SELECT {} FROM \"{}\" WHERE \"{}\" IS NULL",
        names::view(form),
        shown.join(", "),
        names::table(form),
        names::DELETED_AT
    );
    conn.execute_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    known::note(conn, [&names::view(form), &form.app, &form.key, "view"], None).await
}

fn columns(field: &FieldShape) -> Vec<(String, Storage)> {
    let ends = if field.storage == Storage::InstantRange { Storage::Instant } else { Storage::Text };
    match names::columns(field) {
        Columns::None => vec![],
        Columns::One(name) => vec![(name, field.storage.clone())],
        Columns::Two(start, end) => vec![(start, ends.clone()), (end, ends)],
    }
}

fn readable(name: &str, storage: &Storage, sqlite: bool) -> Expr {
    let column = Expr::col(name.to_owned());
    match storage {
        Storage::Decimal { scale: 1.. } if !sqlite => column.cast_as("numeric").div(Expr::val(power(storage))),
        // SQLite has no exact decimals: the digits are right up to fifteen of them.
        Storage::Decimal { scale: 1.. } => column.cast_as("real").div(Expr::val(power(storage))),
        Storage::Instant if sqlite => {
            let seconds = column.cast_as("real").div(Expr::val(1000));
            Func::cust("strftime").arg("%Y-%m-%d %H:%M:%f").arg(seconds).arg("unixepoch").into()
        }
        Storage::Instant => Func::cust("to_timestamp").arg(column.cast_as("numeric").div(Expr::val(1000))).into(),
        _ => column,
    }
}

fn power(storage: &Storage) -> i64 {
    if let Storage::Decimal { scale } = storage { 10i64.pow(*scale) } else { 1 }
}
