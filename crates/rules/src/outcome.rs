use mortise_model::{Filter, I18n, Id, Issues, Key, Path, Values};
use serde_json::{Map, Value as Json};

/// What rules want.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// New values of the record itself; they are still to be made canonical for their fields.
    pub sets: Values,
    /// What stops the act, and what must be confirmed.
    pub issues: Issues,
    /// What else is to be done, in order.
    pub effects: Vec<Effect>,
    /// The rules whose conditions held, in order.
    pub ran: Vec<Key>,
}

/// Something to be done outside the record.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make a record.
    Create {
        /// By which rule.
        rule: Key,
        /// Of which form.
        form: Key,
        /// With which values.
        values: Values,
    },
    /// Change records.
    Update {
        /// By which rule.
        rule: Key,
        /// Of which form.
        form: Key,
        /// Which.
        which: Which,
        /// The values they get.
        values: Values,
    },
    /// Tell people.
    Notify {
        /// By which rule.
        rule: Key,
        /// Whom, none twice; only active people.
        to: Vec<Id>,
        /// The headline; where absent, the name of the rule.
        title: Option<I18n>,
        /// The sentence, with `{placeholders}` still open: [`crate::fill`] puts in what each reader may see.
        text: I18n,
        /// Values of placeholders that are no fields.
        params: Map<String, Json>,
        /// All fields that the sentence and its params reveal.
        reads: Vec<Path>,
        /// What makes it the same notice as one before, which is then not sent again to the same person about the
        /// same record; absent: sent each time.
        once: Option<String>,
    },
}

/// Which records are changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    /// These.
    Records(Vec<Id>),
    /// Those that fit; all operands are literals.
    Where(Filter),
}
