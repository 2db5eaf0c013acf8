use chrono::{Datelike, NaiveDate, Weekday};
use mortise_model::I18n;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use super::{convert::all, row::row};
use crate::{
    Error,
    entities::calendar::{ActiveModel, Column, Entity},
};

row! {
    /// A day that differs from its weekday: a holiday, or a Saturday that is worked.
    CalendarDay = calendar {
        /// The day, as `2026-10-01`.
        day: String,
        /// Whether it is worked.
        working: bool,
        /// Its name.
        name: I18n,
    }
}

/// Whether a day is worked: as the calendar says, else from Monday to Friday.
pub async fn is_workday(db: &impl ConnectionTrait, day: NaiveDate) -> Result<bool, Error> {
    let found = Entity::find_by_id(day.to_string()).one(db).await?;
    Ok(found.map_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun), |row| row.working))
}

/// The days from `start` to `end` that differ from their weekdays, in order.
pub async fn calendar_days(
    db: &impl ConnectionTrait,
    start: NaiveDate,
    end: NaiveDate,
) -> Result<Vec<CalendarDay>, Error> {
    let select = Entity::find().filter(Column::Day.between(start.to_string(), end.to_string()));
    all(select.order_by_asc(Column::Day).all(db).await?)
}

/// Says what a day is, in place of what was said before.
pub async fn set_calendar_day(db: &impl ConnectionTrait, day: &CalendarDay) -> Result<(), Error> {
    let row = day.to_row();
    let row = ActiveModel { day: Set(row.day), working: Set(row.working), name: Set(row.name) };
    let same = OnConflict::column(Column::Day).update_columns([Column::Working, Column::Name]).to_owned();
    Entity::insert(row).on_conflict(same).exec_without_returning(db).await?;
    Ok(())
}

/// Makes a day like its weekday again; whether it was not.
pub async fn clear_calendar_day(db: &impl ConnectionTrait, day: NaiveDate) -> Result<bool, Error> {
    Ok(Entity::delete_by_id(day.to_string()).exec(db).await?.rows_affected == 1)
}
