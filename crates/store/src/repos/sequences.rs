use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait, ExprTrait,
    sea_query::{Expr, OnConflict},
};

use crate::{
    Error,
    entities::sequence::{ActiveModel, Column, Entity},
};

/// The next number of a sequence within a period, from 1. Without gaps: whoever takes one makes others
/// wait until the transaction ends, and gives it back by rolling back.
pub async fn next_number(db: &impl ConnectionTrait, name: &str, period: &str) -> Result<i64, Error> {
    let first = ActiveModel { name: Set(name.to_owned()), period: Set(period.to_owned()), value: Set(1) };
    let next = OnConflict::columns([Column::Name, Column::Period])
        .value(Column::Value, Expr::col((Entity, Column::Value)).add(1))
        .to_owned();
    Ok(Entity::insert(first).on_conflict(next).exec_with_returning(db).await?.value)
}

/// Sees to it that the next number is larger than `value`, as after records came with numbers of their own.
pub async fn raise_number(db: &impl ConnectionTrait, name: &str, period: &str, value: i64) -> Result<(), Error> {
    let row = ActiveModel { name: Set(name.to_owned()), period: Set(period.to_owned()), value: Set(value) };
    let higher = OnConflict::columns([Column::Name, Column::Period])
        .update_column(Column::Value)
        .action_and_where(Expr::col((Entity, Column::Value)).lt(value))
        .to_owned();
    Entity::insert(row).on_conflict(higher).exec_without_returning(db).await?;
    Ok(())
}

/// The last number given; 0 where none was.
pub async fn last_number(db: &impl ConnectionTrait, name: &str, period: &str) -> Result<i64, Error> {
    let found = Entity::find_by_id((name.to_owned(), period.to_owned())).one(db).await?;
    Ok(found.map_or(0, |row| row.value))
}
