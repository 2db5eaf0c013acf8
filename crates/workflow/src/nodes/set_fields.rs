use indexmap::IndexMap;
use mortise_model::{Issue, Issues, Key, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{check::Known, definition::Assigned, engine::Stop};

/// Gives fields of the record new values, by the right of the flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFields {
    /// The fields and what they get.
    pub set: IndexMap<Key, Assigned>,
}

impl NodeKind for SetFields {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::Set(&self.set))
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root().at("set");
        if self.set.is_empty() {
            return Issue::error(at, "nothing_set").into();
        }
        known.check_assignments(&self.set, &at)
    }
}
