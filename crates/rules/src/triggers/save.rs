use mortise_expr::{Scope, holds};
use mortise_model::{Filter, Key, Need};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TriggerKind, Watched, fields_parts};
use crate::{
    Event, Occasion,
    parts::{Part, Placed, at},
};

/// Before a record is saved: the rule may still change it, warn or stop.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SaveTrigger {
    /// Which saves; none named: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<SaveOn>,
    /// Only when one of these fields changes; in a new record, when one of them is filled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Key>,
    /// What the record must have been before; a new record was nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Filter>,
}

/// A way of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaveOn {
    /// A new record.
    Create,
    /// A change.
    Update,
}

impl TriggerKind for SaveTrigger {
    fn occasion(&self) -> Occasion {
        Occasion::Saving
    }

    fn fires(&self, event: &Event<'_>, watched: &Watched<'_, '_>) -> Result<bool, Need> {
        let (on, before) = match event {
            Event::Create => (SaveOn::Create, None),
            Event::Update { before } => (SaveOn::Update, Some(*before)),
            _ => return Ok(false),
        };
        if !(self.on.is_empty() || self.on.contains(&on)) || !watched.changed(&self.fields, before) {
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
        vec![json!({}), json!({"on": ["update"], "fields": ["amount"], "was": {"field": "status", "op": "eq", "value": "new"}})]
    }
}
