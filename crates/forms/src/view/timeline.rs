use mortise_model::{Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Named, ViewKind};

/// Bars over time, one line for each of something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineView {
    /// The form whose records are the bars; absent: this one.
    #[serde(default)]
    pub form: Option<Key>,
    /// What the lines are: a field of the bars' form.
    pub row: Key,
    /// The range of a bar.
    pub range: Key,
    /// The field that colours a bar.
    #[serde(default)]
    pub colour: Option<Key>,
    /// What a bar shows; empty: the title.
    #[serde(default)]
    pub card: Vec<Path>,
    /// How many days are seen at once; 0 is a month.
    #[serde(default)]
    pub days: u32,
}

impl ViewKind for TimelineView {
    fn form(&self) -> Option<&Key> {
        self.form.as_ref()
    }

    fn names(&self, named: &mut Named) {
        named.asked_key("/row", &self.row);
        named.asked_key("/range", &self.range);
        named.shown_key("/colour", self.colour.as_ref());
        named.list("/card", &self.card);
    }
}
