//! JSON Schema of record values: how it is compiled, and what its errors are called.

use std::str::FromStr;

use jsonschema::{Draft, Keyword, PatternOptions, ValidationError, Validator, error::ValidationErrorKind};
use mortise_model::{Decimal, Issue, Pointer};
use serde_json::{Map, Value as Json};

/// The most memory that one pattern of an author may take when compiled, in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// The schema, ready to check values; the reason where it is no schema.
pub(crate) fn compile(schema: &Json) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_keyword("x-scale", |_, limit, _| Ok(Exactly::boxed(Side::Places, limit)))
        .with_keyword("x-minimum", |_, limit, _| Ok(Exactly::boxed(Side::Least, limit)))
        .with_keyword("x-maximum", |_, limit, _| Ok(Exactly::boxed(Side::Most, limit)))
        .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_SIZE))
        .offline()
        .build(schema)
        .map_err(|error| error.to_string())
}

/// The issue for an error of a schema, at its place in the values.
pub(crate) fn issue(error: &ValidationError<'_>) -> Issue {
    let at = Pointer::raw(error.instance_path().as_str());
    let limit = |code: &str, name: &str, limit: Json| Issue::error(at.clone(), code).with(name, limit);
    match error.kind() {
        ValidationErrorKind::MinLength { limit: n } => limit("too_short", "min", (*n).into()),
        ValidationErrorKind::MaxLength { limit: n } => limit("too_long", "max", (*n).into()),
        ValidationErrorKind::MinItems { limit: n } => limit("too_few", "min", (*n).into()),
        ValidationErrorKind::MaxItems { limit: n } => limit("too_many", "max", (*n).into()),
        ValidationErrorKind::Minimum { limit: n } => limit("too_small", "min", n.clone()),
        ValidationErrorKind::Maximum { limit: n } => limit("too_large", "max", n.clone()),
        ValidationErrorKind::Pattern { pattern } => limit("pattern", "pattern", pattern.as_str().into()),
        ValidationErrorKind::Format { format } => limit("format", "format", format.as_str().into()),
        ValidationErrorKind::Enum { .. } => Issue::error(at, "unknown_option"),
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            Issue::error(at.at(name), "required")
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let name = unexpected.first().map_or("", String::as_str);
            Issue::error(at.at(name), "unknown_property").with("property", name)
        }
        ValidationErrorKind::Type { .. } => Issue::error(at, "wrong_type"),
        ValidationErrorKind::Custom { keyword, .. } => match keyword.as_str() {
            "x-minimum" => Issue::error(at, "too_small"),
            "x-maximum" => Issue::error(at, "too_large"),
            _ => Issue::error(at, "too_many_places"),
        },
        _ => Issue::error(at, "does_not_fit").with("keyword", error.kind().keyword()),
    }
}

/// A limit on an exact number that is written as a string.
struct Exactly {
    side: Side,
    limit: Option<Decimal>,
}

enum Side {
    Places,
    Least,
    Most,
}

impl Exactly {
    fn boxed(side: Side, limit: &Json) -> Box<dyn for<'i> Keyword<'i>> {
        let text = limit.as_str().map_or_else(|| limit.to_string(), str::to_owned);
        Box::new(Self { side, limit: Decimal::from_str(&text).ok() })
    }
}

impl<'i> Keyword<'i> for Exactly {
    fn validate(&self, instance: &'i Json) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) { Ok(()) } else { Err(ValidationError::custom("out of the limits")) }
    }

    fn is_valid(&self, instance: &'i Json) -> bool {
        let Some(number) = instance.as_str().and_then(|text| Decimal::from_str(text).ok()) else { return true };
        let Some(limit) = self.limit else { return true };
        match self.side {
            Side::Places => Decimal::from(number.normalize().scale()) <= limit,
            Side::Least => number >= limit,
            Side::Most => number <= limit,
        }
    }
}

/// The schema of an object with these properties and no others.
pub(crate) fn object(properties: Map<String, Json>) -> Json {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("additionalProperties".to_owned(), false.into());
    schema.insert("properties".to_owned(), Json::Object(properties));
    Json::Object(schema)
}
