use mortise_model::{Key, Path};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::True;

/// A rule that finds people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssigneeRule {
    /// One person, by log-in name or id.
    User(String),
    /// Several people, by log-in names or ids.
    Users(Vec<String>),
    /// Everybody who has this role of the app.
    Role(Key),
    /// The head of the initiator's department, or of one above it.
    DeptLeader(Leader),
    /// The initiator's direct manager, or a manager's manager.
    Manager(Leader),
    /// The heads of the initiator's department and of those above it, one after the other.
    Leaders(Leaders),
    /// The person or people in this field, also through links: `project.producer`.
    Field(Path),
    /// The head of the department in this field.
    DeptHead(Path),
    /// The people in this parameter of the app.
    Param(String),
    /// Whoever approved at this earlier node.
    NodeApprover(Key),
    /// The initiator.
    Initiator(True),
    /// Whoever the initiator picks at the start.
    InitiatorPicks(True),
}

/// How far up a leader is looked for. `true` means the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Leader {
    /// 1 is the nearest, 2 the one above.
    pub level: u32,
    /// What counts above the top.
    pub beyond_top: Beyond,
}

/// What counts where there are fewer levels than asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// The topmost leader.
    #[default]
    Top,
    /// Nobody.
    Empty,
}

/// Leaders one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leaders {
    /// Up to which level; left out, to the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u32>,
    /// In which order.
    #[serde(default)]
    pub order: Order,
}

/// The order of leaders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The nearest first.
    #[default]
    BottomUp,
    /// The topmost first.
    TopDown,
}

/// What is tried where a node finds nobody to ask.
#[derive(Debug, Clone, PartialEq)]
pub enum EmptyStep {
    /// These people. `dept_leader` means the head of the department of whoever cannot act, or of the initiator.
    Ask(AssigneeRule),
    /// The node passes.
    AutoPass,
    /// The node refuses.
    AutoReject,
    /// The administrators of the flow.
    Admin,
    /// The node waits for an administrator.
    Incident,
}

/// A number, or the parameter of the app that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// This number.
    Literal(u32),
    /// The parameter with this name: `{"param": "committee.share"}`.
    Param(String),
}

impl Default for Leader {
    fn default() -> Self {
        Self { level: 1, beyond_top: Beyond::Top }
    }
}

impl JsonSchema for Leader {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Leader".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let members = generator.subschema_for::<LeaderMembers>();
        json_schema!({"oneOf": [{"const": true}, members]})
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct LeaderMembers {
    level: u32,
    beyond_top: Beyond,
}

impl Default for LeaderMembers {
    fn default() -> Self {
        Self { level: 1, beyond_top: Beyond::Top }
    }
}

impl<'de> Deserialize<'de> for Leader {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LeaderVisitor)
    }
}

struct LeaderVisitor;

impl<'de> Visitor<'de> for LeaderVisitor {
    type Value = Leader;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("`true` or `{level, beyond_top}`")
    }

    fn visit_bool<E: serde::de::Error>(self, on: bool) -> Result<Leader, E> {
        if on { Ok(Leader::default()) } else { Err(E::custom("only `true` or an object can be written here")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Leader, A::Error> {
        let LeaderMembers { level, beyond_top } = LeaderMembers::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Leader { level, beyond_top })
    }
}

const STEPS: &[&str] = &["auto_pass", "auto_reject", "admin", "incident"];

impl Serialize for EmptyStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ask(rule) => rule.serialize(serializer),
            Self::AutoPass => serializer.serialize_str("auto_pass"),
            Self::AutoReject => serializer.serialize_str("auto_reject"),
            Self::Admin => serializer.serialize_str("admin"),
            Self::Incident => serializer.serialize_str("incident"),
        }
    }
}

impl<'de> Deserialize<'de> for EmptyStep {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StepVisitor)
    }
}

struct StepVisitor;

impl<'de> Visitor<'de> for StepVisitor {
    type Value = EmptyStep;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an assignee rule, `auto_pass`, `auto_reject`, `admin` or `incident`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<EmptyStep, E> {
        match text {
            "auto_pass" => Ok(EmptyStep::AutoPass),
            "auto_reject" => Ok(EmptyStep::AutoReject),
            "admin" => Ok(EmptyStep::Admin),
            "incident" => Ok(EmptyStep::Incident),
            other => Err(E::unknown_variant(other, STEPS)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<EmptyStep, A::Error> {
        AssigneeRule::deserialize(MapAccessDeserializer::new(map)).map(EmptyStep::Ask)
    }
}

impl JsonSchema for EmptyStep {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EmptyStep".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = generator.subschema_for::<AssigneeRule>();
        json_schema!({"oneOf": [rule, {"enum": STEPS}]})
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParamMember {
    param: String,
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Literal(number) => serializer.serialize_u32(*number),
            Self::Param(param) => ParamMember { param: param.clone() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a whole number or `{\"param\": name}`")
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Number, E> {
        u32::try_from(number).map(Number::Literal).map_err(|_| E::custom("the number is too large"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Number, A::Error> {
        ParamMember::deserialize(MapAccessDeserializer::new(map)).map(|member| Number::Param(member.param))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"oneOf": [
            {"type": "integer", "minimum": 0},
            {"type": "object", "required": ["param"], "additionalProperties": false, "properties": {"param": {"type": "string"}}},
        ]})
    }
}
