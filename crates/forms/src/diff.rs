use indexmap::IndexMap;
use mortise_model::{I18n, Key, Storage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{FieldSpec, FormSpec, OptionSpec, catalog::Catalog, catalog::Stand};

/// What differs between two versions of a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changes {
    /// Everything that differs.
    pub changes: Vec<Change>,
    /// What of it would lose values that records hold.
    pub losses: Vec<Loss>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A field is new.
    FieldAdded {
        /// `price` or `items.price`.
        field: String,
        /// What it is called.
        label: I18n,
    },
    /// A field is gone.
    FieldRemoved {
        /// `price` or `items.price`.
        field: String,
        /// What it was called.
        label: I18n,
    },
    /// A field has another kind.
    KindChanged {
        /// `price` or `items.price`.
        field: String,
        /// What it is called.
        label: I18n,
        /// The kind before.
        from: String,
        /// The kind after.
        to: String,
    },
    /// Settings, conditions or the name of a field differ.
    FieldChanged {
        /// `price` or `items.price`.
        field: String,
        /// What it is called.
        label: I18n,
    },
    /// Something else of the form differs: `name`, `title`, `layout`, `views`, `buttons`, `unique_keys` …
    FormChanged {
        /// What.
        part: String,
    },
}

/// Values that would be lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "loss", rename_all = "snake_case")]
pub enum Loss {
    /// All values of a field that goes.
    Field {
        /// `price` or `items.price`.
        field: String,
        /// What it was called.
        label: I18n,
    },
    /// All values of a field whose values are stored in another way from now on.
    Storage {
        /// `price` or `items.price`.
        field: String,
        /// What it is called.
        label: I18n,
    },
    /// Values with an option that goes.
    Options {
        /// `price` or `items.price`.
        field: String,
        /// What it is called.
        label: I18n,
        /// The keys of the options.
        options: Vec<String>,
    },
}

/// What changes from the version in force to a new one, among the forms of the app.
pub fn diff(old: &FormSpec, new: &FormSpec, siblings: &IndexMap<Key, FormSpec>) -> Changes {
    let mut found = Changes::default();
    let before = Side { catalog: Catalog::new(old, siblings), stand: Stand { form: old, subform: None } };
    let after = Side { catalog: Catalog::new(new, siblings), stand: Stand { form: new, subform: None } };
    fields(&mut found, (before, &old.fields), (after, &new.fields), "");
    let mut part = |name: &str, same: bool| {
        if !same {
            found.changes.push(Change::FormChanged { part: name.to_owned() });
        }
    };
    part("name", old.name == new.name && old.description == new.description && old.icon == new.icon);
    part("title", old.title == new.title);
    part("search", old.search == new.search);
    part("owner_field", old.owner_field == new.owner_field);
    part("dept_field", old.dept_field == new.dept_field);
    part("unique_keys", old.unique_keys == new.unique_keys);
    part("validations", old.validations == new.validations);
    part("layout", old.layout == new.layout);
    part("views", old.views == new.views);
    part("buttons", old.buttons == new.buttons);
    found
}

#[derive(Clone, Copy)]
struct Side<'a> {
    catalog: Catalog<'a>,
    stand: Stand<'a>,
}

impl<'a> Side<'a> {
    fn storage(&self, field: &'a FieldSpec) -> Storage {
        self.catalog.kind(self.stand, field).map_or(Storage::None, |kind| kind.storage())
    }

    fn within(self, subform: &'a FieldSpec) -> Self {
        Self { stand: Stand { subform: Some(subform), ..self.stand }, ..self }
    }
}

fn fields<'a>(
    found: &mut Changes,
    (before, old): (Side<'a>, &'a [FieldSpec]),
    (after, new): (Side<'a>, &'a [FieldSpec]),
    prefix: &str,
) {
    for was in old {
        let field = format!("{prefix}{}", was.key);
        match new.iter().find(|field| field.key == was.key) {
            Some(is) => changed(found, (before, was), (after, is), &field),
            None => {
                if before.storage(was) != Storage::None {
                    found.losses.push(Loss::Field { field: field.clone(), label: was.label.clone() });
                }
                found.changes.push(Change::FieldRemoved { field, label: was.label.clone() });
            }
        }
    }
    for is in new.iter().filter(|is| old.iter().all(|was| was.key != is.key)) {
        found.changes.push(Change::FieldAdded { field: format!("{prefix}{}", is.key), label: is.label.clone() });
    }
}

fn changed<'a>(
    found: &mut Changes,
    (before, was): (Side<'a>, &'a FieldSpec),
    (after, is): (Side<'a>, &'a FieldSpec),
    field: &str,
) {
    if was == is && before.storage(was) == after.storage(is) {
        return;
    }
    let (from, to) = (was.kind.name(), is.kind.name());
    let label = is.label.clone();
    found.changes.push(if from == to {
        Change::FieldChanged { field: field.to_owned(), label: label.clone() }
    } else {
        let (from, to) = (from.as_str().to_owned(), to.as_str().to_owned());
        Change::KindChanged { field: field.to_owned(), label: label.clone(), from, to }
    });
    match fate(&before.storage(was), &after.storage(is)) {
        Fate::Lost => found.losses.push(Loss::Storage { field: field.to_owned(), label }),
        Fate::Kept => {
            let gone = gone(was.kind.options(), is.kind.options());
            if !gone.is_empty() && !is.kind.options().is_empty() {
                found.losses.push(Loss::Options { field: field.to_owned(), label, options: gone });
            }
            let rows = (was.kind.rows(), is.kind.rows());
            fields(found, (before.within(was), rows.0), (after.within(is), rows.1), &format!("{field}."));
        }
    }
}

enum Fate {
    Kept,
    Lost,
}

/// What becomes of values that are stored in one way and will be in another.
fn fate(before: &Storage, after: &Storage) -> Fate {
    match (before, after) {
        (before, after) if before == after => Fate::Kept,
        (Storage::None, _) | (Storage::Int, Storage::Decimal { .. }) => Fate::Kept,
        (Storage::Decimal { scale: from }, Storage::Decimal { scale: to }) if to >= from => Fate::Kept,
        (Storage::Int | Storage::Decimal { .. } | Storage::Date | Storage::Time, Storage::Text) => Fate::Kept,
        _ => Fate::Lost,
    }
}

/// The keys of options that are not there any more.
fn gone(old: &[OptionSpec], new: &[OptionSpec]) -> Vec<String> {
    let left = crate::kinds::shared::options::keys(new);
    crate::kinds::shared::options::keys(old).into_iter().filter(|key| !left.contains(key)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
