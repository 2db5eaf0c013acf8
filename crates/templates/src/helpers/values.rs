use serde_json::{Value as Json, json};

use super::{Helper, HelperFailure, blank};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        usage: "default value otherwise",
        options: &[],
        doc: "The value, or another where it is blank.",
        work: |arguments, _| Ok(arguments[usize::from(blank(&arguments[0]))].clone()),
    },
    Helper {
        usage: "len list",
        options: &[],
        doc: "How many members a list or characters a text has.",
        work: |arguments, _| match &arguments[0] {
            Json::Null => Ok(json!(0)),
            Json::Array(list) => Ok(json!(list.len())),
            Json::String(text) => Ok(json!(text.chars().count())),
            _ => Err(HelperFailure::WrongValue("len")),
        },
    },
    Helper {
        usage: "first list",
        options: &[],
        doc: "The first member of a list.",
        work: |arguments, _| Ok(arguments[0].as_array().and_then(|list| list.first()).cloned().unwrap_or_default()),
    },
    Helper {
        usage: "check value",
        options: &[],
        doc: "☑ where a condition holds, else ☐.",
        work: |arguments, _| Ok(json!(if truthy(&arguments[0]) { "☑" } else { "☐" })),
    },
];

/// Whether a condition holds: not false, not blank, not zero.
pub(super) fn truthy(value: &Json) -> bool {
    match value {
        Json::Bool(truth) => *truth,
        Json::Number(number) => number.as_f64() != Some(0.0),
        other => !blank(other),
    }
}

/// The members of a list, or of each the field that is named; a step that is missing gives a blank.
pub(super) fn members(helper: &'static str, arguments: &[Json]) -> Result<Vec<Json>, HelperFailure> {
    let list = match &arguments[0] {
        Json::Null => return Ok(Vec::new()),
        Json::Array(list) => list,
        _ => return Err(HelperFailure::WrongValue(helper)),
    };
    let Some(field) = arguments.get(1) else { return Ok(list.clone()) };
    let field = field.as_str().ok_or(HelperFailure::WrongValue(helper))?;
    let at = |member: &Json| field.split('.').try_fold(member.clone(), |value, step| value.get(step).cloned());
    Ok(list.iter().map(|member| at(member).unwrap_or_default()).collect())
}
