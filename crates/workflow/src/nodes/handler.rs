use mortise_model::{Issue, Issues, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{
    check::Known,
    definition::{Button, OnReject, TaskSettings},
    engine::Stop,
};

/// Asks people to do something: they report it done, hand it on or give it back, but cannot refuse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Handler(pub TaskSettings);

impl NodeKind for Handler {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::AskPeople(&self.0))
    }

    fn task_settings(&self) -> Option<&TaskSettings> {
        Some(&self.0)
    }

    fn completes(&self) -> bool {
        true
    }

    fn usual_buttons(&self) -> &'static [Button] {
        &[Button::Complete, Button::Return, Button::Transfer]
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let mut issues = known.check_task(&self.0);
        if self.0.on_reject != OnReject::End {
            issues.push(Issue::error(Pointer::root().at("on_reject"), "cannot_be_refused"));
        }
        if !self.0.veto.is_empty() {
            issues.push(Issue::error(Pointer::root().at("veto"), "cannot_be_refused"));
        }
        issues
    }
}
