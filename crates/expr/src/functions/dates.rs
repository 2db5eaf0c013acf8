use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Timelike, Utc};
use mortise_model::{Decimal, Value, long_date, patterned};

use super::{Function, number, words, wrong_argument};
use crate::{
    engine::moment,
    operators::{self, Answered, Failure, too_large, whole},
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        usage: "date(value)",
        doc: "The day of a moment or of a text such as 2026-06-01; blank where it is none.",
        call: date,
    },
    Function {
        usage: "date_of(year, month, day)",
        doc: "The day with these numbers; blank where there is none.",
        call: date_of,
    },
    Function { usage: "year(date)", doc: "The year.", call: |a| part("year", a, |day| day.year().into()) },
    Function {
        usage: "quarter(date)",
        doc: "The quarter, 1 to 4.",
        call: |a| part("quarter", a, |day| i64::from(day.month0() / 3 + 1)),
    },
    Function { usage: "month(date)", doc: "The month, 1 to 12.", call: |a| part("month", a, |day| day.month().into()) },
    Function { usage: "day(date)", doc: "The day of the month.", call: |a| part("day", a, |day| day.day().into()) },
    Function {
        usage: "weekday(date)",
        doc: "The day of the week, 1 for Monday to 7 for Sunday.",
        call: |a| part("weekday", a, |day| day.weekday().number_from_monday().into()),
    },
    Function { usage: "hour(datetime)", doc: "The hour of a moment where the tenant is, 0 to 23.", call: hour },
    Function { usage: "days(from, to)", doc: "How many days from one day to another; negative backwards.", call: days },
    Function {
        usage: "hours(from, to)",
        doc: "How many hours from one moment to another, with their parts.",
        call: hours,
    },
    Function {
        usage: "months(from, to)",
        doc: "How many whole months from one day to another.",
        call: |a| Ok(between("months", a)?.map_or(Value::Null, |(from, to)| whole(full_months(from, to)))),
    },
    Function {
        usage: "years(from, to)",
        doc: "How many whole years from one day to another: an age.",
        call: |a| Ok(between("years", a)?.map_or(Value::Null, |(from, to)| whole(full_months(from, to) / 12))),
    },
    Function {
        usage: "add_days(date, days)",
        doc: "The day so many days later; earlier with a negative number.",
        call: add_days,
    },
    Function {
        usage: "add_months(date, months)",
        doc: "The same day so many months later, or the last of a shorter month.",
        call: |a| add_months("add_months", a, 1),
    },
    Function {
        usage: "add_years(date, years)",
        doc: "The same day so many years later.",
        call: |a| add_months("add_years", a, 12),
    },
    Function {
        usage: "month_start(date)",
        doc: "The first day of the month.",
        call: |a| day_part("month_start", a, |day| day.with_day(1)),
    },
    Function {
        usage: "month_end(date)",
        doc: "The last day of the month.",
        call: |a| day_part("month_end", a, |day| day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()),
    },
    Function {
        usage: "range(start, end)",
        doc: "The days or moments from start to end, both included; blank where the end lies before the start.",
        call: range,
    },
    Function {
        usage: "range_start(range)",
        doc: "Its first day or moment; `range.start` means the same.",
        call: |a| Ok(ends(&a[0]).map_or(Value::Null, |ends| ends.0)),
    },
    Function {
        usage: "range_end(range)",
        doc: "Its last day or moment.",
        call: |a| Ok(ends(&a[0]).map_or(Value::Null, |ends| ends.1)),
    },
    Function {
        usage: "overlaps(range, other)",
        doc: "Whether two ranges share a day or moment.",
        call: |a| spans(a, |one, other| one.0 <= other.1 && other.0 <= one.1),
    },
    Function {
        usage: "covers(range, other)",
        doc: "Whether a range contains all of another range or a day.",
        call: |a| spans(a, |one, other| one.0 <= other.0 && other.1 <= one.1),
    },
    Function {
        usage: "first_gap(periods, from, days?)",
        doc: "The first day, `from` or later, at which so many days (1) are free of all periods.",
        call: first_gap,
    },
    Function {
        usage: "date_cn(date)",
        doc: "The day in Chinese, such as 2026年6月1日.",
        call: |a| Ok(day_at("date_cn", a, 0)?.map_or(Value::Null, |day| Value::Text(long_date(day)))),
    },
    Function {
        usage: "format_date(date, pattern)",
        doc: "The day or moment written by a pattern of YYYY, MM, M, DD, D, HH, mm, ss, such as YYYY/MM/DD.",
        call: format_date,
    },
];

/// The day at this place, of a day or moment; `None` where it is blank.
pub(super) fn day_at(function: &'static str, arguments: &[Value], place: usize) -> Result<Option<NaiveDate>, Failure> {
    match &arguments[place] {
        value if value.is_blank() => Ok(None),
        Value::Date(day) => Ok(Some(*day)),
        Value::Instant(at) => Ok(Some(moment().day_of(*at))),
        Value::Text(text) if text.parse::<NaiveDate>().is_ok() => Ok(text.parse().ok()),
        other => Err(wrong_argument(function, place, other)),
    }
}

fn date(arguments: &[Value]) -> Answered {
    if let Value::Text(text) = &arguments[0] {
        return Ok(text.trim().parse().map_or(Value::Null, Value::Date));
    }
    Ok(day_at("date", arguments, 0)?.map_or(Value::Null, Value::Date))
}

fn date_of(arguments: &[Value]) -> Answered {
    let mut numbers = [0i64; 3];
    for (place, slot) in numbers.iter_mut().enumerate() {
        let Some(given) = number("date_of", arguments, place)? else { return Ok(Value::Null) };
        *slot = i64::try_from(given.trunc()).map_err(|_| too_large())?;
    }
    let day = (i32::try_from(numbers[0]), u32::try_from(numbers[1]), u32::try_from(numbers[2]));
    let (Ok(year @ 0..=9999), Ok(month), Ok(day)) = day else { return Ok(Value::Null) };
    Ok(NaiveDate::from_ymd_opt(year, month, day).map_or(Value::Null, Value::Date))
}

fn part(name: &'static str, arguments: &[Value], read: fn(NaiveDate) -> i64) -> Answered {
    Ok(day_at(name, arguments, 0)?.map_or(Value::Null, |day| whole(read(day))))
}

fn day_part(name: &'static str, arguments: &[Value], read: fn(NaiveDate) -> Option<NaiveDate>) -> Answered {
    Ok(day_at(name, arguments, 0)?.and_then(read).map_or(Value::Null, Value::Date))
}

fn hour(arguments: &[Value]) -> Answered {
    match &arguments[0] {
        Value::Instant(at) => Ok(whole(at.with_timezone(&moment().zone).hour())),
        Value::Time(time) => Ok(whole(time.hour())),
        blank if blank.is_blank() => Ok(Value::Null),
        other => Err(wrong_argument("hour", 0, other)),
    }
}

pub(super) fn between(name: &'static str, arguments: &[Value]) -> Result<Option<(NaiveDate, NaiveDate)>, Failure> {
    Ok(day_at(name, arguments, 0)?.zip(day_at(name, arguments, 1)?))
}

fn days(arguments: &[Value]) -> Answered {
    Ok(between("days", arguments)?.map_or(Value::Null, |(from, to)| whole((to - from).num_days())))
}

fn hours(arguments: &[Value]) -> Answered {
    let at = |place: usize| match &arguments[place] {
        Value::Instant(at) => Ok(Some(*at)),
        Value::Date(day) => Ok(Some(moment().start_of(*day))),
        blank if blank.is_blank() => Ok(None),
        other => Err(wrong_argument("hours", place, other)),
    };
    let Some((from, to)) = at(0)?.zip(at(1)?) else { return Ok(Value::Null) };
    let milliseconds = Decimal::from((to - from).num_milliseconds());
    Ok(Value::Decimal((milliseconds / Decimal::from(3_600_000)).normalize()))
}

/// Whole months from one day to another; a month is whole once its day is reached, or the last of a shorter month.
fn full_months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -full_months(to, from);
    }
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    let reached = u32::try_from(months).ok().and_then(|n| from.checked_add_months(Months::new(n)));
    if reached.is_none_or(|reached| reached > to) { months - 1 } else { months }
}

fn add_days(arguments: &[Value]) -> Answered {
    let (Some(days), false) = (number("add_days", arguments, 1)?, arguments[0].is_blank()) else {
        return Ok(Value::Null);
    };
    match &arguments[0] {
        Value::Instant(_) => operators::binary("+", &arguments[0], &Value::Decimal(days), &moment()),
        _ => match day_at("add_days", arguments, 0)? {
            Some(day) => operators::add_days(day, days, 1).map(Value::Date),
            None => Ok(Value::Null),
        },
    }
}

fn add_months(name: &'static str, arguments: &[Value], factor: i64) -> Answered {
    let Some((day, count)) = day_at(name, arguments, 0)?.zip(number(name, arguments, 1)?) else {
        return Ok(Value::Null);
    };
    let months = i64::try_from(count.trunc()).ok().and_then(|count| count.checked_mul(factor)).ok_or_else(too_large)?;
    let distance = Months::new(u32::try_from(months.unsigned_abs()).map_err(|_| too_large())?);
    let moved = if months < 0 { day.checked_sub_months(distance) } else { day.checked_add_months(distance) };
    moved.filter(|day| (0..=9999).contains(&day.year())).map(Value::Date).ok_or_else(too_large)
}

fn range(arguments: &[Value]) -> Answered {
    match (&arguments[0], &arguments[1]) {
        (Value::Instant(start), Value::Instant(end)) => {
            Ok(if start <= end { Value::InstantRange { start: *start, end: *end } } else { Value::Null })
        }
        _ => Ok(match between("range", arguments)? {
            Some((start, end)) if start <= end => Value::DateRange { start, end },
            _ => Value::Null,
        }),
    }
}

fn ends(range: &Value) -> Option<(Value, Value)> {
    match range {
        Value::DateRange { start, end } => Some((Value::Date(*start), Value::Date(*end))),
        Value::InstantRange { start, end } => Some((Value::Instant(*start), Value::Instant(*end))),
        _ => None,
    }
}

type Span = (DateTime<Utc>, DateTime<Utc>);

fn spans(arguments: &[Value], test: fn(Span, Span) -> bool) -> Answered {
    let span = |value: &Value| crate::filter::span(value, &moment());
    Ok(Value::Bool(matches!((span(&arguments[0]), span(&arguments[1])), (Some(one), Some(other)) if test(one, other))))
}

/// Goes through the periods in order of their start and moves the candidate behind each that it meets.
fn first_gap(arguments: &[Value]) -> Answered {
    let Some(mut candidate) = day_at("first_gap", arguments, 1)? else { return Ok(Value::Null) };
    let wanted = number("first_gap", arguments, 2)?.unwrap_or(Decimal::ONE);
    let wanted = wanted.clamp(Decimal::ONE, Decimal::from(36_600));
    let mut taken = periods(&arguments[0])?;
    taken.sort_unstable();
    for (start, end) in taken {
        let last = operators::add_days(candidate, wanted - Decimal::ONE, 1)?;
        if start <= last && end >= candidate {
            candidate = operators::add_days(end, Decimal::ONE, 1)?;
        }
    }
    Ok(Value::Date(candidate))
}

/// The days of each row's first value, or of a single range.
fn periods(value: &Value) -> Result<Vec<(NaiveDate, NaiveDate)>, Failure> {
    let rows = match value {
        Value::Rows(rows) => rows.iter().filter_map(|row| row.values.values().next().cloned()).collect(),
        other => vec![other.clone()],
    };
    let mut days = Vec::new();
    for row in rows.iter().filter(|row| !row.is_blank()) {
        let (start, end) = crate::filter::span(row, &moment()).ok_or_else(|| wrong_argument("first_gap", 0, row))?;
        days.push((moment().day_of(start), moment().day_of(end)));
    }
    Ok(days)
}

fn format_date(arguments: &[Value]) -> Answered {
    let pattern = words(arguments, 1);
    let at = match &arguments[0] {
        Value::Instant(at) => Some(at.with_timezone(&moment().zone).naive_local()),
        _ => day_at("format_date", arguments, 0)?.map(|day| day.and_time(NaiveTime::MIN)),
    };
    Ok(at.map_or(Value::Null, |at| Value::Text(patterned(at, &pattern))))
}
