//! The document `roles.json`: field groups, row scopes and the roles of one app.

use std::{borrow::Cow, fmt, str::FromStr};

use indexmap::IndexMap;
use mortise_model::{Filter, I18n, Issues, Key, read_document};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value as Json;

use crate::{Act, Level};

/// The role that everybody in the tenant has, where an app defines it.
pub const EVERYONE: &str = "everyone";

/// Who may do what in one app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "roles")]
pub struct RolesSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format.
    pub version: u32,
    /// Groups of fields that need a right of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupSpec>,
    /// Named choices of records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<ScopeSpec>,
    /// The roles.
    pub roles: Vec<RoleSpec>,
}

/// A group of confidential fields; a form says which of its fields belong to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSpec {
    /// Its key.
    pub key: Key,
    /// The name that people read.
    pub name: I18n,
}

/// A choice of records, such as "those of my projects".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeSpec {
    /// Its key.
    pub key: Key,
    /// The name that people read.
    pub name: I18n,
    /// Which records: a filter for each form, or under `*` for all other forms.
    pub filters: IndexMap<FormRef, Filter>,
}

/// One role of the app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// Its key.
    pub key: Key,
    /// The name that people read.
    pub name: I18n,
    /// The dashboard that opens first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Key>,
    /// What the role may do with records: for each form, or under `*` for all forms that are not named.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub forms: IndexMap<FormRef, FormRights>,
    /// How far the role reaches into groups of fields. The first line that fits decides; without one, not at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRight>,
    /// The buttons that the role may press: for each form their keys, or `*` for all of them.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub buttons: IndexMap<FormRef, Vec<ButtonRef>>,
    /// What stays forbidden whatever another role allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deny: Vec<DenySpec>,
    /// Whether the role may save views of records for everybody who may read the form, as designers may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub share_views: bool,
}

/// For each act the records on which it is allowed; null where it is not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FormRights {
    /// Making records.
    pub create: Option<ScopeRef>,
    /// Seeing them, with their comments and history.
    pub read: Option<ScopeRef>,
    /// Changing them.
    pub update: Option<ScopeRef>,
    /// Moving them to the recycle bin.
    pub delete: Option<ScopeRef>,
    /// Bringing many in from a file.
    pub import: Option<ScopeRef>,
    /// Taking many out to a file.
    pub export: Option<ScopeRef>,
    /// Printing them.
    pub print: Option<ScopeRef>,
}

/// One line of a role's rights on groups of fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupRight {
    /// The group of fields.
    pub group: Key,
    /// The form in which the line counts; null: in every form where `when` can be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Key>,
    /// The records on which it counts; null: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
    /// How far the role reaches.
    pub level: Level,
}

/// Something that stays forbidden whatever another role allows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DenySpec {
    /// The form, or `*` for all forms.
    pub form: FormRef,
    /// The acts; an empty list means all of them, unless the line is about a button or a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
    /// A button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button: Option<Key>,
    /// A group of fields, which is then as if it did not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Key>,
    /// The records on which it is forbidden; null: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
}

/// A form by key, or `*` for all others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum FormRef {
    /// All forms, or all that are not named beside it.
    #[default]
    Any,
    /// This form.
    Form(Key),
}

/// A button by key, or `*` for all of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ButtonRef {
    /// All buttons.
    Any,
    /// This button.
    Button(Key),
}

/// Which records a right covers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ScopeRef {
    /// All records: `*` or `all`.
    Everything,
    /// A scope of the document, or one of those that every app has: `own`, `dept`, `dept_tree`.
    Scope(Key),
}

/// Reads `roles.json`; what is misspelt or missing is an issue with its pointer.
pub fn read_roles(json: &Json) -> Result<RolesSpec, Issues> {
    read_document(json)
}

impl RolesSpec {
    /// What holds in an app without roles of its own: who created it has every right as its `admin`.
    pub fn for_creator() -> Self {
        let all = || Some(ScopeRef::Everything);
        let rights = FormRights {
            create: all(),
            read: all(),
            update: all(),
            delete: all(),
            import: all(),
            export: all(),
            print: all(),
        };
        let admin = RoleSpec {
            key: Key::new("admin").expect("a literal key"),
            name: I18n::new("管理员", "Administrator"),
            home: None,
            forms: [(FormRef::Any, rights)].into(),
            groups: Vec::new(),
            buttons: [(FormRef::Any, vec![ButtonRef::Any])].into(),
            deny: Vec::new(),
            share_views: true,
        };
        Self { schema: None, version: 1, groups: Vec::new(), scopes: Vec::new(), roles: vec![admin] }
    }

    /// The role with this key.
    pub fn role(&self, key: &str) -> Option<&RoleSpec> {
        self.roles.iter().find(|role| role.key == *key)
    }
}

impl FormRights {
    /// The records on which an act is allowed.
    pub fn get(&self, act: Act) -> Option<&ScopeRef> {
        match act {
            Act::Create => self.create.as_ref(),
            Act::Read => self.read.as_ref(),
            Act::Update => self.update.as_ref(),
            Act::Delete => self.delete.as_ref(),
            Act::Import => self.import.as_ref(),
            Act::Export => self.export.as_ref(),
            Act::Print => self.print.as_ref(),
        }
    }
}

impl RoleSpec {
    /// What the role may do with records of a form: the line of the form, else that of all forms.
    pub fn rights(&self, form: &Key) -> Option<&FormRights> {
        self.forms.get(&FormRef::Form(form.clone())).or_else(|| self.forms.get(&FormRef::Any))
    }
}

impl FormRef {
    /// Whether a form is meant.
    pub fn fits(&self, form: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Form(key) => key == form,
        }
    }
}

impl ButtonRef {
    /// Whether a button is meant.
    pub fn fits(&self, button: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Button(key) => key == button,
        }
    }
}

/// Text of a type that is a key or a word for "all", read and written as JSON text.
macro_rules! as_text {
    ($type:ident, $any:ident, $one:ident, [$($word:literal),+]) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::$any => f.write_str("*"),
                    Self::$one(key) => key.fmt(f),
                }
            }
        }

        impl FromStr for $type {
            type Err = mortise_model::KeyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if [$($word),+].contains(&text) { Ok(Self::$any) } else { Key::new(text).map(Self::$one) }
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": "^(\\*|[a-z][a-z0-9]*(_[a-z0-9]+)*)$", "maxLength": 40})
            }
        }
    };
}

as_text!(FormRef, Any, Form, ["*"]);
as_text!(ButtonRef, Any, Button, ["*"]);
as_text!(ScopeRef, Everything, Scope, ["*", "all"]);
