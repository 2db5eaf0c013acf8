use chrono::{Days, NaiveDate};
use mortise_model::Value;

use super::{
    Function,
    dates::{between, day_at},
    number,
};
use crate::{
    engine::is_workday,
    operators::{Answered, Failure, too_large, whole},
};

/// The longest stretch of the calendar that one call looks through.
const MAX_DAYS: i64 = 3_700;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        usage: "workdays(from, to)",
        doc: "How many days are worked from one day to another, both included, by the tenant's calendar; negative backwards.",
        call: workdays,
    },
    Function {
        usage: "add_workdays(date, days)",
        doc: "The day on which so many further days have been worked.",
        call: add_workdays,
    },
    Function {
        usage: "is_workday(date)",
        doc: "Whether the day is worked.",
        call: |arguments| {
            Ok(day_at("is_workday", arguments, 0)?.map_or(Value::Null, |day| Value::Bool(is_workday(day))))
        },
    },
];

fn workdays(arguments: &[Value]) -> Answered {
    let Some((from, to)) = between("workdays", arguments)? else { return Ok(Value::Null) };
    let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    if (last - first).num_days() > MAX_DAYS {
        return Err(too_long());
    }
    let worked = first.iter_days().take_while(|day| *day <= last).filter(|day| is_workday(*day)).count();
    Ok(whole(sign * i64::try_from(worked).map_err(|_| too_large())?))
}

fn add_workdays(arguments: &[Value]) -> Answered {
    let Some((start, count)) = day_at("add_workdays", arguments, 0)?.zip(number("add_workdays", arguments, 1)?) else {
        return Ok(Value::Null);
    };
    let count = i64::try_from(count.trunc()).map_err(|_| too_large())?;
    let (mut day, mut left) = (start, count.abs());
    for _ in 0..MAX_DAYS {
        if left == 0 {
            return Ok(Value::Date(day));
        }
        day = stepped(day, count).ok_or_else(too_large)?;
        left -= i64::from(is_workday(day));
    }
    Err(too_long())
}

fn stepped(day: NaiveDate, direction: i64) -> Option<NaiveDate> {
    if direction < 0 { day.checked_sub_days(Days::new(1)) } else { day.checked_add_days(Days::new(1)) }
}

fn too_long() -> Failure {
    Failure::new("calendar_too_long").with("most", MAX_DAYS)
}
