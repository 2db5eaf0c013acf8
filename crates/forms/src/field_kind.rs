//! What a field kind answers: the closed vocabularies in which everybody else asks, so that nobody outside `kinds/`
//! needs to know which kind a field has.

mod refused;
mod sample;
mod source;
mod wording;

use mortise_model::{Aggregate, Facts, FilterOp, Grouping, Issue, Issues, Key, Path, Storage, Value};
use serde_json::Value as Json;

use crate::{FieldSpec, FieldType, OptionSpec, TransitionSpec, kinds::shared::adopt};

pub use refused::Refused;
pub use sample::Sample;
pub use source::{Choice, RollupSource, Shown, Source};
pub use wording::{NoTitles, Titles, Wording};

impl dyn FieldKind {
    /// What a caller sent in canonical form, within the limits of the settings; null is blank.
    pub fn take(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        if raw.is_null() {
            return Ok(Value::Null);
        }
        let value = self.read(raw, facts)?;
        match self.check(&value) {
            Some(issue) => Err(issue.into()),
            None => Ok(value),
        }
    }
}

/// What everybody may ask of a field, whatever its kind.
pub trait FieldKind: std::fmt::Debug + Send + Sync {
    /// How a value is stored.
    fn storage(&self) -> Storage;

    /// The JSON Schema of a value that is not blank, as the HTTP interface writes it.
    fn value_schema(&self) -> Json;

    /// What a caller sent, not null, in canonical form; limits are not looked at.
    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused>;

    /// Which limit of the settings a canonical value breaks.
    fn check(&self, value: &Value) -> Option<Issue> {
        let _ = value;
        None
    }

    /// Which comparisons make sense.
    fn operators(&self) -> &'static [FilterOp];

    /// How values may be summed up.
    fn aggregates(&self) -> &'static [Aggregate];

    /// How values may be grouped.
    fn groupings(&self) -> &'static [Grouping];

    /// The value as people read it.
    fn text(&self, value: &Value, wording: &Wording<'_>) -> String;

    /// What a spreadsheet cell or a pasted text means, as a caller would send it.
    fn read_text(&self, text: &str, wording: &Wording<'_>) -> Json {
        let _ = wording;
        Json::String(text.to_owned())
    }

    /// What is wrong with the settings themselves; pointers start at `settings`.
    fn check_settings(&self) -> Issues {
        Issues::new()
    }

    /// A computed value in the form that this kind stores, rounded to its places.
    fn adopt(&self, value: Value) -> Result<Value, Issue> {
        adopt::into_storage(value, &self.storage())
    }

    /// Where the value comes from, where it is read from other records.
    fn source(&self) -> Option<Source<'_>> {
        None
    }

    /// The same kind, once it is known what it reads.
    fn resolved(&self, target: &FieldType) -> Option<FieldType> {
        let _ = target;
        None
    }

    /// Completes the settings from the fields that stand beside this one.
    fn settle(&mut self, beside: &[FieldSpec]) {
        let _ = beside;
    }

    /// The choices, of a kind that has some; retired ones included.
    fn options(&self) -> &[OptionSpec] {
        &[]
    }

    /// Which changes from one option to another people may make; empty: all.
    fn transitions(&self) -> &[TransitionSpec] {
        &[]
    }

    /// The fields of the rows, of a subform.
    fn rows(&self) -> &[FieldSpec] {
        &[]
    }

    /// The same, to be completed.
    fn rows_mut(&mut self) -> Option<&mut Vec<FieldSpec>> {
        None
    }

    /// The expression that computes the value, of a kind that always does.
    fn implied_formula(&self) -> Option<String> {
        None
    }

    /// Whether a value is HTML, sanitised when it was written.
    fn is_rich(&self) -> bool {
        false
    }

    /// What stands behind a number, such as `%`; the number itself is the one before it.
    fn unit(&self) -> Option<&str> {
        None
    }

    /// Whether values name files.
    fn holds_files(&self) -> bool {
        false
    }

    /// The pattern of the numbers that the service hands out, of a kind that has one.
    fn number_pattern(&self) -> Option<&str> {
        None
    }

    /// The fields of the same form that the settings name, each with its place in the settings.
    fn names_fields(&self) -> Vec<(&'static str, Path)> {
        Vec::new()
    }

    /// The filter over the records to choose from, of a kind that refers to records.
    fn choice(&self) -> Option<Choice<'_>> {
        None
    }

    /// The records that the field shows without storing anything.
    fn shows(&self) -> Option<Shown<'_>> {
        None
    }

    /// The button of the form that the field presses.
    fn presses(&self) -> Option<&Key> {
        None
    }

    /// The field that holds the currency of an amount, where it is not fixed.
    fn currency_field(&self) -> Option<&Key> {
        None
    }

    /// How many places the values with this currency have.
    fn places_in(&self, currency: &str) -> Option<u32> {
        let _ = currency;
        None
    }

    /// A short masked form, such as `138****5678`; absent: everything is hidden.
    fn mask(&self, value: &Value) -> Option<String> {
        let _ = value;
        None
    }

    /// Examples: good and bad input for some settings.
    fn samples() -> Vec<Sample>
    where
        Self: Sized;
}
