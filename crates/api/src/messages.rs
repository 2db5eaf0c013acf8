//! Sentences by code, in both languages. Only here does the server speak prose.

use std::{collections::HashMap, sync::LazyLock};

use mortise_model::{Issue, Locale};
use serde_json::{Map, Value as Json};

type Catalogue = HashMap<String, String>;

static ZH_CN: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("messages/zh-CN.json")));
static EN: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("messages/en.json")));

fn read(text: &str) -> Catalogue {
    serde_json::from_str(text).expect("the catalogues are checked by a test")
}

fn catalogue(locale: Locale) -> &'static Catalogue {
    match locale {
        Locale::ZhCn => &ZH_CN,
        Locale::En => &EN,
    }
}

/// The name of a kind of problem: the sentence's first part, before a full stop.
pub(crate) fn title(code: &str, locale: Locale) -> String {
    let sentence = sentence(code, &Map::new(), locale);
    sentence.split(['。', '.', ':', '：', ';', '；']).next().unwrap_or(&sentence).to_owned()
}

/// The sentences for a code with their figures; the code itself where none is written.
///
/// A sentence whose figures are not all there is left out, unless none would remain.
pub(crate) fn sentence(code: &str, params: &Map<String, Json>, locale: Locale) -> String {
    let Some(pattern) = catalogue(locale).get(code) else { return code.to_owned() };
    let told: String = sentences(pattern).filter(|part| names(part).all(|name| is_known(params, name))).collect();
    fill(if told.is_empty() { pattern.as_str() } else { told.trim_end() }, params)
}

/// An issue in words: the definition's own sentence, or the one for its code.
pub fn sentence_of(issue: &Issue, locale: Locale) -> String {
    let own = issue.message.as_ref().map(|message| fill(message.get(locale), &issue.params));
    own.unwrap_or_else(|| sentence(&issue.code, &issue.params, locale))
}

/// Puts figures in the places of their names in braces.
pub(crate) fn fill(pattern: &str, params: &Map<String, Json>) -> String {
    params.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), &shown(value)))
}

fn is_known(params: &Map<String, Json>, name: &str) -> bool {
    params.get(name).is_some_and(|value| !value.is_null())
}

/// A figure as a reader sees it; lists without their brackets.
fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The sentences of a pattern, each with its stop.
fn sentences(pattern: &str) -> impl Iterator<Item = &str> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        let latin = rest.find(". ").map(|at| at + 2);
        let chinese = rest.find('。').map(|at| at + '。'.len_utf8());
        let end = latin.into_iter().chain(chinese).min().unwrap_or(rest.len());
        let (first, others) = rest.split_at(end);
        rest = others;
        (!first.is_empty()).then_some(first)
    })
}

/// The names in braces; other braces are text.
fn names(pattern: &str) -> impl Iterator<Item = &str> {
    let ends = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    ends.map(|(name, _)| name).filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests;
