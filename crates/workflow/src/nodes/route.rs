use mortise_model::{Filter, Issues, Key, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{check::Known, engine::Stop};

/// Leads to another node while its condition holds, and is passed otherwise. What stands beside it in parallel
/// branches is given up where the other node stands outside of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// When it leads there.
    pub when: Filter,
    /// Where: a node on the same line or on one around it.
    pub to: Key,
}

impl NodeKind for Route {
    fn enter(&self, cx: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(if cx.holds(&self.when)? { Move::Jump(&self.to) } else { Move::Pass })
    }

    fn leads_to(&self) -> Option<&Key> {
        Some(&self.to)
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        known.check_filter(&self.when, &Pointer::root().at("when"))
    }
}
