use mortise_model::{Filter, I18n, Issue, Issues, Key, Pointer, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{ActionType, TriggerType};

/// The version of the document format.
const DOCUMENT_VERSION: u32 = 1;

/// A rule as it is stored: when it fires, under which conditions, and what it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Where the schema of this document lies; for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the document format: 1.
    pub version: u32,
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// What it is for.
    #[serde(default, skip_serializing_if = "I18n::is_empty")]
    pub description: I18n,
    /// The form whose records it watches.
    pub form: Key,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
    /// Where it stands among the rules of its form: small before large, then by key.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order: i32,
    /// When it fires.
    pub trigger: TriggerType,
    /// Which records it is for; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
    /// An expression that must hold as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expr: Option<String>,
    /// What it does, in this order.
    pub actions: Vec<ActionType>,
}

/// The value that a field gets: `{"value": "CNY"}` or `{"expr": "amount * rate"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assigned {
    /// This value, written as in a record; null empties the field.
    Value(Json),
    /// The value of this expression over the record of the rule.
    Expr(String),
}

/// Reads a rule from JSON; every problem names its place. What it means is looked at by [`crate::check`].
pub fn read_rule(json: &Json) -> Result<RuleSpec, Issues> {
    let spec: RuleSpec = read_document(json)?;
    if spec.version == DOCUMENT_VERSION {
        Ok(spec)
    } else {
        let at = Pointer::root().at("version");
        Err(Issue::error(at, "unknown_document_version").with("known", DOCUMENT_VERSION).into())
    }
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}
