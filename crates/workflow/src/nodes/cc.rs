use mortise_model::{Issue, Issues, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{check::Known, definition::AssigneeRule, engine::Stop};

/// Tells people that the record has come this far. Nobody is waited for, and nobody is told twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cc {
    /// Who is told.
    pub to: Vec<AssigneeRule>,
}

impl NodeKind for Cc {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::Tell(&self.to))
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root().at("to");
        if self.to.is_empty() {
            return Issue::error(at, "no_assignee_rule").into();
        }
        known.check_rules(&self.to, &at)
    }
}
