use indexmap::IndexMap;
use mortise_model::{I18n, Key, Path};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use serde_json::Value as Json;

use super::{AssigneeRule, Button, EmptyStep, NodeSpec};

/// The definition of an approval flow on one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkflowSpec {
    /// Where the schema of this document lies; for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the document format: 1.
    pub version: u32,
    /// The stable name of the flow.
    pub key: Key,
    /// The form whose records run through it.
    pub form: Key,
    /// The name that people read.
    pub name: I18n,
    /// What starts it.
    #[serde(default)]
    pub start_on: Vec<StartOn>,
    /// Who counts as the initiator.
    #[serde(default)]
    pub initiator: InitiatorRule,
    /// What holds for all nodes.
    #[serde(default)]
    pub settings: FlowSettings,
    /// The first node; the others hang on it.
    pub root: NodeSpec,
}

/// Something that starts a flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartOn {
    /// A person submits the record.
    Submit(True),
    /// A record is made.
    Create(True),
}

/// Who counts as the initiator of an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InitiatorRule {
    /// Who submits.
    Actor(True),
    /// The person in this field.
    Field(Path),
}

impl Default for InitiatorRule {
    fn default() -> Self {
        Self::Actor(True)
    }
}

/// What holds for the whole flow; a node may say otherwise where it has the same setting.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FlowSettings {
    /// What happens to a person who has approved already.
    pub dedup: Dedup,
    /// Which changed fields make an earlier approval count no more.
    pub dedup_watch: DedupWatch,
    /// Whether an earlier approval counts where the person had other rights on fields.
    pub dedup_rights: DedupRights,
    /// How long the initiator may withdraw.
    pub withdraw: WithdrawPolicy,
    /// What happens when an assignee rule finds no active initiator but the initiator's own seat.
    pub same: SamePolicy,
    /// Who is asked, in this order, where an assignee rule finds nobody; behind the last one the
    /// administrators of the flow, and then an incident.
    pub empty: Vec<EmptyStep>,
    /// The administrators of the flow; left out, the role `admin`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub admins: Vec<AssigneeRule>,
    /// Acts that need a comment at every node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comment_on: Vec<Button>,
    /// Fields that get a value at moments of the flow, such as a status on rejection.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub set_on: IndexMap<Moment, IndexMap<Key, Assigned>>,
}

/// What happens to a person who has approved this instance already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dedup {
    /// The person is asked again.
    #[default]
    None,
    /// An approval at the node just before counts here as well.
    Consecutive,
    /// An approval anywhere before counts here as well.
    OnceFirst,
}

/// Which changed fields make an earlier approval count no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DedupWatch {
    /// Every field.
    #[default]
    Any,
    /// These.
    Fields(Vec<Key>),
}

/// Whether an earlier approval counts where the person had other rights on fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DedupRights {
    /// It does not.
    #[default]
    Strict,
    /// It does.
    Ignore,
}

/// How long the initiator may withdraw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawPolicy {
    /// Not at all.
    None,
    /// Until somebody has decided.
    #[default]
    BeforeFirstDecision,
    /// As long as it runs.
    AnyTime,
}

/// What happens where the initiator would be an assignee.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SamePolicy {
    /// The initiator decides.
    SelfApprove,
    /// The seat falls away; where no other remains, the node passes.
    Skip,
    /// The initiator's manager decides; where there is none, as `skip`.
    #[default]
    ToManager,
    /// The head of the initiator's department decides; where that is the initiator, as `skip`.
    ToDeptLeader,
    /// The seat falls away; where no other remains, the node waits for an administrator.
    Deny,
}

/// A moment of a flow at which fields get values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// It starts, or the initiator submits again.
    Started,
    /// It is back with the initiator.
    Returned,
    /// It ends well.
    Approved,
    /// It ends with a refusal.
    Rejected,
    /// The initiator takes it back.
    Withdrawn,
    /// An administrator ends it.
    Terminated,
}

/// The value that a field gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assigned {
    /// This value.
    Value(Json),
    /// The value of this expression.
    Expr(String),
}

/// The literal `true`: a setting that is either written or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct True;

impl Serialize for True {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if bool::deserialize(deserializer)? {
            Ok(Self)
        } else {
            Err(D::Error::custom("only `true` can be written here"))
        }
    }
}

impl JsonSchema for True {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "True".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"const": true})
    }
}

impl Serialize for DedupWatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Any => serializer.serialize_str("any"),
            Self::Fields(fields) => fields.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for DedupWatch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WatchVisitor)
    }
}

struct WatchVisitor;

impl<'de> Visitor<'de> for WatchVisitor {
    type Value = DedupWatch;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("`\"any\"` or a list of fields")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DedupWatch, E> {
        if text == "any" { Ok(DedupWatch::Any) } else { Err(E::unknown_variant(text, &["any"])) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<DedupWatch, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(DedupWatch::Fields)
    }
}

impl JsonSchema for DedupWatch {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DedupWatch".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let fields = generator.subschema_for::<Vec<Key>>();
        json_schema!({"oneOf": [{"const": "any"}, fields]})
    }
}
