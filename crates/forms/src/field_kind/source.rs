use mortise_model::{Aggregate, Filter, Key, Path};

use crate::OnDelete;

/// Where a value that is read from other records comes from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// Along a link of the same record.
    Lookup {
        /// The link.
        via: &'a Key,
        /// The field behind it.
        field: &'a Path,
        /// Whether it stays as it was when the link was set.
        frozen: bool,
    },
    /// From the records that refer to this one.
    Rollup(&'a RollupSource),
}

/// The records to choose from, of a kind that refers to records.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The form.
    pub form: &'a Key,
    /// Which of its records; `{"record": "field"}` is a field of the record that chooses.
    pub filter: Option<&'a Filter>,
    /// What is shown of a record; empty: its title.
    pub columns: &'a [Key],
    /// What happens when the other record is deleted.
    pub on_delete: OnDelete,
}

/// Records of another form that a field shows without storing anything.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The form.
    pub form: &'a Key,
    /// Its link that points to this record.
    pub via: Option<&'a Key>,
    /// Which of its records; `{"record": "field"}` is a field of this one.
    pub filter: Option<&'a Filter>,
    /// What is shown of a record; empty: its title.
    pub columns: &'a [Key],
}

/// From which records, and how, a value is summed up.
#[derive(Debug, Clone, PartialEq, schemars::JsonSchema, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollupSource {
    /// The form whose records are summed up.
    pub form: Key,
    /// The link of that form, or of its rows, that points to this record.
    pub via: Key,
    /// How they are summed up.
    pub aggregate: Aggregate,
    /// The field that is summed up; not needed to count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Key>,
    /// The subform whose rows are summed up; then `via`, `field`, `weight` and `order_by` are fields of its rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Key>,
    /// Which records; `{"record": "field"}` is a field of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The field that says how much a record weighs in an average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Key>,
    /// The field by which the first or last record is found; absent: the order in which they were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<Key>,
    /// The places of an average; absent: four more than the field has, at most nine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
}
