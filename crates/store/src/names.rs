//! The names of tables, columns and indexes of records. They are made of keys, which are
//! validated ASCII, so that no text a person typed ever becomes part of a statement.

use std::fmt::Write as _;

use mortise_model::{FieldShape, FormShape, Storage};
use sha2::{Digest, Sha256};

/// PostgreSQL cuts names at 63 bytes.
const LONGEST: usize = 60;
const KEPT: usize = 51;

/// The row's own identity, in tables of records and of subform rows.
pub(crate) const ID: &str = "_id";
/// The record that a subform row or a junction row belongs to.
pub(crate) const RECORD: &str = "_record";
/// What a junction row points at.
pub(crate) const TARGET: &str = "_target";
/// The place among the rows of the same record, from 0.
pub(crate) const POSITION: &str = "_position";
/// When a record was moved to the recycle bin.
pub(crate) const DELETED_AT: &str = "_deleted_at";
/// Counts the changes of a record.
pub(crate) const VERSION: &str = "_version";
/// Which version of the form wrote the record last.
pub(crate) const FORM_VERSION: &str = "_form_version";

/// The columns that every table of records has.
pub(crate) const SYSTEM: [&str; 11] = [
    ID,
    VERSION,
    FORM_VERSION,
    "_created_at",
    "_created_by",
    "_updated_at",
    "_updated_by",
    "_owner",
    "_dept",
    "_flow_state",
    DELETED_AT,
];

/// The columns in which a field of a record or row is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Columns {
    /// None in the table itself: nothing is stored, or it has a table of its own.
    None,
    /// One.
    One(String),
    /// The start and the end of a range.
    Two(String, String),
}

/// The table of a form's records.
pub(crate) fn table(form: &FormShape) -> String {
    table_of(&form.app, &form.key)
}

/// The same, by the keys of the app and the form.
pub(crate) fn table_of(app: &str, form: &str) -> String {
    shortened(format!("{app}__{form}"))
}

/// The table of what searches of a form's records need; no field's key begins with `_`.
pub(crate) fn search(form: &FormShape) -> String {
    search_of(&form.app, &form.key)
}

/// The same, by the keys of the app and the form.
pub(crate) fn search_of(app: &str, form: &str) -> String {
    shortened(format!("{app}__{form}___search"))
}

/// The table of the grams of a form's records, on SQLite.
pub(crate) fn grams(form: &FormShape) -> String {
    grams_of(&form.app, &form.key)
}

/// The same, by the keys of the app and the form.
pub(crate) fn grams_of(app: &str, form: &str) -> String {
    shortened(format!("{app}__{form}___grams"))
}

/// The table of a subform's rows, or of the targets of a field with several references;
/// `path` is the field's key, or `subform.field`.
pub(crate) fn part_table(form: &FormShape, path: &str) -> String {
    shortened(format!("{}__{}__{}", form.app, form.key, path.replace('.', "__")))
}

/// The view of a form's records for SQL tools.
pub(crate) fn view(form: &FormShape) -> String {
    shortened(format!("{}__{}__v", form.app, form.key))
}

/// An index, whose name changes with what it indexes.
pub(crate) fn index(table: &str, kind: &str, definition: &str) -> String {
    shortened(format!("{table}__{kind}_{}", digest(&format!("{table}|{kind}|{definition}"))))
}

pub(crate) fn columns(field: &FieldShape) -> Columns {
    match field.storage {
        Storage::Rows | Storage::RefList(_) | Storage::None => Columns::None,
        Storage::DateRange | Storage::InstantRange => {
            Columns::Two(format!("{}__start", field.key), format!("{}__end", field.key))
        }
        _ => Columns::One(field.key.to_string()),
    }
}

fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    format!("{}_{}", &name[..KEPT], digest(&name))
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all that is written");
        hex
    })
}

#[cfg(test)]
mod tests;
