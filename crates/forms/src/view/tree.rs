use mortise_model::{Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Named, ViewKind};

/// Records below each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TreeView {
    /// The link to the record above, or the field whose values are the branches.
    pub parent: Key,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<Path>,
}

impl ViewKind for TreeView {
    fn names(&self, named: &mut Named) {
        named.asked_key("/parent", &self.parent);
        named.list("/columns", &self.columns);
    }
}
