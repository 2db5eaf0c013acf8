use indexmap::IndexMap;
use mortise_model::{Issue, Issues, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ALWAYS, ActionKind};
use crate::{
    Assigned, Phase,
    parts::{Part, Placed, at},
    run::{Acting, Halt},
};

/// Gives fields of the record new values. Later actions and rules see them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAction {
    /// The fields and what they get; all expressions see the record as it was before this action.
    pub values: IndexMap<Key, Assigned>,
}

impl ActionKind for SetAction {
    fn phases(&self) -> &'static [Phase] {
        ALWAYS
    }

    fn act(&self, acting: &mut Acting<'_, '_>) -> Result<(), Halt> {
        let form = acting.form();
        let values = acting.assigned(&self.values, form)?;
        acting.set(values);
        Ok(())
    }

    fn parts(&self) -> Vec<Placed<'_>> {
        vec![(at("values"), Part::Assignments { values: &self.values, form: None })]
    }

    fn check(&self) -> Issues {
        if self.values.is_empty() { Issue::error(at("values"), "nothing_set").into() } else { Issues::new() }
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        vec![serde_json::json!({"values": {"status": {"value": "done"}, "amount": {"expr": "round(amount * 2, 2)"}}})]
    }
}
