use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use mortise_model::patterned;
use serde_json::{Map, Value as Json, json};

use super::{Helper, HelperFailure, ZONE, blank, values::members};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        usage: "date value pattern?",
        options: &[],
        doc: "A day or the day of a moment, in Chinese (2026年6月1日) or by a pattern of YYYY MM M DD D.",
        work: |arguments, _| moment("date", arguments, "YYYY年M月D日"),
    },
    Helper {
        usage: "datetime value pattern?",
        options: &[],
        doc: "A moment where the tenant is, as 2026-06-01 09:00 or by a pattern with HH mm ss.",
        work: |arguments, _| moment("datetime", arguments, "YYYY-MM-DD HH:mm"),
    },
    Helper {
        usage: "period value pattern?",
        options: &[],
        doc: "Both ends of a range, such as 2026年6月1日 至 2026年6月30日.",
        work: period,
    },
    Helper {
        usage: "upper text",
        options: &[],
        doc: "In capitals.",
        work: |arguments, _| Ok(json!(written("upper", &arguments[0])?.to_uppercase())),
    },
    Helper {
        usage: "lower text",
        options: &[],
        doc: "In small letters.",
        work: |arguments, _| Ok(json!(written("lower", &arguments[0])?.to_lowercase())),
    },
    Helper {
        usage: "concat value …",
        options: &[],
        doc: "All values one behind the other.",
        work: |arguments, _| {
            let parts: Result<Vec<String>, _> = arguments.iter().map(|value| written("concat", value)).collect();
            Ok(json!(parts?.concat()))
        },
    },
    Helper {
        usage: "join list field?",
        options: &["with"],
        doc: "The members of a list, or a field of each, with 、 or another text between them.",
        work: join,
    },
];

/// A value as it is written; blank is empty.
pub(super) fn written(helper: &'static str, value: &Json) -> Result<String, HelperFailure> {
    match value {
        Json::Null => Ok(String::new()),
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(truth) => Ok(truth.to_string()),
        Json::Array(_) | Json::Object(_) => Err(HelperFailure::WrongValue(helper)),
    }
}

fn join(arguments: &[Json], options: &Map<String, Json>) -> Result<Json, HelperFailure> {
    let parts: Result<Vec<String>, _> =
        members("join", arguments)?.iter().filter(|part| !blank(part)).map(|part| written("join", part)).collect();
    let between = options.get("with").and_then(Json::as_str).unwrap_or("、");
    Ok(json!(parts?.join(between)))
}

fn moment(helper: &'static str, arguments: &[Json], usual: &str) -> Result<Json, HelperFailure> {
    if blank(&arguments[0]) {
        return Ok(Json::Null);
    }
    let at = read(&arguments[0]).ok_or(HelperFailure::WrongValue(helper))?;
    let pattern = match arguments.get(1) {
        None => usual,
        Some(pattern) => pattern.as_str().ok_or(HelperFailure::WrongValue(helper))?,
    };
    Ok(json!(patterned(at, pattern)))
}

/// A day at its beginning, or a moment where the tenant is.
fn read(value: &Json) -> Option<NaiveDateTime> {
    let text = value.as_str()?;
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(day.and_time(NaiveTime::MIN));
    }
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&ZONE.get()).naive_local())
}

fn period(arguments: &[Json], _: &Map<String, Json>) -> Result<Json, HelperFailure> {
    if blank(&arguments[0]) {
        return Ok(Json::Null);
    }
    let end = |name: &str| {
        let mut ends = vec![arguments[0].get(name).cloned().ok_or(HelperFailure::WrongValue("period"))?];
        ends.extend(arguments.get(1).cloned());
        written("period", &moment("period", &ends, "YYYY年M月D日")?)
    };
    Ok(json!(format!("{} 至 {}", end("start")?, end("end")?)))
}
