use mortise_model::{Filter, I18n, Issues, Key, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{FieldType, LayoutItem, ViewSpec};

/// The version of the document format that this code writes.
pub const DOCUMENT_VERSION: u32 = 1;

/// A form as people design it: its fields, how they are laid out, its views and buttons.
///
/// The document is what `forms/<form>.form.json` of an app holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormSpec {
    /// Where an editor finds the schema of this document.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the document format: 1.
    pub version: u32,
    /// The form's key. It never changes once the form is published.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// What the form is for, shown above its list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<I18n>,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// How a record is called: text with field keys in braces, such as `{no} {name}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The fields that a quick search looks into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub search: Vec<Key>,
    /// The person field that says who owns a record; where absent, its creator does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_field: Option<Key>,
    /// The department field that says where a record belongs; where absent, the owner's main department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dept_field: Option<Key>,
    /// Combinations of fields that no two live records may share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique_keys: Vec<UniqueKeySpec>,
    /// Checks over the whole record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub validations: Vec<ValidationSpec>,
    /// The fields, in order.
    #[serde(default)]
    pub fields: Vec<FieldSpec>,
    /// How the fields stand on the page; fields that are not named come last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout: Vec<LayoutItem>,
    /// Ways to look at many records; the first is shown first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<ViewSpec>,
    /// Buttons that start rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ButtonSpec>,
    /// Fields that were taken away, `price` or `items.price`: a key comes back only as the field that it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<String>,
}

/// A field of a form, or of the rows of a subform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// Its key: what formulas, rights and the database call it. It never changes once published.
    pub key: Key,
    /// Its name.
    pub label: I18n,
    /// A hint beside the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<I18n>,
    /// Its kind and the settings of that kind.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// It may not be blank.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// It may not be blank where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Filter>,
    /// It is shown only where this holds; otherwise it is not required and keeps its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Filter>,
    /// People cannot write it; rules and flows can.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// No two live records share its value; blanks do not clash.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Lists are often filtered or sorted by it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub indexed: bool,
    /// What a new record starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultSpec>,
    /// The expression that computes it; the field is then read only for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// The security groups that guard it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security_groups: Vec<SecurityGroupSpec>,
    /// Checks of its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub validations: Vec<ValidationSpec>,
}

/// What a field of a new record starts with: `{"value": "CNY"}` or `{"expr": "today()"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DefaultSpec {
    /// A fixed value, written as in a record.
    Value(Json),
    /// The result of an expression when the record is made.
    Expr(String),
}

/// That a security group guards a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityGroupSpec {
    /// The group, of `roles.json`.
    pub group: Key,
    /// In which records; absent: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
}

/// A check: what must hold, and what is said where it does not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidationSpec {
    /// The expression that must be true; blank counts as true.
    pub expr: String,
    /// Whether a record that fails is refused or asks for a confirmation.
    #[serde(default)]
    pub severity: CheckSeverity,
    /// The issue's code, in lower snake case.
    pub code: Key,
    /// What the reader is told.
    pub message: I18n,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "CheckOn::is_save")]
    pub on: CheckOn,
}

/// Whether a failed check refuses a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckSeverity {
    /// The record is refused.
    #[default]
    Error,
    /// The record is saved once the person confirms.
    Warning,
}

/// When a check is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckOn {
    /// At every save.
    #[default]
    Save,
    /// Only when the record is made.
    Create,
}

impl CheckOn {
    fn is_save(&self) -> bool {
        *self == Self::Save
    }
}

/// A combination of fields that no two live records may share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UniqueKeySpec {
    /// The fields.
    pub fields: Vec<Key>,
    /// Which records count; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
    /// Whether two blanks count as equal.
    #[serde(default, skip_serializing_if = "is_false")]
    pub blank_equal: bool,
    /// What the reader is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<I18n>,
}

/// A button that starts the rules which wait for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ButtonSpec {
    /// Its key: what rules and rights call it.
    pub key: Key,
    /// What stands on it.
    pub label: I18n,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// In which records it can be pressed; absent: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_when: Option<Filter>,
    /// The question that is asked before; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<I18n>,
    /// Fields that are filled in before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<Key>,
    /// Whether it also works on many records that are chosen in a list.
    #[serde(default, skip_serializing_if = "is_false")]
    pub batch: bool,
}

/// Reads a form from JSON; every problem names its place.
pub fn read_form(json: &Json) -> Result<FormSpec, Issues> {
    read_document(json)
}

impl FormSpec {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.key == *key)
    }
}

impl FieldSpec {
    /// A field with no rules of its own.
    pub fn new(key: Key, label: I18n, kind: FieldType) -> Self {
        Self {
            key,
            label,
            help: None,
            kind,
            required: false,
            required_when: None,
            visible_when: None,
            read_only: false,
            unique: false,
            indexed: false,
            default: None,
            formula: None,
            security_groups: Vec::new(),
            validations: Vec::new(),
        }
    }
}

pub(crate) fn is_false(truth: &bool) -> bool {
    !*truth
}

#[cfg(test)]
mod tests;
