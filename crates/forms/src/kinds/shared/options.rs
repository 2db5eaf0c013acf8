//! What the kinds with choices share.

use std::collections::HashSet;

use mortise_model::{I18n, Issue, Issues, Key, Locale, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::texts;
use crate::{Refused, definition::is_false};

/// The longest key of an option, in characters.
const MAX_KEY: usize = 40;

/// One choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionSpec {
    /// What records hold; 1 to 40 characters of any script. It never changes.
    pub key: String,
    /// What people read; where absent, the key.
    #[serde(default, skip_serializing_if = "I18n::is_empty")]
    pub label: I18n,
    /// The colour of its tag, such as `grey`, `blue`, `green`, `orange`, `red`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// A short code for numbers, such as `TZ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// It stays in old records and can no longer be chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
    /// The choices below this one, where the kind has levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<OptionSpec>,
}

/// A change from one option to another that people may make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionSpec {
    /// The option before; absent: any, also blank.
    #[serde(default)]
    pub from: Option<String>,
    /// The option after.
    pub to: String,
    /// The roles that may make it; empty: everybody who may change the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Key>,
    /// Whether a reason must be given.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reason_required: bool,
    /// What the record must have before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<TransitionGate>,
}

/// What a record must have before an option can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TransitionGate {
    /// Fields that may not be blank.
    pub required: Vec<Key>,
    /// An expression that must be true.
    pub expr: Option<String>,
    /// What the reader is told otherwise.
    pub message: Option<I18n>,
}

impl OptionSpec {
    /// What people read.
    pub fn label(&self, locale: Locale) -> &str {
        let label = self.label.get(locale);
        if label.is_empty() { &self.key } else { label }
    }
}

/// The option with this key, on any level.
pub(crate) fn find<'a>(options: &'a [OptionSpec], key: &str) -> Option<&'a OptionSpec> {
    options.iter().find_map(|option| if option.key == key { Some(option) } else { find(&option.children, key) })
}

/// The options from the top down to this key; empty where there is none.
pub(crate) fn way_to<'a>(options: &'a [OptionSpec], key: &str) -> Vec<&'a OptionSpec> {
    for option in options {
        if option.key == key {
            return vec![option];
        }
        let mut below = way_to(&option.children, key);
        if !below.is_empty() {
            below.insert(0, option);
            return below;
        }
    }
    Vec::new()
}

/// The key that was sent, which must be one of the options.
pub(crate) fn read(raw: &Json, options: &[OptionSpec]) -> Result<String, Refused> {
    let key = texts::one_line(texts::read(raw)?);
    if key.is_empty() || find(options, &key).is_some() {
        return Ok(key);
    }
    Err(Issue::error(Pointer::root(), "unknown_option").with("option", key).into())
}

/// `option_retired` where the option can no longer be chosen.
pub(crate) fn check(key: &str, options: &[OptionSpec]) -> Option<Issue> {
    let option = find(options, key)?;
    option.retired.then(|| Issue::error(Pointer::root(), "option_retired").with("option", key))
}

/// What an option is called; the key itself where there is none.
pub(crate) fn label(options: &[OptionSpec], key: &str, locale: Locale) -> String {
    find(options, key).map_or_else(|| key.to_owned(), |option| option.label(locale).to_owned())
}

/// The key of the option that a spreadsheet cell means: its key, a label or its code.
pub(crate) fn from_text(options: &[OptionSpec], text: &str) -> String {
    let text = texts::one_line(text);
    let mut all = Vec::new();
    flatten(options, &mut all);
    let means = |option: &&&OptionSpec| {
        option.key == text || option.label.zh_cn == text || option.label.en.eq_ignore_ascii_case(&text)
    };
    all.iter().find(means).map_or(text.clone(), |option| option.key.clone())
}

/// All keys, on every level, in order.
pub(crate) fn keys(options: &[OptionSpec]) -> Vec<&str> {
    let mut all = Vec::new();
    flatten(options, &mut all);
    all.into_iter().map(|option| option.key.as_str()).collect()
}

fn flatten<'a>(options: &'a [OptionSpec], into: &mut Vec<&'a OptionSpec>) {
    for option in options {
        into.push(option);
        flatten(&option.children, into);
    }
}

/// Keys that are empty, too long or there twice.
pub(crate) fn check_settings(options: &[OptionSpec]) -> Issues {
    let mut issues = Issues::new();
    check_level(options, &Pointer::root().at("options"), &mut HashSet::new(), &mut issues);
    issues
}

fn check_level<'a>(options: &'a [OptionSpec], at: &Pointer, seen: &mut HashSet<&'a str>, issues: &mut Issues) {
    for (index, option) in options.iter().enumerate() {
        let here = at.at(index);
        let length = option.key.chars().count();
        if length == 0 || length > MAX_KEY || texts::one_line(&option.key) != option.key {
            issues.push(Issue::error(here.at("key"), "option_key_malformed").with("max", MAX_KEY as u64));
        }
        if !seen.insert(&option.key) {
            issues.push(Issue::error(here.at("key"), "duplicate_option").with("option", option.key.as_str()));
        }
        check_level(&option.children, &here.at("children"), seen, issues);
    }
}

/// Options that have no levels may have no children.
pub(crate) fn check_flat(options: &[OptionSpec]) -> Issues {
    let at = Pointer::root().at("options");
    let deep = |(index, option): (usize, &OptionSpec)| {
        (!option.children.is_empty()).then(|| Issue::error(at.at(index).at("children"), "options_have_no_levels"))
    };
    options.iter().enumerate().filter_map(deep).collect()
}
