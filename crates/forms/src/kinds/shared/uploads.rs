//! What the kinds that hold files share.

use mortise_model::{Id, Issue, Issues, Pointer, Value};
use serde_json::{Map, Value as Json, json};

use super::texts;
use crate::Refused;

/// The ends of the names of pictures.
pub(crate) const PICTURES: &[&str] = &["png", "jpg", "jpeg", "webp", "gif", "bmp"];
/// The largest file that can be allowed.
pub(crate) const LARGEST_MB: u32 = 500;

const MEMBERS: &[&str] = &["id", "name", "size", "mime", "sha256", "version"];

/// The schema of one file.
pub(crate) fn schema() -> Json {
    json!({
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": {
            "id": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"},
            "mime": {"type": "string"}, "sha256": {"type": "string"}, "version": {"type": "string"},
        },
    })
}

/// The file that was sent: its id, or an object with it.
pub(crate) fn read_one(raw: &Json) -> Result<Option<Json>, Refused> {
    let mut file = match raw {
        Json::String(id) if id.is_empty() => return Ok(None),
        Json::String(id) => Map::from_iter([("id".to_owned(), json!(id))]),
        other => texts::members(other, MEMBERS, "file")?.clone(),
    };
    let id = file.get("id").and_then(Json::as_str).unwrap_or_default();
    if id.parse::<Id>().is_err() {
        return Err(Issue::error(Pointer::root().at("id"), "not_an_id").into());
    }
    let wrong = |name: &str| match (name, &file[name]) {
        ("size", size) => size.as_u64().is_none(),
        (_, text) => !text.is_string(),
    };
    if let Some(name) = file.keys().find(|name| !file[*name].is_null() && wrong(name)) {
        return Err(Issue::error(Pointer::root().at(name), "wrong_type").into());
    }
    file.retain(|_, member| !member.is_null());
    Ok(Some(Json::Object(file)))
}

/// The files that were sent; blank where there is none.
pub(crate) fn read_many(raw: &Json) -> Result<Value, Refused> {
    let items = raw.as_array().ok_or_else(|| Refused::expected("files"))?;
    let (mut files, mut issues) = (Vec::<Json>::new(), Issues::new());
    for (index, item) in items.iter().enumerate() {
        match read_one(item) {
            Ok(Some(file)) if files.iter().all(|known| known["id"] != file["id"]) => files.push(file),
            Ok(_) => {}
            Err(Refused::Wrong(wrong)) => issues.extend(wrong.under(&Pointer::root().at(index))),
            Err(unknown) => return Err(unknown),
        }
    }
    if !issues.is_empty() {
        return Err(Refused::Wrong(issues));
    }
    Ok(if files.is_empty() { Value::Null } else { Value::Json(Json::Array(files)) })
}

/// `file_type` or `file_too_large`, as far as the value tells.
pub(crate) fn check_one(file: &Json, accept: &[&str], max_mb: u32) -> Option<Issue> {
    let name = file["name"].as_str().unwrap_or_default().to_lowercase();
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    let other_name = !name.is_empty() && !accept.iter().any(|known| known.trim_start_matches('.') == end);
    // What a file is says its content, once it was uploaded; only pictures promise a type.
    let mime = file["mime"].as_str().unwrap_or_default();
    let other_type = accept == PICTURES && !mime.is_empty() && !mime.starts_with("image/");
    if !accept.is_empty() && (other_name || other_type) {
        return Some(Issue::error(Pointer::root(), "file_type").with("accept", json!(accept)));
    }
    let size = file["size"].as_u64().unwrap_or(0);
    (size > u64::from(max_mb) * 1024 * 1024)
        .then(|| Issue::error(Pointer::root(), "file_too_large").with("max_mb", max_mb))
}

/// What is wrong with one of several files, or their number.
pub(crate) fn check_many(value: &Value, accept: &[&str], max_mb: u32, max_files: u32) -> Option<Issue> {
    let Value::Json(Json::Array(files)) = value else { return None };
    let one = files.iter().enumerate().find_map(|(index, file)| {
        check_one(file, accept, max_mb).map(|issue| Issue { pointer: Pointer::root().at(index), ..issue })
    });
    one.or_else(|| texts::check_count(files.len(), None, Some(max_files)))
}

/// The names of the files.
pub(crate) fn text(value: &Value) -> String {
    let name = |file: &Json| file["name"].as_str().or(file["id"].as_str()).unwrap_or_default().to_owned();
    match value {
        Value::Json(Json::Array(files)) => files.iter().map(name).collect::<Vec<_>>().join("、"),
        Value::Json(file) => name(file),
        _ => String::new(),
    }
}

/// A size that cannot be allowed.
pub(crate) fn check_settings(max_mb: u32) -> Issues {
    if max_mb == 0 || max_mb > LARGEST_MB {
        return Issue::error(Pointer::root().at("max_size_mb"), "size_out_of_range").with("max", LARGEST_MB).into();
    }
    Issues::new()
}

/// The texts as slices.
pub(crate) fn slices(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
