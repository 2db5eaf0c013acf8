use mortise_model::{Filter, Issue, Issues, Key, Pointer};
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
    /// Where: a node on the same line or on one around it.
    pub to: Key,
}

impl NodeKind for Route {
    fn enter(&self, cx: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        match &self.when {
            Some(when) if cx.holds(when)? => Ok(Move::Jump(&self.to)),
            Some(_) | None => Ok(Move::Pass),
        }
    }

    fn leads_to(&self) -> Option<&Key> {
        Some(&self.to)
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root().at("when");
        match &self.when {
            Some(when) => known.check_filter(when, &at),
            None => Issue::error(at, "required").into(),
        }
    }
}
