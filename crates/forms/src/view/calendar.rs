use mortise_model::{Key, Path, Pointer, Storage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    check::ViewCheck,
    kind::{Named, ViewKind},
};

/// A calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarView {
    /// The day, moment or range at which a record stands.
    pub date: Key,
    /// What an entry shows; empty: the title.
    #[serde(default)]
    pub card: Vec<Path>,
    /// The field that colours an entry.
    #[serde(default)]
    pub colour: Option<Key>,
}

impl ViewKind for CalendarView {
    fn names(&self, named: &mut Named) {
        named.asked_key("/date", &self.date);
        named.list("/card", &self.card);
        named.shown_key("/colour", self.colour.as_ref());
    }

    fn check(&self, at: &Pointer, check: &mut ViewCheck<'_>) {
        check.require_storage(&at.at("date"), &self.date, |storage| {
            matches!(storage, Storage::Date | Storage::Instant | Storage::DateRange | Storage::InstantRange)
        });
        check.none_twice(&at.at("card"), &self.card);
        check.colour(&at.at("colour"), self.colour.as_ref());
    }
}
