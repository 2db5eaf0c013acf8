use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{check::Known, definition::TaskSettings, engine::Stop};

/// Asks people for a decision: they approve or refuse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Approver(pub TaskSettings);

impl NodeKind for Approver {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::AskPeople(&self.0))
    }

    fn task_settings(&self) -> Option<&TaskSettings> {
        Some(&self.0)
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        known.check_task(&self.0)
    }
}
