use mortise_model::{Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Named, ViewKind};

/// Bars over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GanttView {
    /// Where a bar begins: a day, or a range that is the whole bar.
    pub start: Path,
    /// Where it ends; absent where `start` is a range.
    #[serde(default)]
    pub end: Option<Path>,
    /// What the lines are; absent: one line a record.
    #[serde(default)]
    pub row: Option<Path>,
    /// The link to the record above.
    #[serde(default)]
    pub parent: Option<Key>,
    /// The subform or links that name what must come before.
    #[serde(default)]
    pub depends: Option<Key>,
    /// The field that says how far it is.
    #[serde(default)]
    pub progress: Option<Key>,
    /// The planned beginning and end, drawn thin.
    #[serde(default)]
    pub baseline: Option<[Key; 2]>,
    /// A day that is marked on the bar.
    #[serde(default)]
    pub marker: Option<Key>,
    /// The field that colours a bar.
    #[serde(default)]
    pub colour: Option<Key>,
}

impl ViewKind for GanttView {
    fn names(&self, named: &mut Named) {
        named.asked("/start", &self.start);
        named.asked("/end", self.end.as_ref());
        named.asked("/row", self.row.as_ref());
        named.asked_key("/parent", self.parent.as_ref());
        named.asked_key("/depends", self.depends.as_ref());
        named.shown_key("/progress", self.progress.as_ref());
        for (index, end) in self.baseline.iter().flatten().enumerate() {
            named.shown_key(&format!("/baseline/{index}"), end);
        }
        named.shown_key("/marker", self.marker.as_ref());
        named.shown_key("/colour", self.colour.as_ref());
    }
}
