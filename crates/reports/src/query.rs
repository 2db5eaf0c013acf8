use mortise_model::{Filter, Key, Path, Storage, Value};

/// One grouped query over the records of a form (or the rows of one of its subforms).
///
/// The store runs it with the viewer's permit: only records in scope count, and a link to a
/// record out of sight counts as blank.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupQuery {
    /// The form.
    pub form: Key,
    /// The subform whose rows are counted instead of records.
    pub subform: Option<Key>,
    /// What is grouped by, in the order of [`GroupRow::keys`].
    pub dims: Vec<Dim>,
    /// What is summed up, in the order of [`GroupRow::values`].
    pub measures: Vec<BaseMeasure>,
    /// Which records count. Where rows of a subform are counted, a path into them means the row itself.
    pub filter: Option<Filter>,
}

/// One thing to group by. A record with several values stands in the group of each, one
/// without any in that of blank.
#[derive(Debug, Clone, PartialEq)]
pub struct Dim {
    /// The way to the value from the form; `items.kind` for a field of the rows of a subform.
    pub path: Path,
    /// How the value is stored.
    pub storage: Storage,
    /// How values make groups.
    pub group: DimGroup,
}

/// How values make groups; what [`GroupRow::keys`] holds for each.
#[derive(Debug, Clone, PartialEq)]
pub enum DimGroup {
    /// Each value is a group: the value itself.
    Exact,
    /// The year of a day or moment: the text `2026`. Moments count by the tenant's day.
    Year,
    /// The text `2026-Q2`.
    Quarter,
    /// The text `2026-06`.
    Month,
    /// The ISO week: the text `2026-W23`.
    Week,
    /// The text `2026-06-01`.
    Day,
    /// Ranges of a number between these rising edges: as [`Value::Int`] how many edges are not above the number.
    Range(Vec<mortise_model::Decimal>),
}

/// What the store sums up. Blank values never count, but in [`BaseMeasure::Count`].
#[derive(Debug, Clone, PartialEq)]
pub enum BaseMeasure {
    /// How many records or rows: [`Value::Int`].
    Count,
    /// How many of them have a value: [`Value::Int`].
    CountOf(Path),
    /// The exact sum: a decimal, also of whole numbers; null without a value.
    Sum(Path),
    /// The smallest value, null without one.
    Min(Path),
    /// The largest value, null without one.
    Max(Path),
    /// The smallest id of the records: [`Value::Ref`].
    FirstId,
    /// The largest id of the records: [`Value::Ref`].
    LastId,
}

/// One group that a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRow {
    /// One key for each dim; null for blank.
    pub keys: Vec<Value>,
    /// One value for each measure.
    pub values: Vec<Value>,
}
