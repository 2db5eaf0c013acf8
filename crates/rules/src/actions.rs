//! Actions: what a rule does. One file each, and one line in the list at the end.

use indexmap::IndexMap;
use mortise_model::{Issue, Issues, Key, Path, Pointer};

use crate::{
    Phase,
    kinds::kinds,
    parts::Placed,
    run::{Acting, Halt},
};

pub use notify::Recipient;

/// What everybody may ask of an action, whatever its kind.
pub(crate) trait ActionKind {
    /// When it may be done.
    fn phases(&self) -> &'static [Phase];

    /// Does it.
    fn act(&self, acting: &mut Acting<'_, '_>) -> Result<(), Halt>;

    /// What its settings are made of.
    fn parts(&self) -> Vec<Placed<'_>>;

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

/// Whenever a rule runs.
const ALWAYS: &[Phase] = &[Phase::Before, Phase::After];
/// Only once the record is written.
const AFTERWARDS: &[Phase] = &[Phase::After];

/// The place in the request that a field is.
fn value_pointer(field: Option<&Path>) -> Pointer {
    let values = Pointer::root().at("values");
    field.map_or(values.clone(), |path| path.steps().fold(values, |at, step| at.at(step)))
}

/// An issue of a rule with the values of its sentence's own placeholders.
fn spoken(
    acting: &Acting<'_, '_>,
    issue: Issue,
    message: &mortise_model::I18n,
    params: &IndexMap<Key, String>,
) -> Result<Issue, Halt> {
    let rule = acting.rule().to_string();
    let issue = issue.with("rule", rule).saying(message.clone());
    let computed = acting.params(params)?;
    Ok(computed.into_iter().fold(issue, |issue, (name, value)| issue.with(&name, value)))
}

kinds! {
    /// What a rule does: `{"kind": "set", "settings": {…}}`.
    ActionType,
    /// The name of a kind of action.
    ActionKindName,
    ActionKind:
    "set" => set::SetAction,
    "warn" => warn::WarnAction,
    "stop" => stop::StopAction,
    "notify" => notify::NotifyAction,
    "create" => create::CreateAction,
    "update" => update::UpdateAction,
}
