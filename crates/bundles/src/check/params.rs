//! Parameters and who names them.

use std::collections::BTreeSet;

use mortise_model::{Issue, Pointer};
use serde_json::Value as Json;

use super::Checker;
use crate::params::is_param_name;

const FILE: &str = "params.json";

pub(super) fn check(checker: &mut Checker<'_>) {
    let Some(params) = &checker.bundle.params else { return };
    let root = Pointer::root();
    if params.version != 1 {
        checker.say(FILE, Issue::error(root.at("version"), "unknown_version").with("name", params.version));
    }
    let mut seen = BTreeSet::new();
    for (index, param) in params.params.iter().enumerate() {
        let at = root.at("params").at(index);
        if !is_param_name(&param.key) {
            checker.say(FILE, Issue::error(at.at("key"), "not_a_key").with("name", param.key.as_str()));
        }
        if !seen.insert(&param.key) {
            checker.say(FILE, Issue::error(at.at("key"), "duplicate_key").with("name", param.key.as_str()));
        }
        match param.field_type() {
            Err(issues) => checker.say_all(FILE, issues.under(&at)),
            Ok(_) => {
                if let Err(issues) = param.take(&param.value) {
                    checker.say_all(FILE, issues.under(&at.at("value")));
                }
            }
        }
        for (place, role) in param.editable_by.iter().enumerate() {
            let known = checker.has_role(role);
            checker.need(FILE, at.at("editable_by").at(place), "role", role, known);
        }
    }
}

/// Every `{"param": "name"}` of a document, with its place.
pub(super) fn named(json: &Json, at: &Pointer, found: &mut Vec<(Pointer, String)>) {
    match json {
        Json::Object(map) => {
            if let (1, Some(Json::String(name))) = (map.len(), map.get("param")) {
                return found.push((at.at("param"), name.clone()));
            }
            map.iter().for_each(|(member, inner)| named(inner, &at.at(member), found));
        }
        Json::Array(list) => list.iter().enumerate().for_each(|(index, inner)| named(inner, &at.at(index), found)),
        _ => {}
    }
}
