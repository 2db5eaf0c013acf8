use mortise_model::Path;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Named, ViewKind};

/// A few records beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareView {
    /// The fields that are compared.
    pub fields: Vec<Path>,
    /// Numbers that are drawn as a radar.
    #[serde(default)]
    pub radar: Vec<Path>,
}

impl ViewKind for CompareView {
    fn names(&self, named: &mut Named) {
        named.list("/fields", &self.fields);
        named.list("/radar", &self.radar);
    }
}
