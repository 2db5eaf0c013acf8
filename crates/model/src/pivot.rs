use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A pivot as it is shown: computed once by `reports::fold`, only drawn by everybody else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PivotTable {
    /// The rows, groups before their subtotal, the grand total last.
    pub rows: Vec<PivotRow>,
    /// The columns, likewise. One column without keys where the pivot has no column fields.
    pub columns: Vec<PivotColumn>,
    /// Row × (column × measure): decimals as strings, counts as numbers, null where empty.
    pub cells: Vec<Vec<Json>>,
    /// The keys of the measures, in order.
    pub measures: Vec<String>,
    /// How many fields were left out because the viewer may not read them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub held_back: u32,
    /// How long it took.
    pub took_ms: u64,
}

/// One row of a [`PivotTable`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PivotRow {
    /// One key for each row field down to `depth`.
    pub keys: Vec<AxisKey>,
    /// How many row fields the keys fix.
    pub depth: usize,
    /// What the row is.
    pub kind: AxisKind,
}

/// One column of a [`PivotTable`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PivotColumn {
    /// One key for each column field, fewer in a subtotal.
    pub keys: Vec<AxisKey>,
    /// What the column is.
    pub kind: AxisKind,
}

/// A group's key: a text such as `2026-Q2` or an option key, `{id, title}` of a record or person, null for blank.
pub type AxisKey = Json;

/// What a row or column of a pivot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AxisKind {
    /// A group.
    Group,
    /// The total of the groups that share its keys.
    Subtotal,
    /// The total of everything.
    Grand,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
