use indexmap::IndexMap;
use mortise_model::{Filter, Issue, Issues, Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AFTERWARDS, ActionKind};
use crate::{
    Assigned, Effect, Phase, Which,
    parts::{Part, Placed, at},
    run::{Acting, Halt},
};

/// Changes other records: those that a link points at, or those of a form that fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAction {
    /// The link of this record, also behind links, whose targets are changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Path>,
    /// The form whose records are changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Key>,
    /// Which of them; `{"record": "_id"}` is the record of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The fields and what they get; expressions see the record of the rule.
    pub values: IndexMap<Key, Assigned>,
}

impl ActionKind for UpdateAction {
    fn phases(&self) -> &'static [Phase] {
        AFTERWARDS
    }

    fn act(&self, acting: &mut Acting<'_, '_>) -> Result<(), Halt> {
        let (form, which) = match (&self.link, &self.form, &self.filter) {
            (Some(link), _, _) => {
                let Some(form) = acting.target_of(link) else { return Ok(()) };
                let ids = acting.value(link)?.refs().to_vec();
                if ids.is_empty() {
                    return Ok(());
                }
                (form, Which::Records(ids))
            }
            (None, Some(form), Some(filter)) => (form.clone(), Which::Where(acting.bound(filter)?)),
            _ => return Ok(()),
        };
        let values = acting.assigned(&self.values, &form)?;
        let rule = acting.rule().clone();
        acting.effect(Effect::Update { rule, form, which, values });
        Ok(())
    }

    fn parts(&self) -> Vec<Placed<'_>> {
        let form = self.form.as_ref();
        let mut parts: Vec<Placed<'_>> = Vec::new();
        parts.extend(form.map(|form| (at("form"), Part::Form(form))));
        parts.extend(self.filter.as_ref().map(|filter| (at("filter"), Part::Filter { filter, form })));
        parts.push(match &self.link {
            Some(link) => (at("values"), Part::LinkedAssignments { values: &self.values, link }),
            None => (at("values"), Part::Assignments { values: &self.values, form }),
        });
        parts
    }

    fn check(&self) -> Issues {
        let mut issues = Issues::new();
        if self.link.is_some() == self.form.is_some() {
            issues.push(Issue::error(at("form"), "one_of_expected").with("names", vec!["link", "form"]));
        }
        if self.form.is_some() != self.filter.is_some() {
            issues.push(Issue::error(at("filter"), "filter_with_form"));
        }
        if self.values.is_empty() {
            issues.push(Issue::error(at("values"), "nothing_set"));
        }
        issues
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        use serde_json::json;
        vec![
            json!({"link": "client", "values": {"last_at": {"expr": "now()"}}}),
            json!({"form": "plan", "filter": {"field": "contract", "op": "eq", "value": {"record": "_id"}},
                "values": {"done": {"value": true}}}),
        ]
    }
}
