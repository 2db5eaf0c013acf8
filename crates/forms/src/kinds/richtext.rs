use std::{collections::HashSet, sync::OnceLock};

use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A text with headings, lists, tables and pictures. What could run as a program is taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RichtextField {
    /// The most characters of its HTML; 100,000 where nothing is said, 1,000,000 at most.
    pub max_length: u32,
}

/// The most characters that can be set.
const LONGEST: u32 = 1_000_000;

impl Default for RichtextField {
    fn default() -> Self {
        Self { max_length: 100_000 }
    }
}

impl FieldKind for RichtextField {
    answers!(LONG_TEXT, PRESENT, UNGROUPED);

    fn is_rich(&self) -> bool {
        true
    }

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, Some(self.max_length), None)
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let text = texts::read(raw)?;
        if text.chars().count() > self.max_length as usize {
            return Err(Issue::error(Pointer::root(), "too_long").with("max", self.max_length).into());
        }
        Ok(texts::or_blank(cleaner().clean(text).to_string().trim().to_owned()))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        texts::check(value, None, Some(self.max_length))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        plain(&texts::written(value))
    }

    fn check_settings(&self) -> Issues {
        texts::check_lengths(None, self.max_length, LONGEST)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("<p>你好 <strong>世界</strong></p>", "你好 世界")
                .takes("<p>a</p><script>alert(1)</script><p onclick=\"x()\">b</p>", "a\nb")
                .takes("<a href=\"javascript:alert(1)\">x</a>", "x")
                .takes("1 &lt; 2 &amp; 3", "1 < 2 & 3")
                .refuses(json!({}), "wrong_type"),
            Sample::of(json!({"max_length": 10})).takes("<p>ab</p>", "ab").refuses("<p>abcdef</p>", "too_long"),
        ]
    }
}

/// Takes out everything but formatting: no scripts, no event handlers, links to http, https and mailto only.
fn cleaner() -> &'static ammonia::Builder<'static> {
    static CLEANER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = ammonia::Builder::default();
        builder
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .add_tags(["u", "mark"])
            .add_tag_attributes("span", ["data-field"])
            .add_generic_attributes(["data-align"])
            .link_rel(Some("noopener noreferrer nofollow"));
        builder
    })
}

/// The words without the formatting; blocks end with a new line.
fn plain(html: &str) -> String {
    const BLOCKS: &[&str] =
        &["/p", "br", "/li", "/tr", "/div", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/blockquote"];
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        let name = if tag.starts_with('/') { format!("/{name}") } else { name.to_owned() };
        if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        }
        rest = after;
    }
    out.push_str(rest);
    unescaped(out.trim())
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    pairs.into_iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
