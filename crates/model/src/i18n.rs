use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language in which the product speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Locale {
    /// Simplified Chinese, the first language.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The best language for an `Accept-Language` header or a tag such as `en-GB`.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim_start().to_ascii_lowercase().starts_with("en") { Self::En } else { Self::ZhCn }
    }
}

/// A name or sentence that people read, in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct I18n {
    /// In simplified Chinese.
    #[serde(rename = "zh-CN", default, skip_serializing_if = "String::is_empty")]
    pub zh_cn: String,
    /// In English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl I18n {
    /// The same text in both languages, as for a name that is not translated.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh_cn: text.clone(), en: text }
    }

    /// Both texts.
    pub fn new(zh_cn: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh_cn: zh_cn.into(), en: en.into() }
    }

    /// The text for a reader: in their language, else in the other one.
    pub fn get(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::ZhCn => (&self.zh_cn, &self.en),
            Locale::En => (&self.en, &self.zh_cn),
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether neither language has a text.
    pub fn is_empty(&self) -> bool {
        self.zh_cn.is_empty() && self.en.is_empty()
    }
}
