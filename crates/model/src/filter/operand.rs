use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeMap};
use serde_json::Value as Json;

use super::Path;

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A literal.
    Json(Json),
    /// Something about the viewer or the moment: `{"var": "me"}`.
    Var(Variable),
    /// Another field of the same record: `{"field": "other"}`.
    Field(Path),
    /// A field of the outer record, inside `exists` or a related query: `{"record": "field"}`.
    Record(Path),
    /// A parameter of the app: `{"param": "flow.l1"}`.
    Param(String),
    /// A range relative to today: `"today"` with `within`, `{"this": "month"}`, `{"last_days": 7}`.
    Relative(RelativeRange),
}

/// Something about the viewer or the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// The viewer.
    Me,
    /// The viewer's main department.
    MyDept,
    /// The viewer's departments and all below them.
    MyDepts,
    /// Today, where the tenant is.
    Today,
    /// This moment.
    Now,
}

/// A range of days relative to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelativeRange {
    /// The whole present week, month, quarter or year.
    This(Unit),
    /// The whole one before.
    Last(Unit),
    /// The whole one after.
    Next(Unit),
    /// So many days back, today included.
    LastDays(u32),
    /// So many days ahead, today included.
    NextDays(u32),
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl Serialize for Operand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name, value) = match self {
            Self::Json(json) => return json.serialize(serializer),
            Self::Relative(range) => return range.serialize(serializer),
            Self::Var(variable) => ("var", serde_json::to_value(variable)),
            Self::Field(path) => ("field", serde_json::to_value(path)),
            Self::Record(path) => ("record", serde_json::to_value(path)),
            Self::Param(name) => ("param", serde_json::to_value(name)),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(name, &value.map_err(serde::ser::Error::custom)?)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Operand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let Some((name, inner)) = json.as_object().filter(|map| map.len() == 1).and_then(|map| map.iter().next())
        else {
            return Ok(Self::Json(json));
        };
        let wrong = |error: serde_json::Error| D::Error::custom(format!("`{name}`: {error}"));
        match name.as_str() {
            "var" => serde_json::from_value(inner.clone()).map(Self::Var).map_err(wrong),
            "field" => serde_json::from_value(inner.clone()).map(Self::Field).map_err(wrong),
            "record" => serde_json::from_value(inner.clone()).map(Self::Record).map_err(wrong),
            "param" => serde_json::from_value(inner.clone()).map(Self::Param).map_err(wrong),
            "this" | "last" | "next" | "last_days" | "next_days" => {
                serde_json::from_value(json.clone()).map(Self::Relative).map_err(wrong)
            }
            _ => Ok(Self::Json(json)),
        }
    }
}
