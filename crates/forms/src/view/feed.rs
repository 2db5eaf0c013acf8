use mortise_model::Path;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Named, ViewKind};

/// Newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedView {
    /// The moment of a record.
    pub at: Path,
    /// What an entry shows.
    #[serde(default)]
    pub card: Vec<Path>,
}

impl ViewKind for FeedView {
    fn names(&self, named: &mut Named) {
        named.asked("/at", &self.at);
        named.list("/card", &self.card);
    }
}
