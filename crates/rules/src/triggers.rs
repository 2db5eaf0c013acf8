//! Triggers: what makes a rule fire. One file each, and one line in the list at the end.

use mortise_model::{Issues, Key, Need, Value, Values};

use crate::{
    Event, Occasion, Phase,
    kinds::kinds,
    parts::{Part, Placed, at},
};

pub use schedule::{Missed, ScheduleTrigger};

/// What everybody may ask of a trigger, whatever its kind.
pub(crate) trait TriggerKind {
    /// What it waits for.
    fn occasion(&self) -> Occasion;

    /// When its rules run.
    fn phase(&self) -> Phase {
        self.occasion().phase()
    }

    /// Whether an event is the one it waits for.
    fn fires(&self, event: &Event<'_>, watched: &Watched<'_, '_>) -> Result<bool, Need>;

    /// When its time comes, of a trigger that waits for one.
    fn schedule(&self) -> Option<&ScheduleTrigger> {
        None
    }

    /// What its settings are made of.
    fn parts(&self) -> Vec<Placed<'_>> {
        Vec::new()
    }

    /// What is wrong with the settings by themselves.
    fn check(&self) -> Issues {
        Issues::new()
    }

    /// Settings that are right for the form of the conformance test.
    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value>
    where
        Self: Sized;
}

/// What a trigger may look at: the record as it is about to be, and the rule.
pub(crate) struct Watched<'s, 'a> {
    pub(crate) scope: &'s mortise_expr::Scope<'a>,
    pub(crate) rule: &'s Key,
}

impl Watched<'_, '_> {
    /// Whether one of these fields differs from before; without any named, whether an event of writing happens at all.
    fn changed(&self, fields: &[Key], before: Option<&Values>) -> bool {
        let differs = |key: &Key| {
            let now = self.scope.values.get(key).unwrap_or(&Value::Null);
            let then = before.and_then(|before| before.get(key)).unwrap_or(&Value::Null);
            now != then && !(now.is_blank() && then.is_blank())
        };
        fields.is_empty() || fields.iter().any(differs)
    }
}

/// The parts that a list of fields is.
fn fields_parts(fields: &[Key]) -> Vec<Placed<'_>> {
    fields.iter().enumerate().map(|(index, key)| (at("fields").at(index), Part::Field(key))).collect()
}

kinds! {
    /// What makes a rule fire: `{"kind": "save", "settings": {…}}`.
    TriggerType,
    /// The name of a kind of trigger.
    TriggerKindName,
    TriggerKind:
    "save" => save::SaveTrigger,
    "after" => after::AfterTrigger,
    "schedule" => schedule::ScheduleTrigger,
    "button" => button::ButtonTrigger,
    "flow" => flow::FlowTrigger,
}
