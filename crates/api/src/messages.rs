//! Sentences by code, in both languages. Only here does the server speak prose.

use std::{collections::HashMap, sync::LazyLock};

use mortise_model::Locale;
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

/// The sentence for a code with its figures; the code itself where none is written.
pub(crate) fn sentence(code: &str, params: &Map<String, Json>, locale: Locale) -> String {
    catalogue(locale).get(code).map_or_else(|| code.to_owned(), |pattern| fill(pattern, params))
}

/// Puts figures in the places of their names in braces.
pub(crate) fn fill(pattern: &str, params: &Map<String, Json>) -> String {
    params.iter().fold(pattern.to_owned(), |text, (name, value)| {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("{{{name}}}"), &shown)
    })
}

#[cfg(test)]
mod tests;
