//! What the kinds that hold texts share.

use mortise_model::{Issue, Issues, Pointer, Value};
use serde_json::{Map, Value as Json, json};

use crate::Refused;

/// The text that was sent.
pub(crate) fn read(raw: &Json) -> Result<&str, Refused> {
    raw.as_str().ok_or_else(|| Refused::expected("text"))
}

/// The text, or blank where it is empty.
pub(crate) fn or_blank(text: String) -> Value {
    if text.is_empty() { Value::Null } else { Value::Text(text) }
}

/// One line: control characters become spaces, and none stand at its ends.
pub(crate) fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    flat.trim().to_owned()
}

/// Several lines, which end with `\n`; other control characters but tabs are left out.
pub(crate) fn lines(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unix.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim_end().to_owned()
}

/// `too_short` or `too_long` with the limit; characters are counted, not bytes.
pub(crate) fn check(value: &Value, min: Option<u32>, max: Option<u32>) -> Option<Issue> {
    let length = value.as_text()?.chars().count() as u64;
    if let Some(min) = min.filter(|min| length < u64::from(*min)) {
        return Some(Issue::error(Pointer::root(), "too_short").with("min", min).with("length", length));
    }
    let max = max.filter(|max| length > u64::from(*max))?;
    Some(Issue::error(Pointer::root(), "too_long").with("max", max).with("length", length))
}

/// The schema of a text with these limits.
pub(crate) fn schema(min: Option<u32>, max: Option<u32>, pattern: Option<&str>) -> Json {
    let mut schema = Map::from_iter([("type".to_owned(), json!("string"))]);
    if let Some(min) = min {
        schema.insert("minLength".to_owned(), json!(min));
    }
    if let Some(max) = max {
        schema.insert("maxLength".to_owned(), json!(max));
    }
    if let Some(pattern) = pattern {
        schema.insert("pattern".to_owned(), json!(pattern));
    }
    Json::Object(schema)
}

/// The text of a value, blank where it is none.
pub(crate) fn written(value: &Value) -> String {
    value.as_text().unwrap_or_default().to_owned()
}

/// `too_few` or `too_many` with the limit.
pub(crate) fn check_count(count: usize, min: Option<u32>, max: Option<u32>) -> Option<Issue> {
    if let Some(min) = min.filter(|min| count < *min as usize) {
        return Some(Issue::error(Pointer::root(), "too_few").with("min", min));
    }
    let max = max.filter(|max| count > *max as usize)?;
    Some(Issue::error(Pointer::root(), "too_many").with("max", max))
}

/// The schema of a list with these limits.
pub(crate) fn list_schema(items: Json, min: Option<u32>, max: Option<u32>) -> Json {
    let mut schema = Map::from_iter([("type".to_owned(), json!("array")), ("items".to_owned(), items)]);
    if let Some(min) = min {
        schema.insert("minItems".to_owned(), json!(min));
    }
    if let Some(max) = max {
        schema.insert("maxItems".to_owned(), json!(max));
    }
    Json::Object(schema)
}

/// The parts of a spreadsheet cell that holds a list.
pub(crate) fn split_list(text: &str) -> Vec<String> {
    text.split([',', '，', ';', '；', '、', '|', '\n']).map(one_line).filter(|part| !part.is_empty()).collect()
}

/// The members of an object that was sent; others are `unknown_property` at their place.
pub(crate) fn members<'a>(raw: &'a Json, known: &[&str], what: &'static str) -> Result<&'a Map<String, Json>, Refused> {
    let object = raw.as_object().ok_or_else(|| Refused::expected(what))?;
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => {
            Err(Issue::error(Pointer::root().at(name), "unknown_property").with("property", name.as_str()).into())
        }
        None => Ok(object),
    }
}

/// What stands in the middle is hidden: `138****5678`.
pub(crate) fn masked(text: &str, head: usize, tail: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= head + tail {
        return "*".repeat(all.len().max(4));
    }
    let stars = (all.len() - head - tail).min(12);
    all[..head]
        .iter()
        .copied()
        .chain(std::iter::repeat_n('*', stars))
        .chain(all[all.len() - tail..].iter().copied())
        .collect()
}

/// Lengths that cannot be: `too_large`, or `limits_crossed` where the shortest is longer than the longest.
pub(crate) fn check_lengths(min: Option<u32>, max: u32, longest: u32) -> Issues {
    let at = Pointer::root().at("max_length");
    if max == 0 || max > longest {
        return Issue::error(at, "length_out_of_range").with("max", longest).into();
    }
    if min.is_some_and(|min| min > max) {
        return Issue::error(at, "limits_crossed").into();
    }
    Issues::new()
}

/// `pattern_malformed` where it is no regular expression that can be run in linear time.
pub(crate) fn check_pattern(pattern: &str) -> Option<Issue> {
    let wrong = Issue::error(Pointer::root().at("pattern"), "pattern_malformed");
    crate::schema::compile(&json!({"type": "string", "pattern": pattern})).is_err().then_some(wrong)
}

/// The list that was sent: each member read on its own, empty and double ones left out; blank where none is left.
pub(crate) fn read_list(raw: &Json, read: impl Fn(&Json) -> Result<String, Refused>) -> Result<Value, Refused> {
    let mut all: Vec<String> = Vec::new();
    let mut issues = Issues::new();
    for (index, item) in raw.as_array().ok_or_else(|| Refused::expected("list"))?.iter().enumerate() {
        match read(item) {
            Ok(word) if word.is_empty() || all.contains(&word) => {}
            Ok(word) => all.push(word),
            Err(Refused::Wrong(wrong)) => issues.extend(wrong.under(&Pointer::root().at(index))),
            Err(unknown) => return Err(unknown),
        }
    }
    if !issues.is_empty() {
        return Err(Refused::Wrong(issues));
    }
    Ok(if all.is_empty() { Value::Null } else { Value::List(all) })
}

/// `limits_crossed` where the fewest are more than the most.
pub(crate) fn check_counts(min: Option<u32>, max: Option<u32>) -> Issues {
    match (min, max) {
        (Some(min), Some(max)) if min > max => Issue::error(Pointer::root().at("max"), "limits_crossed").into(),
        _ => Issues::new(),
    }
}

/// The texts of a JSON array, with something between them.
pub(crate) fn joined(json: &Json, between: &str) -> String {
    let texts: Vec<&str> = json.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    texts.join(between)
}
