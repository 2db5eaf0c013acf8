use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value as Json;

use crate::Key;

mod operand;

pub use operand::{Operand, RelativeRange, Unit, Variable};

/// Which records: a tree of comparisons. The same tree is asked of the database
/// (`store::ReadPlan`) and of values in memory (`expr::holds`), with the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Filter {
    /// All of them hold; an empty list holds.
    And(Vec<Filter>),
    /// One of them holds; an empty list does not.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A record of another form refers to this one and fits.
    Exists(Box<Exists>),
    /// A comparison.
    Compare {
        /// What is compared: a field, a system column, or a path through links.
        field: Path,
        /// How.
        op: FilterOp,
        /// With what; [`Operand::Json`] null where the operator takes nothing.
        value: Operand,
    },
}

/// A record of `form` whose link `via` points here and to which `filter` applies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exists {
    /// The other form.
    pub form: Key,
    /// Its link to this form.
    pub via: Key,
    /// What else must hold there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
}

/// A field, or a way to one through links and range parts: `amount`, `project.genre`, `period.start`, `_owner`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Box<str>>);

/// How a field is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilterOp {
    /// Equal; blank equals blank.
    Eq,
    /// Not equal; blanks are included.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// From the first to the second, both included.
    Between,
    /// One of; none of an empty list.
    In,
    /// None of; blanks are included, and everything where the list is empty.
    NotIn,
    /// The text occurs, case ignored by Unicode simple folding.
    Contains,
    /// The text does not occur; blanks are included.
    NotContains,
    /// The text begins so, case ignored.
    StartsWith,
    /// The text ends so, case ignored.
    EndsWith,
    /// Blank.
    IsEmpty,
    /// Not blank.
    NotEmpty,
    /// A list shares a member with the given one.
    HasAny,
    /// A list has all given members.
    HasAll,
    /// A range shares a point with the given one.
    Overlaps,
    /// A range contains the given point or range.
    Covers,
    /// A date lies within a relative range.
    Within,
}

impl Filter {
    /// `field op value` with a literal.
    pub fn compare(field: &str, op: FilterOp, value: impl Into<Json>) -> Self {
        Self::Compare { field: Path::new(field), op, value: Operand::Json(value.into()) }
    }

    /// Calls `seen` with every path that is compared, including those inside `exists` (which belong to the other form).
    pub fn visit_paths<'a>(&'a self, seen: &mut dyn FnMut(&'a Path)) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.visit_paths(seen)),
            Self::Not(part) => part.visit_paths(seen),
            Self::Exists(exists) => {
                if let Some(filter) = &exists.filter {
                    filter.visit_paths(seen);
                }
            }
            Self::Compare { field, .. } => seen(field),
        }
    }
}

impl Path {
    /// The path written with dots.
    pub fn new(text: &str) -> Self {
        Self(text.split('.').map(Box::from).collect())
    }

    /// The first step.
    pub fn head(&self) -> &str {
        self.0.first().map_or("", |step| step)
    }

    /// All steps.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|step| &**step)
    }

    /// The path behind the first step, where there is one.
    pub fn tail(&self) -> Option<Self> {
        (self.0.len() > 1).then(|| Self(self.0[1..].to_vec()))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let step_ok = |step: &str| {
            !step.is_empty()
                && step.len() <= 60
                && step.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        if text.split('.').all(step_ok) && text.split('.').count() <= 8 {
            Ok(Self::new(&text))
        } else {
            Err(D::Error::custom(format!("`{}` is not a field path", text.chars().take(80).collect::<String>())))
        }
    }
}

impl JsonSchema for Path {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Path".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[a-z0-9_]+(\\.[a-z0-9_]+){0,7}$"})
    }
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::And(parts) => map.serialize_entry("and", parts)?,
            Self::Or(parts) => map.serialize_entry("or", parts)?,
            Self::Not(part) => map.serialize_entry("not", part)?,
            Self::Exists(exists) => map.serialize_entry("exists", exists)?,
            Self::Compare { field, op, value } => {
                map.serialize_entry("field", field)?;
                map.serialize_entry("op", op)?;
                if *value != Operand::Json(Json::Null) {
                    map.serialize_entry("value", value)?;
                }
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FilterVisitor)
    }
}

/// Reads a filter member by member, so that an error inside names its whole path.
struct FilterVisitor;

impl<'de> Visitor<'de> for FilterVisitor {
    type Value = Filter;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a filter: {and}, {or}, {not}, {exists} or {field, op, value}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Filter, A::Error> {
        let mut whole = None;
        let (mut field, mut op, mut value) = (None, None, None);
        while let Some(member) = map.next_key::<String>()? {
            match member.as_str() {
                "and" => whole = Some(Filter::And(map.next_value()?)),
                "or" => whole = Some(Filter::Or(map.next_value()?)),
                "not" => whole = Some(Filter::Not(map.next_value()?)),
                "exists" => whole = Some(Filter::Exists(map.next_value()?)),
                "field" => field = Some(map.next_value::<Path>()?),
                "op" => op = Some(map.next_value::<FilterOp>()?),
                "value" => value = Some(map.next_value::<Operand>()?),
                other => return Err(A::Error::unknown_field(other, MEMBERS)),
            }
        }
        match (whole, field, op, value) {
            (Some(filter), None, None, None) => Ok(filter),
            (None, Some(field), Some(op), value) => {
                Ok(Filter::Compare { field, op, value: value.unwrap_or(Operand::Json(Json::Null)) })
            }
            (None, None, _, _) => Err(A::Error::missing_field("field")),
            (None, Some(_), None, _) => Err(A::Error::missing_field("op")),
            (Some(_), _, _, _) => Err(A::Error::custom("a group of filters has no `field`, `op` or `value`")),
        }
    }
}

const MEMBERS: &[&str] = &["and", "or", "not", "exists", "field", "op", "value"];

impl JsonSchema for Filter {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Filter".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let this = generator.subschema_for::<Filter>();
        let exists = generator.subschema_for::<Exists>();
        let (path, op) = (generator.subschema_for::<Path>(), generator.subschema_for::<FilterOp>());
        json_schema!({"oneOf": [
            {"type": "object", "required": ["and"], "additionalProperties": false, "properties": {"and": {"type": "array", "items": this}}},
            {"type": "object", "required": ["or"], "additionalProperties": false, "properties": {"or": {"type": "array", "items": this}}},
            {"type": "object", "required": ["not"], "additionalProperties": false, "properties": {"not": this}},
            {"type": "object", "required": ["exists"], "additionalProperties": false, "properties": {"exists": exists}},
            {"type": "object", "required": ["field", "op"], "additionalProperties": false, "properties": {"field": path, "op": op, "value": true}},
        ]})
    }
}

#[cfg(test)]
mod tests;
