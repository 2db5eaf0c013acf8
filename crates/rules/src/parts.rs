//! The closed vocabulary in which kinds say what their settings are made of.

use indexmap::IndexMap;
use mortise_model::{Filter, I18n, Key, Path, Pointer};

use crate::Assigned;

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Before a record is written: it may change its values, warn and stop.
    Before,
    /// Once that is done: it may also write other records.
    After,
}

/// What makes rules run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// A record is about to be saved.
    Saving,
    /// A record was written.
    Written,
    /// The approval flow of a record moved on.
    FlowMoved,
    /// A person pressed a button.
    Pressed,
    /// Time has come.
    Time,
}

impl Occasion {
    /// When the rules run that wait for it.
    pub(crate) fn phase(self) -> Phase {
        match self {
            Self::Saving => Phase::Before,
            Self::Written | Self::FlowMoved | Self::Pressed | Self::Time => Phase::After,
        }
    }
}

/// A piece of a kind's settings that must fit the forms. `form` is the one it speaks of; absent: the rule's own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// A form.
    Form(&'a Key),
    /// A field of the rule's own form.
    Field(&'a Key),
    /// A field or path.
    Path { path: &'a Path, form: Option<&'a Key> },
    /// A condition; `{"record": …}` in one over another form is the record of the rule.
    Filter { filter: &'a Filter, form: Option<&'a Key> },
    /// An expression over the record of the rule.
    Expr(&'a str),
    /// Fields and what they get.
    Assignments { values: &'a IndexMap<Key, Assigned>, form: Option<&'a Key> },
    /// The same for the records that a link of the rule's record points at.
    LinkedAssignments { values: &'a IndexMap<Key, Assigned>, link: &'a Path },
    /// A sentence with placeholders, of which some are given by name.
    Sentence { text: &'a I18n, params: &'a IndexMap<Key, String> },
    /// The code of an issue.
    Code(&'a str),
}

/// A part and where it lies in the settings.
pub(crate) type Placed<'a> = (Pointer, Part<'a>);

/// The pointer to a member of the settings.
pub(crate) fn at(member: &str) -> Pointer {
    Pointer::root().at(member)
}

/// The parts that the values of placeholders are.
pub(crate) fn params_parts(params: &IndexMap<Key, String>) -> impl Iterator<Item = Placed<'_>> {
    params.iter().map(|(name, source)| (at("params").at(name), Part::Expr(source)))
}
