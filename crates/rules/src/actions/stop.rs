use indexmap::IndexMap;
use mortise_model::{I18n, Issue, Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ALWAYS, ActionKind, spoken, value_pointer};
use crate::{
    Phase,
    parts::{Part, Placed, at, params_parts},
    run::{Acting, Halt},
};

/// Refuses the act. All rules still run, so that everything that is wrong is told at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopAction {
    /// What is wrong, in lower snake case; stable.
    pub code: String,
    /// The sentence, with fields and params in braces: `{no} {project.title}: {n}`.
    pub message: I18n,
    /// The field that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Path>,
    /// Placeholders that are no fields, and their expressions.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub params: IndexMap<Key, String>,
}

impl ActionKind for StopAction {
    fn phases(&self) -> &'static [Phase] {
        ALWAYS
    }

    fn act(&self, acting: &mut Acting<'_, '_>) -> Result<(), Halt> {
        let issue = Issue::error(value_pointer(self.field.as_ref()), self.code.as_str());
        let issue = spoken(acting, issue, &self.message, &self.params)?;
        acting.tell(issue);
        Ok(())
    }

    fn parts(&self) -> Vec<Placed<'_>> {
        let sentence = Part::Sentence { text: &self.message, params: &self.params };
        let mut parts = vec![(at("code"), Part::Code(&self.code)), (at("message"), sentence)];
        parts.extend(self.field.as_ref().map(|path| (at("field"), Part::Path { path, form: None })));
        parts.extend(params_parts(&self.params));
        parts
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        vec![serde_json::json!({
            "code": "too_much", "message": {"zh-CN": "{no} 超出 {over}", "en": "{no} is {over} over"},
            "field": "amount", "params": {"over": "amount - 100"}
        })]
    }
}
