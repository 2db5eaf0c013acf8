//! The document `params.json`.

use mortise_forms::{FieldKindName, FieldType, Refused};
use mortise_model::{Facts, I18n, Issue, Issues, Key, Pointer, Value, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// The parameters of an app: numbers and texts that its formulas, rules and flows read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "params")]
pub struct ParamsSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format: 1.
    pub version: u32,
    /// The parameters.
    pub params: Vec<ParamSpec>,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParamSpec {
    /// Its name: keys with dots between them, such as `flow.l1`.
    pub key: String,
    /// The name that people read.
    pub name: I18n,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<I18n>,
    /// The kind of its value.
    pub kind: FieldKindName,
    /// The settings of that kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Json>,
    /// Its value, written as in a record.
    pub value: Json,
    /// The roles that may change it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editable_by: Vec<Key>,
}

/// Reads `params.json`; what is misspelt or missing is an issue with its pointer.
pub fn read_params(json: &Json) -> Result<ParamsSpec, Issues> {
    read_document(json)
}

impl ParamSpec {
    /// The kind of its value with the settings; pointers start at the parameter.
    pub fn field_type(&self) -> Result<FieldType, Issues> {
        let settings = self.settings.clone().unwrap_or_else(|| json!({}));
        read_document(&json!({"kind": self.kind, "settings": settings}))
    }

    /// A value for this parameter in canonical form; pointers start at the value.
    pub fn take(&self, raw: &Json) -> Result<Value, Issues> {
        match self.field_type()?.take(raw, &Facts::new()) {
            Ok(value) => Ok(value),
            Err(Refused::Wrong(issues)) => Err(issues),
            Err(Refused::Unknown(_)) => Err(Issue::error(Pointer::root(), "kind_not_possible").into()),
        }
    }
}

/// Whether a parameter can be called so.
pub(crate) fn is_param_name(name: &str) -> bool {
    name.len() <= 80 && name.split('.').all(|part| Key::new(part).is_ok())
}
