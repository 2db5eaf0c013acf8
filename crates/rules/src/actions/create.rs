use indexmap::IndexMap;
use mortise_model::{Aggregate, Filter, Key, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AFTERWARDS, ActionKind};
use crate::{
    Assigned, Effect, Phase,
    parts::{Part, Placed, at},
    run::{Acting, Halt},
};

/// Makes a record of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAction {
    /// The form.
    pub form: Key,
    /// Its values; expressions see the record of the rule, whose id is `_id`.
    pub values: IndexMap<Key, Assigned>,
    /// Not when such a record of that form exists already; `{"record": "_id"}` is the record of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Filter>,
}

impl ActionKind for CreateAction {
    fn phases(&self) -> &'static [Phase] {
        AFTERWARDS
    }

    fn act(&self, acting: &mut Acting<'_, '_>) -> Result<(), Halt> {
        if let Some(filter) = &self.unless {
            let question = Question::Related {
                form: self.form.clone(),
                filter: acting.bound(filter)?,
                aggregate: Aggregate::Count,
                field: None,
                weight: None,
            };
            if acting.number(question)?.is_some_and(|count| !count.is_zero()) {
                return Ok(());
            }
        }
        let values = acting.assigned(&self.values, &self.form)?;
        let (rule, form) = (acting.rule().clone(), self.form.clone());
        acting.effect(Effect::Create { rule, form, values });
        Ok(())
    }

    fn parts(&self) -> Vec<Placed<'_>> {
        let form = Some(&self.form);
        let mut parts = vec![
            (at("form"), Part::Form(&self.form)),
            (at("values"), Part::Assignments { values: &self.values, form }),
        ];
        parts.extend(self.unless.as_ref().map(|filter| (at("unless"), Part::Filter { filter, form })));
        parts
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        vec![serde_json::json!({
            "form": "plan",
            "values": {"contract": {"expr": "_id"}, "amount": {"expr": "amount"}, "due": {"value": "2026-07-01"}},
            "unless": {"field": "contract", "op": "eq", "value": {"record": "_id"}}
        })]
    }
}
