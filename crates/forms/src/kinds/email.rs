use mortise_model::{Facts, Issue, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, texts};

/// A mail address.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EmailField {}

const LONGEST: u32 = 254;

impl FieldKind for EmailField {
    answers!(TEXT, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        texts::schema(Some(3), Some(LONGEST), Some(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        let text = texts::one_line(texts::read(raw)?);
        Ok(texts::or_blank(match text.rsplit_once('@') {
            Some((name, host)) => format!("{name}@{}", host.to_lowercase()),
            None => text,
        }))
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        let text = value.as_text()?;
        let fits = text.len() <= LONGEST as usize
            && text.rsplit_once('@').is_some_and(|(name, host)| name_fits(name) && host_fits(host));
        (!fits).then(|| Issue::error(Pointer::root(), "not_an_email"))
    }

    fn text(&self, value: &Value, _: &Wording<'_>) -> String {
        texts::written(value)
    }

    fn mask(&self, value: &Value) -> Option<String> {
        let (name, host) = value.as_text()?.rsplit_once('@')?;
        Some(format!("{}@{host}", texts::masked(name, 1, 0)))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("Lin.Ceo@Example.COM", "Lin.Ceo@example.com")
                .takes(" a@b.cn ", "a@b.cn")
                .refuses("a@b", "not_an_email")
                .refuses("a b@c.cn", "not_an_email")
                .refuses("a@@b.cn", "not_an_email")
                .refuses("@b.cn", "not_an_email")
                .refuses("a@b..cn", "not_an_email")
                .refuses(1, "wrong_type"),
        ]
    }
}

fn name_fits(name: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '@' | ',' | ';' | '<' | '>' | '"' | '(' | ')');
    !name.is_empty() && name.len() <= 64 && name.chars().all(plain) && name.split('.').all(|part| !part.is_empty())
}

fn host_fits(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.contains('.') && host.split('.').all(label)
}
