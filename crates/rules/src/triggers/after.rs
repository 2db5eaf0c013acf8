use mortise_expr::{Scope, holds};
use mortise_model::{Filter, Key, Need};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TriggerKind, Watched, fields_parts};
use crate::{
    Event, Occasion,
    parts::{Part, Placed, at},
};

/// Once a record was written: the rule may write it again, and other records. It runs a moment later, in an act of its
/// own, on the record as it then is; what a rule cannot do does not undo what set it off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AfterTrigger {
    /// Which events; none named: making and changing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<AfterOn>,
    /// Only when one of these fields has changed; in a new record, when one of them is filled. Deleting counts always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Key>,
    /// What the record must have been before; a new record was nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Filter>,
}

/// Something that was done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AfterOn {
    /// It was made.
    Create,
    /// It was changed.
    Update,
    /// It went to the recycle bin.
    Delete,
}

impl TriggerKind for AfterTrigger {
    fn occasion(&self) -> Occasion {
        Occasion::Written
    }

    fn fires(&self, event: &Event<'_>, watched: &Watched<'_, '_>) -> Result<bool, Need> {
        let (on, before) = match event {
            Event::Create => (AfterOn::Create, None),
            Event::Update { before } => (AfterOn::Update, Some(*before)),
            Event::Delete => (AfterOn::Delete, Some(watched.scope.values)),
            _ => return Ok(false),
        };
        let wanted = if self.on.is_empty() { on != AfterOn::Delete } else { self.on.contains(&on) };
        if !wanted || !(on == AfterOn::Delete || watched.changed(&self.fields, before)) {
            return Ok(false);
        }
        match (&self.was, before) {
            (None, _) => Ok(true),
            (Some(_), None) => Ok(false),
            (Some(was), Some(before)) => holds(was, &Scope { values: before, ..*watched.scope }),
        }
    }

    fn parts(&self) -> Vec<Placed<'_>> {
        let mut parts = fields_parts(&self.fields);
        parts.extend(self.was.as_ref().map(|filter| (at("was"), Part::Filter { filter, form: None })));
        parts
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        use serde_json::json;
        vec![json!({}), json!({"on": ["create", "update", "delete"], "fields": ["amount", "client"]})]
    }
}
