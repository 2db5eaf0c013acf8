//! Rules: what happens by itself when records are saved, time goes by, a button is pressed or a flow moves on.
//!
//! A rule has a trigger, conditions and actions. Each kind of trigger and action is one file, and answers in the
//! closed vocabularies of `parts`; the check of a rule and its evaluation know no kind by name.
//!
//! **Invariant:** pure. What must be known is asked for with a [`mortise_model::Need`]; what must be done is named as
//! an [`Effect`], and the service does it.

mod actions;
#[cfg(test)]
mod conformance;
mod definition;
mod event;
mod kinds;
mod outcome;
mod parts;
mod rule;
mod run;
#[cfg(test)]
mod sample;
mod sentence;
mod triggers;

pub use actions::{ActionKindName, ActionType, Recipient};
pub use definition::{Assigned, RuleSpec, read_rule};
pub use event::{Event, FlowMove};
pub use outcome::{Effect, Outcome, Which};
pub use parts::{Occasion, Phase};
pub use rule::{Rule, check};
pub use run::{after, before_save};
pub use sentence::{fill, placeholders};
pub use triggers::{Missed, ScheduleTrigger, TriggerKindName, TriggerType};
