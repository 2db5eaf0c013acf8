//! Which indexes a form's tables have. Each name tells its definition, so that a changed one is another index.

use std::collections::HashSet;

use mortise_model::{FieldShape, FormShape, Storage, UniqueShape};
use sea_orm::{
    ConnectionTrait, Statement,
    sea_query::{
        CaseStatement, ConditionalStatement, Expr, ExprTrait, Func, Index, IndexCreateStatement, PostgresQueryBuilder,
        Query, SqliteQueryBuilder,
    },
};

use super::{TableKind, TableShape, is_sqlite, known};
use crate::{
    Error,
    names::{self, Columns},
    read_plan,
};

/// Drops indexes of `old` that `new` has not, and makes those that are missing.
pub(super) async fn follow(
    conn: &impl ConnectionTrait,
    tables: &[TableShape],
    old: Option<&FormShape>,
    new: &FormShape,
) -> Result<(), Error> {
    let sqlite = is_sqlite(conn);
    let wanted = wanted(new, tables, sqlite)?;
    if let Some(old) = old {
        let before = wanted_records(old, sqlite).unwrap_or_default();
        let before = before.into_iter().map(|(name, _)| name);
        // What the roles asked for may have changed without this form: such an index is in neither list.
        let ours = format!("{}__ix_", names::table(new));
        let present = known::indexes(conn, &names::table(new)).await?;
        let gone: HashSet<String> = before.chain(present.into_iter().filter(|name| name.starts_with(&ours))).collect();
        for name in gone.iter().filter(|name| !wanted.iter().any(|(keep, _)| keep == *name)) {
            conn.execute(&Index::drop().name(name.as_str()).table(names::table(new)).if_exists().to_owned()).await?;
        }
    }
    let mut present = known::indexes(conn, &names::table(new)).await?;
    for table in tables.iter().filter(|table| table.kind != TableKind::Records) {
        present.extend(known::indexes(conn, &table.name).await?);
    }
    for (_, create) in wanted.into_iter().filter(|(name, _)| !present.contains(name)) {
        match create {
            Create::Statement(create) => conn.execute(&*create).await?,
            Create::Sql(sql) => conn.execute_raw(Statement::from_string(conn.get_database_backend(), sql)).await?,
        };
    }
    Ok(())
}

/// The name of the index that keeps a combination of fields unique.
pub(crate) fn unique_name(form: &FormShape, unique: &UniqueShape) -> String {
    let fields: Vec<&str> = unique.fields.iter().map(|key| &**key).collect();
    let when = unique.when.as_ref().and_then(|filter| serde_json::to_string(filter).ok());
    names::index(&names::table(form), "uq", &format!("{fields:?}|{when:?}|{}", unique.blank_equal))
}

type Named = (String, Create);

enum Create {
    Statement(Box<IndexCreateStatement>),
    Sql(String),
}

fn wanted(form: &FormShape, tables: &[TableShape], sqlite: bool) -> Result<Vec<Named>, Error> {
    let mut all = wanted_records(form, sqlite)?;
    for table in tables {
        match table.kind {
            TableKind::Records => {}
            TableKind::Rows => all.push(plain(&table.name, &[names::RECORD, names::POSITION])),
            TableKind::Targets => all.push(plain(&table.name, &[names::TARGET, names::RECORD])),
        }
    }
    Ok(all)
}

fn wanted_records(form: &FormShape, sqlite: bool) -> Result<Vec<Named>, Error> {
    let table = names::table(form);
    let live = |columns: &[&str]| live(&table, columns, sqlite);
    let mut all: Vec<Named> = vec![live(&["_owner"]), live(&["_updated_at"])];
    for field in form.fields.values().filter(|field| field.indexed || matches!(field.storage, Storage::Ref(_))) {
        match (names::columns(field), &field.storage) {
            (_, Storage::Json | Storage::List) | (Columns::None, _) => {}
            (Columns::One(name), _) => all.push(live(&[&name])),
            (Columns::Two(start, end), _) => all.push(live(&[&start, &end])),
        }
    }
    for columns in form.indexes.iter().filter_map(|columns| together(form, columns)) {
        all.push(live(&columns.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    for unique in &form.unique_keys {
        all.push(unique_index(form, unique, sqlite)?);
    }
    let mut seen = HashSet::new();
    all.retain(|(name, _)| seen.insert(name.clone()));
    Ok(all)
}

/// The columns of an index over several fields; none where one of them is no plain value.
fn together(form: &FormShape, keys: &[Box<str>]) -> Option<Vec<String>> {
    let mut columns = Vec::new();
    for key in keys {
        match form.fields.get(&**key) {
            None => columns.push((*names::SYSTEM.iter().find(|name| ***name == **key)?).to_owned()),
            Some(FieldShape { storage: Storage::Json | Storage::List, .. }) => return None,
            Some(field) => match names::columns(field) {
                Columns::None => return None,
                Columns::One(name) => columns.push(name),
                Columns::Two(start, end) => columns.extend([start, end]),
            },
        }
    }
    Some(columns)
}

fn plain(table: &str, columns: &[&str]) -> Named {
    let (name, create) = over(table, columns);
    (name, Create::Statement(Box::new(create)))
}

fn over(table: &str, columns: &[&str]) -> (String, IndexCreateStatement) {
    let name = names::index(table, "ix", &columns.join(","));
    let mut create = Index::create();
    create.name(name.as_str()).table(table.to_owned());
    for column in columns {
        create.col((*column).to_owned());
    }
    (name, create)
}

/// An index over live records, in the order of the columns and then of the records.
///
/// On PostgreSQL it holds live records only. SQLite would look each record up to see once more that it is live,
/// so there the index begins with that, and ends with the record's id by itself.
fn live(table: &str, columns: &[&str], sqlite: bool) -> Named {
    if sqlite {
        let columns = columns.strip_suffix(&[names::ID]).unwrap_or(columns);
        return plain(table, &[&[names::DELETED_AT], columns].concat());
    }
    let end: &[&str] = if columns.contains(&names::ID) { &[] } else { &[names::ID] };
    let (name, mut create) = over(table, &[columns, end].concat());
    create.and_where(Expr::col(names::DELETED_AT).is_null());
    (name, Create::Statement(Box::new(create)))
}

fn unique_index(form: &FormShape, unique: &UniqueShape, sqlite: bool) -> Result<Named, Error> {
    let name = unique_name(form, unique);
    let mut columns = Vec::new();
    for key in &unique.fields {
        let field = form.fields.get(key).ok_or_else(|| cannot(key, "the unique key names no field"))?;
        let named = match names::columns(field) {
            Columns::One(column) if !matches!(field.storage, Storage::Json | Storage::List) => vec![column],
            Columns::Two(start, end) => vec![start, end],
            _ => return Err(cannot(key, "a field of its kind cannot be part of a unique key")),
        };
        columns.extend(named.into_iter().map(|column| match unique.blank_equal {
            true => written(blank_as_value(column, field), sqlite),
            false => format!("\"{column}\""),
        }));
    }
    let mut live = Expr::col(names::DELETED_AT).is_null();
    if let Some(when) = &unique.when {
        live = live.and(read_plan::constant_predicate(form, when, sqlite)?);
    }
    // The query builder knows no expressions in SQLite's indexes. Names are made of keys and need no escape.
    let sql = format!(
        "CREATE UNIQUE INDEX \"{name}\" ON \"{}\" ({}) WHERE {}",
        names::table(form),
        columns.join(", "),
        written(live, sqlite)
    );
    Ok((name, Create::Sql(sql)))
}

/// An expression with its literals written in and escaped by the query builder, as an index must have it.
pub(super) fn written(expr: Expr, sqlite: bool) -> String {
    let select = Query::select().expr(expr).to_owned();
    let sql = if sqlite { select.to_string(SqliteQueryBuilder) } else { select.to_string(PostgresQueryBuilder) };
    sql.strip_prefix("SELECT ").map_or_else(|| sql.clone(), |expr| format!("({expr})"))
}

/// A value that is never stored stands for blank, so that two blanks are equal.
fn blank_as_value(column: String, field: &FieldShape) -> Expr {
    let column = Expr::col(column);
    match field.storage {
        Storage::Text | Storage::Time | Storage::Date | Storage::DateRange => {
            Func::coalesce([column, Expr::val("")]).into()
        }
        Storage::Bool => CaseStatement::new().case(column.clone().is_null(), 2).case(column, 1).finally(0).into(),
        _ => Func::coalesce([column, Expr::val(i64::MIN)]).into(),
    }
}

fn cannot(field: &str, why: &str) -> Error {
    Error::CannotStore { field: field.to_owned(), why: why.to_owned() }
}
