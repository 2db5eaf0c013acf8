//! What a change of shape means for data that are there.

use mortise_model::{FieldShape, FormShape, Storage};
use sea_orm::{
    ConnectionTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, Query},
};

use crate::{
    Error,
    names::{self, Columns},
};

/// Fails where a field would have to be stored in another way than it is.
pub(super) fn refuse_impossible(old: &FormShape, new: &FormShape) -> Result<(), Error> {
    for (before, after) in shared(old, new) {
        if !fits(&before.storage, &after.storage) {
            return Err(Error::CannotStore {
                field: after.key.to_string(),
                why: "it is stored in another way already".to_owned(),
            });
        }
    }
    Ok(())
}

/// Gives stored decimals the scale that they have now.
pub(super) async fn rescale(conn: &impl ConnectionTrait, old: &FormShape, new: &FormShape) -> Result<(), Error> {
    let table = names::table(new);
    for (before, after) in same_keys(&old.fields, &new.fields) {
        rescale_column(conn, &table, before, after).await?;
        let rows = names::part_table(new, &after.key);
        for (before, after) in same_keys(&before.rows, &after.rows) {
            rescale_column(conn, &rows, before, after).await?;
        }
    }
    Ok(())
}

type Fields = indexmap::IndexMap<mortise_model::Key, FieldShape>;

fn shared<'a>(old: &'a FormShape, new: &'a FormShape) -> impl Iterator<Item = (&'a FieldShape, &'a FieldShape)> {
    same_keys(&old.fields, &new.fields)
        .flat_map(|(before, after)| std::iter::once((before, after)).chain(same_keys(&before.rows, &after.rows)))
}

fn same_keys<'a>(old: &'a Fields, new: &'a Fields) -> impl Iterator<Item = (&'a FieldShape, &'a FieldShape)> {
    old.values().filter_map(|before| Some((before, new.get(&before.key)?)))
}

fn fits(before: &Storage, after: &Storage) -> bool {
    let number = |storage: &Storage| matches!(storage, Storage::Int | Storage::Decimal { .. });
    match (before, after) {
        (before, after) if before == after => true,
        (before, after) if number(before) && number(after) => true,
        // What an id points at is the definition's affair.
        (Storage::Ref(_), Storage::Ref(_)) | (Storage::RefList(_), Storage::RefList(_)) => true,
        _ => false,
    }
}

fn scale(storage: &Storage) -> Option<u32> {
    match storage {
        Storage::Int => Some(0),
        Storage::Decimal { scale } => Some(*scale),
        _ => None,
    }
}

async fn rescale_column(
    conn: &impl ConnectionTrait,
    table: &str,
    before: &FieldShape,
    after: &FieldShape,
) -> Result<(), Error> {
    let (Some(from), Some(to)) = (scale(&before.storage), scale(&after.storage)) else { return Ok(()) };
    let (Columns::One(name), true) = (names::columns(after), from != to) else { return Ok(()) };
    let column = || Expr::col(name.clone());
    let factor = 10i64.pow(from.abs_diff(to));
    let mut update = Query::update();
    update.table(table.to_owned()).and_where(column().is_not_null());
    if to > from {
        let largest = i64::MAX / factor;
        refuse_overflow(conn, table, &name, largest).await?;
        update.value(name.clone(), column().mul(factor));
    } else {
        // Division cuts towards zero; half of the factor more makes it round half away from zero.
        let half = CaseStatement::new().case(column().lt(0), -(factor / 2)).finally(factor / 2);
        update.value(name.clone(), column().add(half).div(factor));
    }
    conn.execute(&update).await?;
    Ok(())
}

async fn refuse_overflow(conn: &impl ConnectionTrait, table: &str, name: &str, largest: i64) -> Result<(), Error> {
    let column = || Expr::col(name.to_owned());
    let select = Query::select()
        .expr(Expr::val(1i64))
        .from(table.to_owned())
        .and_where(column().gt(largest).or(column().lt(-largest)))
        .limit(1)
        .to_owned();
    match conn.query_one(&select).await? {
        Some(_) => Err(Error::CannotStore {
            field: name.to_owned(),
            why: "a stored number is too large for so many decimal places".to_owned(),
        }),
        None => Ok(()),
    }
}
