use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{
    check::Known,
    engine::{FlowState, Stop},
};

/// Ends the flow; within a branch, ends the branch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct End {
    /// How it ends.
    pub result: EndResult,
    /// Whether it ends the whole flow also from within a branch.
    pub all: bool,
}

/// How a flow ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndResult {
    /// Well.
    #[default]
    Approved,
    /// With a refusal.
    Rejected,
}

impl NodeKind for End {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        let result = match self.result {
            EndResult::Approved => FlowState::Approved,
            EndResult::Rejected => FlowState::Rejected,
        };
        Ok(if self.all { Move::FinishAll(result) } else { Move::Finish(result) })
    }

    fn ends(&self) -> bool {
        true
    }

    fn check(&self, _: &Known<'_>) -> Issues {
        Issues::new()
    }
}
