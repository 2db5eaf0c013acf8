use mortise_model::{Filter, I18n, Key};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error as _, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value as Json;

use crate::nodes::{NodeKindName, NodeType};

/// One node of the tree, with everything that comes behind it on the same level.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeSpec {
    /// Its stable name, unique in the flow.
    pub key: Key,
    /// The name that people read.
    pub name: Option<I18n>,
    /// What it does, written as `kind` and `settings`.
    pub kind: NodeType,
    /// The node behind it; absent at the end of a branch.
    pub next: Option<Box<NodeSpec>>,
}

/// A case of a condition, or a branch that always runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its stable name, unique in its node.
    pub key: Key,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<I18n>,
    /// When it is taken; the last case of a condition has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
    /// What happens in it; nothing where absent.
    #[serde(default)]
    pub body: Option<Box<NodeSpec>>,
}

/// A branch that runs beside others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InclusiveBranch {
    /// Its stable name, unique in its node.
    pub key: Key,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<I18n>,
    /// When it runs; left out, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
    /// Whether it runs only when no other does.
    #[serde(default)]
    pub otherwise: bool,
    /// What happens in it; nothing where absent.
    #[serde(default)]
    pub body: Option<Box<NodeSpec>>,
}

const MEMBERS: &[&str] = &["key", "kind", "name", "settings", "next"];

impl Serialize for NodeSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &self.key)?;
        map.serialize_entry("kind", &self.kind.name())?;
        if let Some(name) = &self.name {
            map.serialize_entry("name", name)?;
        }
        self.kind.serialize_settings(&mut map)?;
        if let Some(next) = &self.next {
            map.serialize_entry("next", next)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for NodeSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NodeVisitor)
    }
}

/// Reads a node member by member, so that an error in its settings names their whole path.
struct NodeVisitor;

/// The settings of a kind that is known by now.
pub(crate) struct SettingsOf(pub(crate) NodeKindName);

impl<'de> DeserializeSeed<'de> for SettingsOf {
    type Value = NodeType;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeType, D::Error> {
        NodeType::deserialize_settings(self.0, deserializer)
    }
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = NodeSpec;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a node: {key, kind, name, settings, next}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NodeSpec, A::Error> {
        let (mut key, mut name, mut next, mut kind) = (None, None, None, None::<NodeKindName>);
        let (mut settings, mut early) = (None, None::<Json>);
        while let Some(member) = map.next_key::<String>()? {
            match (member.as_str(), kind) {
                ("key", _) => key = Some(map.next_value()?),
                ("kind", _) => kind = Some(map.next_value()?),
                ("name", _) => name = map.next_value()?,
                ("settings", Some(kind)) => settings = Some(map.next_value_seed(SettingsOf(kind))?),
                // Written before `kind`: kept until the kind is known, at the price of a shorter error path.
                ("settings", None) => early = Some(map.next_value()?),
                ("next", _) => next = map.next_value()?,
                (other, _) => return Err(A::Error::unknown_field(other, MEMBERS)),
            }
        }
        let key = key.ok_or_else(|| A::Error::missing_field("key"))?;
        let name_of_kind = kind.ok_or_else(|| A::Error::missing_field("kind"))?;
        let kind = match (settings, early) {
            (Some(settings), _) => settings,
            (None, Some(json)) => NodeType::deserialize_settings(name_of_kind, json).map_err(A::Error::custom)?,
            (None, None) => return Err(A::Error::missing_field("settings")),
        };
        Ok(NodeSpec { key, name, kind, next })
    }
}

impl JsonSchema for NodeSpec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NodeSpec".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (key, name) = (generator.subschema_for::<Key>(), generator.subschema_for::<Option<I18n>>());
        let next = generator.subschema_for::<Option<Box<NodeSpec>>>();
        let kinds: Vec<Schema> = NodeType::settings_schemas(generator)
            .into_iter()
            .map(|(kind, settings)| {
                json_schema!({
                    "type": "object", "required": ["key", "kind", "settings"], "additionalProperties": false,
                    "properties": {"key": key, "kind": {"const": kind}, "name": name, "settings": settings, "next": next},
                })
            })
            .collect();
        json_schema!({"oneOf": kinds})
    }
}
