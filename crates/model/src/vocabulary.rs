use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Key;

/// How a field's value is stored: the store turns this, and nothing else, into columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// Text.
    Text,
    /// A 64-bit integer.
    Int,
    /// A 64-bit integer that means number × 10^scale.
    Decimal {
        /// Places after the point, 0 to [`crate::MAX_SCALE`].
        scale: u32,
    },
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A time of day, as text `HH:MM`.
    Time,
    /// A moment with milliseconds.
    Instant,
    /// Two days in two columns, `<key>__start` and `<key>__end`.
    DateRange,
    /// Two moments in two columns, `<key>__start` and `<key>__end`.
    InstantRange,
    /// Several texts, as one JSON array.
    List,
    /// A structured value, as JSON.
    Json,
    /// The id of something else.
    Ref(Target),
    /// The ids of several others, in a junction table `<table>__<key>`.
    RefList(Target),
    /// Rows of a table of their own, `<table>__<key>`.
    Rows,
    /// Nothing: the field only shows or does.
    None,
}

/// What a reference points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A record of this form of the same app.
    Form(Key),
    /// A person.
    User,
    /// A department.
    Dept,
    /// A role.
    Role,
}

/// How values are summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// How many records.
    Count,
    /// How many different values that are not blank.
    CountDistinct,
    /// Their sum.
    Sum,
    /// Their mean, with four places more than the field.
    Avg,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The middle one; of an even number, the mean of the two in the middle.
    Median,
    /// The first in the order of the records.
    First,
    /// The last in the order of the records.
    Last,
}

/// How values are put into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Each value is its own group.
    Exact,
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
    /// By ranges of a number, between given edges.
    Range,
}

/// The direction of an order; blanks stand last in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Small to large.
    #[default]
    Ascending,
    /// Large to small.
    Descending,
}
