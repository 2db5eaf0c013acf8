//! What a pivot asks: the document that reports hold and that people send ad hoc.

use std::borrow::Cow;

use mortise_model::{Aggregate, Filter, Issues, Key, Path, read_document};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value as Json;

/// A pivot table: which records, grouped how, summed up how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PivotSpec {
    /// The form whose records are summed up; absent where there are `sources`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Key>,
    /// Several forms whose records are summed up side by side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceSpec>,
    /// What the rows are grouped by, outermost first.
    pub rows: Vec<DimensionSpec>,
    /// What the columns are grouped by, outermost first.
    pub columns: Vec<DimensionSpec>,
    /// The numbers.
    pub measures: Vec<MeasureSpec>,
    /// Which records count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Which rows are shown: a filter over the measures of a row, by their keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub having: Option<Filter>,
    /// The order of the rows; without it by their keys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<PivotSort>,
    /// At most so many groups of the outermost row field, after sorting. Totals are those of what is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Which totals are shown.
    pub totals: Totals,
}

/// One of several forms of a pivot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// What measures call it.
    pub name: Key,
    /// The form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Key>,
    /// What the product itself keeps, instead of a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemSource>,
    /// The way through links to the record that has the fields of rows, columns and filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Path>,
    /// The subform whose rows count instead of records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subform: Option<Key>,
    /// Which of its records count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// A range over which amounts are spread evenly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<SpreadSpec>,
}

/// What the product keeps about flows and changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SystemSource {
    /// How long records stood in each state.
    Stages,
    /// Tasks.
    Tasks,
    /// Flow instances.
    Instances,
    /// Change sets.
    Changes,
}

/// A range of days over which amounts are spread evenly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpreadSpec {
    /// The range.
    pub field: Path,
    /// Into which parts.
    pub by: SpreadUnit,
}

/// The parts of a spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpreadUnit {
    /// Days.
    Day,
    /// Months.
    Month,
}

/// A field by which rows or columns are grouped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DimensionSpec {
    /// The field, a system column, or a path through links.
    pub field: Path,
    /// The part of a date, or ranges of a number; absent: each value is a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupBy>,
}

/// How values are put into groups: `"month"` or `{"by": "range", "edges": ["0", "30", "60"]}`.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupBy {
    /// By year: `2026`.
    Year,
    /// By quarter: `2026-Q2`.
    Quarter,
    /// By month: `2026-06`.
    Month,
    /// By ISO week: `2026-W23`.
    Week,
    /// By day: `2026-06-01`.
    Day,
    /// By ranges between rising edges; a number belongs to the range that begins with it.
    Range(Vec<mortise_model::Decimal>),
}

/// One number of a pivot: an aggregate of a field, or an expression over other measures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MeasureSpec {
    /// Its key; without one, the field and the aggregate: `amount_sum`, `count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// The name that people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<mortise_model::I18n>,
    /// Which of the sources; needed where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Key>,
    /// How values are summed up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agg: Option<Aggregate>,
    /// The field; absent for a count of records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Path>,
    /// Which records count for this measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Instead of an aggregate: an expression over the measures before it, such as `won / n`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expr: Option<String>,
}

/// One step of the order of rows: by a measure of the whole row, or by a row field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PivotSort {
    /// The key of a measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<Key>,
    /// A row field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Path>,
    /// Large to small; blanks stand last in both directions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub desc: bool,
}

/// Which totals a pivot shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Totals {
    /// Among the rows: of each outer group; with a single row field, of all rows.
    pub rows: bool,
    /// Among the columns, likewise.
    pub columns: bool,
    /// Of everything, in both directions.
    pub grand: bool,
}

/// Reads a pivot; what is misspelt is an issue with its pointer.
pub fn read_pivot(json: &Json) -> Result<PivotSpec, Issues> {
    read_document(json)
}

impl MeasureSpec {
    /// Its key, given or made of field and aggregate; `None` where it has neither aggregate nor key.
    pub fn key(&self) -> Option<Key> {
        if let Some(key) = &self.key {
            return Some(key.clone());
        }
        let agg = serde_json::to_value(self.agg?).ok()?;
        let agg = agg.as_str()?;
        let Some(field) = &self.field else { return Key::new(agg).ok() };
        let field: Vec<&str> = field.steps().map(|step| step.trim_matches('_')).collect();
        Key::new(&format!("{}_{agg}", field.join("_"))).ok()
    }
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RangeSpec {
    by: RangeWord,
    edges: Vec<Json>,
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RangeWord {
    Range,
}

const PARTS: [&str; 5] = ["year", "quarter", "month", "week", "day"];

impl Serialize for GroupBy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = match self {
            Self::Range(edges) => {
                let edges = edges.iter().map(|edge| Json::String(edge.to_string())).collect();
                return RangeSpec { by: RangeWord::Range, edges }.serialize(serializer);
            }
            Self::Year => PARTS[0],
            Self::Quarter => PARTS[1],
            Self::Month => PARTS[2],
            Self::Week => PARTS[3],
            Self::Day => PARTS[4],
        };
        serializer.serialize_str(part)
    }
}

impl<'de> Deserialize<'de> for GroupBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        match json.as_str() {
            Some("year") => Ok(Self::Year),
            Some("quarter") => Ok(Self::Quarter),
            Some("month") => Ok(Self::Month),
            Some("week") => Ok(Self::Week),
            Some("day") => Ok(Self::Day),
            Some(other) => Err(D::Error::unknown_variant(other, &PARTS)),
            None => {
                let range: RangeSpec = serde_json::from_value(json).map_err(D::Error::custom)?;
                edges(&range.edges).map(Self::Range).ok_or_else(|| D::Error::custom("`edges` must be rising numbers"))
            }
        }
    }
}

/// The edges as numbers, where there is one and each is larger than the one before.
fn edges(written: &[Json]) -> Option<Vec<mortise_model::Decimal>> {
    let number = |edge: &Json| match edge {
        Json::String(text) => text.parse().ok(),
        Json::Number(number) => number.to_string().parse().ok(),
        _ => None,
    };
    let edges: Vec<mortise_model::Decimal> = written.iter().map(number).collect::<Option<_>>()?;
    (!edges.is_empty() && edges.is_sorted_by(|a, b| a < b)).then_some(edges)
}

impl JsonSchema for GroupBy {
    fn schema_name() -> Cow<'static, str> {
        "GroupBy".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"oneOf": [
            {"enum": PARTS},
            {"type": "object", "required": ["by", "edges"], "additionalProperties": false, "properties": {
                "by": {"const": "range"},
                "edges": {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}},
            }},
        ]})
    }
}

#[cfg(test)]
mod tests;
