use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{
    check::Known,
    definition::{Button, TaskSettings},
    engine::Stop,
};

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

    fn usual_buttons(&self) -> &'static [Button] {
        &[Button::Approve, Button::Reject, Button::Return, Button::Transfer, Button::AddSign]
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        known.check_task(&self.0)
    }
}
