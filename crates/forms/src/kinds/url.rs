use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// The address of a page on the web.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UrlField {}

const LONGEST: u32 = 2_000;
const SCHEMES: &[&str] = &["http", "https", "mailto"];

impl FieldKind for UrlField {
    answers!(TEXT, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(None, Some(LONGEST), Some(r"^(https?://[^\s/]|mailto:)[^\s]*$"))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let text = texts::one_line(texts::read(raw)?);
        Ok(texts::or_blank(match text.split_once(':') {
            Some((scheme, rest)) if SCHEMES.contains(&scheme.to_lowercase().as_str()) => {
                format!("{}:{rest}", scheme.to_lowercase())
            }
            _ => text,
        }))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let text = value.as_text()?;
        let fits = match text.split_once(':') {
            Some(("http" | "https", rest)) => {
                rest.strip_prefix("//").is_some_and(|host| host.chars().next().is_some_and(|c| c != '/'))
            }
            Some(("mailto", rest)) => rest.contains('@'),
            _ => false,
        };
        let fits = fits && !text.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
        if !fits {
            return Some(Issue::error(Pointer::root(), "not_a_url").with("schemes", json!(SCHEMES)));
        }
        texts::check(value, None, Some(LONGEST))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("https://example.com/a?b=1#c", "https://example.com/a?b=1#c")
                .takes("HTTP://example.com", "http://example.com")
                .takes("mailto:a@b.cn", "mailto:a@b.cn")
                .refuses("javascript:alert(1)", "not_a_url")
                .refuses("data:text/html,x", "not_a_url")
                .refuses("example.com", "not_a_url")
                .refuses("https:///x", "not_a_url")
                .refuses("https://a b", "not_a_url")
                .refuses(1, "wrong_type"),
        ]
    }
}
