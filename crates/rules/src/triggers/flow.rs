use mortise_model::{Key, Need};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TriggerKind, Watched};
use crate::{Event, Occasion};

/// When the approval flow of a record moves on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FlowTrigger {
    /// Which flow; absent: any flow of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Key>,
    /// When this node was passed; absent: when the flow as a whole began or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<Key>,
    /// The state that the flow must have then; none named: any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<FlowResult>,
}

/// The state of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlowResult {
    /// Under way.
    Running,
    /// Ended well.
    Approved,
    /// Ended with a refusal.
    Rejected,
    /// Taken back by the initiator.
    Withdrawn,
    /// Ended by an administrator.
    Terminated,
}

impl FlowResult {
    fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Terminated => "terminated",
        }
    }
}

impl TriggerKind for FlowTrigger {
    fn occasion(&self) -> Occasion {
        Occasion::FlowMoved
    }

    fn fires(&self, event: &Event<'_>, _: &Watched<'_, '_>) -> Result<bool, Need> {
        let Event::Flow(moved) = event else { return Ok(false) };
        let of_flow = self.workflow.as_ref().is_none_or(|workflow| *workflow == *moved.workflow);
        let of_node = self.node.as_deref() == moved.node;
        let of_state = self.states.is_empty() || self.states.iter().any(|state| state.as_str() == moved.state);
        Ok(of_flow && of_node && of_state)
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        use serde_json::json;
        vec![json!({}), json!({"workflow": "f_ct", "node": "legal", "states": ["approved", "rejected"]})]
    }
}
