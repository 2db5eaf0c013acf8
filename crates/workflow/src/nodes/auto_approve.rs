use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{check::Known, engine::Stop};

/// Goes on without asking anybody; the record of the flow says so.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AutoApprove {}

impl NodeKind for AutoApprove {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::Pass)
    }

    fn check(&self, _: &Known<'_>) -> Issues {
        Issues::new()
    }
}
