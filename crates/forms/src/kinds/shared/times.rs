//! What the kinds that hold days and moments share.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeZone, Utc};
use serde_json::Value as Json;

use crate::Refused;

/// The day that was sent, `2026-11-22`.
pub(crate) fn read_date(raw: &Json) -> Result<NaiveDate, Refused> {
    let text = raw.as_str().ok_or_else(|| Refused::expected("date"))?;
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|date| shaped && (1..=9999).contains(&date.year()))
        .ok_or_else(|| Refused::code("not_a_date"))
}

/// The moment that was sent, RFC 3339; kept to the millisecond.
pub(crate) fn read_instant(raw: &Json) -> Result<DateTime<Utc>, Refused> {
    let text = raw.as_str().ok_or_else(|| Refused::expected("datetime"))?;
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.with_timezone(&Utc).trunc_subsecs(3))
        .ok()
        .filter(|moment| (1..=9999).contains(&moment.year()))
        .ok_or_else(|| Refused::code("not_a_datetime"))
}

/// The time of day that was sent, `09:30`.
pub(crate) fn read_time(raw: &Json) -> Result<NaiveTime, Refused> {
    let text = raw.as_str().ok_or_else(|| Refused::expected("time"))?;
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5).ok_or_else(|| Refused::code("not_a_time"))
}

/// A moment as people read it.
pub(crate) fn written(moment: DateTime<Utc>, zone: FixedOffset) -> String {
    moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// The day in a spreadsheet cell, in one of the usual ways to write it.
pub(crate) fn date_from_text(text: &str) -> Option<NaiveDate> {
    const WAYS: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"];
    let text = text.trim();
    WAYS.iter().find_map(|way| NaiveDate::parse_from_str(text, way).ok())
}

/// The moment in a spreadsheet cell.
pub(crate) fn instant_from_text(text: &str, zone: FixedOffset) -> Option<DateTime<Utc>> {
    const WAYS: &[&str] =
        &["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M"];
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&Utc));
    }
    let local = WAYS
        .iter()
        .find_map(|way| NaiveDateTime::parse_from_str(text, way).ok())
        .or_else(|| date_from_text(text).and_then(|date| date.and_hms_opt(0, 0, 0)))?;
    zone.from_local_datetime(&local).single().map(|moment| moment.with_timezone(&Utc))
}
