//! What the kinds that refer to records, people and departments share.

use std::collections::HashSet;

use mortise_model::{Answer, Facts, Id, Issue, Pointer, Question, Target, Value};
use serde_json::{Value as Json, json};

use super::texts;
use crate::{Refused, Wording};

/// How an id is written.
const PATTERN: &str = "^[0-9a-hjkmnp-tv-z]{13}$";

/// The schema of one reference, as it is written.
pub(crate) fn schema() -> Json {
    json!({"type": "string", "pattern": PATTERN})
}

/// The schema of several references.
pub(crate) fn list_schema(max: Option<u32>) -> Json {
    texts::list_schema(schema(), None, max)
}

/// The reference that was sent: an id, an object with an `id` as answers hold it, or the log-in name of a person.
pub(crate) fn read_one(raw: &Json, target: &Target, facts: &Facts) -> Result<Value, Refused> {
    let raw = raw.as_object().and_then(|object| object.get("id")).unwrap_or(raw);
    let text = raw.as_str().ok_or_else(|| Refused::expected("reference"))?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if let Ok(id) = text.parse::<Id>() {
        return Ok(Value::Ref(id));
    }
    match target {
        Target::User => person(text, facts),
        _ => Err(Refused::code("not_an_id")),
    }
}

fn person(name: &str, facts: &Facts) -> Result<Value, Refused> {
    match facts.ask(Question::PersonByName(name.to_owned()))? {
        Answer::People(people) if !people.is_empty() => Ok(Value::Ref(people[0].id)),
        _ => Err(Issue::error(Pointer::root(), "unknown_user").with("username", name).into()),
    }
}

/// The references that were sent, none twice; blank where there is none.
pub(crate) fn read_many(raw: &Json, target: &Target, facts: &Facts) -> Result<Value, Refused> {
    let items = raw.as_array().ok_or_else(|| Refused::expected("references"))?;
    let (mut ids, mut seen) = (Vec::new(), HashSet::new());
    let mut issues = mortise_model::Issues::new();
    let mut open = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match read_one(item, target, facts) {
            Ok(value) => ids.extend(value.refs().iter().copied().filter(|id| seen.insert(*id))),
            Err(Refused::Wrong(wrong)) => issues.extend(wrong.under(&Pointer::root().at(index))),
            Err(Refused::Unknown(need)) => open.extend(need.0),
        }
    }
    if !issues.is_empty() {
        return Err(Refused::Wrong(issues));
    }
    if !open.is_empty() {
        return Err(Refused::Unknown(mortise_model::Need(open)));
    }
    Ok(if ids.is_empty() { Value::Null } else { Value::Refs(ids) })
}

/// `too_many` with the limit.
pub(crate) fn check_many(value: &Value, max: Option<u32>) -> Option<Issue> {
    texts::check_count(value.refs().len(), None, max)
}

/// What the things are called; their ids where nobody knows.
pub(crate) fn text(value: &Value, target: &Target, wording: &Wording<'_>) -> String {
    let title = |id: &Id| wording.titles.title(target, *id).unwrap_or_else(|| id.to_string());
    let titles: Vec<String> = value.refs().iter().map(title).collect();
    titles.join("、")
}

/// The parts of a spreadsheet cell that names several things.
pub(crate) fn many_from_text(text: &str) -> Json {
    json!(texts::split_list(text))
}
