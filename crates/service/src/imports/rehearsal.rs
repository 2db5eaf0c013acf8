//! What earlier chunks of a rehearsal would have left behind.

use std::collections::HashSet;

use mortise_model::{FormShape, Issue, Key, Pointer, UniqueShape, Value};
use mortise_store::records::NewRecord;
use serde_json::Value as Json;

use super::matching::Identity;
use crate::{Error, Result};

/// The values by which rows of a file exclude each other, while nothing of them is in the database.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    /// Of records that would have been made: what rows are matched by.
    pub(super) identities: HashSet<Identity>,
    /// The unique values of earlier chunks; the database knows those of the present one.
    taken: HashSet<String>,
    present: Vec<String>,
}

impl Rehearsal {
    /// Refuses a record whose unique values one of an earlier chunk has.
    pub(super) fn require_unique(&mut self, shape: &FormShape, record: &NewRecord) -> Result<()> {
        for unique in shape.unique_keys.iter().filter(|unique| unique.when.is_none()) {
            let Some(values) = written(unique, record) else { continue };
            if self.taken.contains(&values) {
                let place = Pointer::root().at("values").at(&unique.fields[0]);
                let fields: Vec<&str> = unique.fields.iter().map(Key::as_str).collect();
                let issue = Issue::error(place, "not_unique").with("fields", fields.join(", "));
                return Err(Error::Invalid(issue.into()));
            }
            self.present.push(values);
        }
        Ok(())
    }

    /// The present chunk begins anew.
    pub(super) fn undo_chunk(&mut self) {
        self.present.clear();
    }

    /// The present chunk is over; it would have made records of these identities.
    pub(super) fn end_chunk(&mut self, made: impl IntoIterator<Item = Identity>) {
        self.identities.extend(made);
        self.taken.extend(self.present.drain(..));
    }
}

/// The unique values as one text; nothing where a blank keeps the record from colliding.
fn written(unique: &UniqueShape, record: &NewRecord) -> Option<String> {
    let values: Vec<Option<&Value>> =
        unique.fields.iter().map(|key| record.values.get(key).filter(|value| !value.is_blank())).collect();
    if values.iter().any(Option::is_none) && !unique.blank_equal {
        return None;
    }
    let values = values.into_iter().map(|value| value.map_or(Json::Null, Value::to_json));
    let fields: Vec<&str> = unique.fields.iter().map(Key::as_str).collect();
    Some(format!("{} {}", fields.join(","), Json::Array(values.collect())))
}
