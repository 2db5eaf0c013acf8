use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use mortise_model::{Operand, RelativeRange, Unit};
use serde_json::Value as Json;

use crate::Moment;

/// The first and last day of a relative range, both included. Weeks begin on Monday.
///
/// `last_days: 7` is today and the six days before it; `next_days: 7` today and the six after; 0 counts as 1.
pub fn days_of(range: RelativeRange, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    match range {
        RelativeRange::This(unit) => whole(unit, today),
        RelativeRange::Last(unit) => whole(unit, before(whole(unit, today).0, 1)),
        RelativeRange::Next(unit) => whole(unit, after(whole(unit, today).1, 1)),
        RelativeRange::LastDays(days) => (before(today, days.max(1) - 1), today),
        RelativeRange::NextDays(days) => (today, after(today, days.max(1) - 1)),
    }
}

/// The days that the operand of `within` means: a relative range, `"today"`, `"yesterday"`, `"tomorrow"`, or
/// `{"start": …, "end": …}`; `None` for anything else.
pub fn within_days(operand: &Operand, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    match operand {
        Operand::Relative(range) => Some(days_of(*range, today)),
        Operand::Json(Json::String(name)) => match name.as_str() {
            "today" => Some((today, today)),
            "yesterday" => Some((before(today, 1), before(today, 1))),
            "tomorrow" => Some((after(today, 1), after(today, 1))),
            _ => None,
        },
        Operand::Json(Json::Object(range)) => {
            let day = |name: &str| range.get(name)?.as_str()?.parse().ok();
            Some((day("start")?, day("end")?))
        }
        _ => None,
    }
}

/// The first and last moment of days where the tenant is: `start <= moment && moment <= end`.
pub fn moments_of(days: (NaiveDate, NaiveDate), moment: &Moment) -> (DateTime<Utc>, DateTime<Utc>) {
    (moment.start_of(days.0), moment.end_of(days.1))
}

/// The whole unit in which a day lies.
fn whole(unit: Unit, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let months = |first: NaiveDate, count: u32| {
        let next = first.checked_add_months(Months::new(count)).unwrap_or(NaiveDate::MAX);
        (first, before(next, 1))
    };
    let month = |month: u32| NaiveDate::from_ymd_opt(day.year(), month, 1).expect("every month has a first day");
    match unit {
        Unit::Day => (day, day),
        Unit::Week => {
            let monday = before(day, day.weekday().num_days_from_monday());
            (monday, after(monday, 6))
        }
        Unit::Month => months(month(day.month()), 1),
        Unit::Quarter => months(month((day.month0() / 3) * 3 + 1), 3),
        Unit::Year => months(month(1), 12),
    }
}

fn before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}
