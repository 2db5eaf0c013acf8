use mortise_model::{Key, Need};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TriggerKind, Watched};
use crate::{Event, Occasion};

/// When a person presses a button of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ButtonTrigger {
    /// The key of the button.
    pub button: Key,
}

impl TriggerKind for ButtonTrigger {
    fn occasion(&self) -> Occasion {
        Occasion::Pressed
    }

    fn fires(&self, event: &Event<'_>, _: &Watched<'_, '_>) -> Result<bool, Need> {
        Ok(matches!(event, Event::Button { button } if self.button == **button))
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        vec![serde_json::json!({"button": "match_now"})]
    }
}
