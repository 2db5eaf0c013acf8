//! A mapping by what the columns are called.

use mortise_forms::{Field, PublishedForm};
use mortise_model::{Key, Storage};

use crate::{ColumnSpec, MappingSpec, OnMatch, columns::title_field};

/// A mapping for these columns: each to the field of the same name, in any language, that is `open` to the person;
/// records that are there already are found by a unique key, where all of its fields have a column.
pub fn propose<'f>(
    names: &[String],
    form: &PublishedForm,
    open: impl Fn(&Key) -> bool,
    siblings: impl Fn(&Key) -> Option<&'f PublishedForm>,
) -> MappingSpec {
    let mut columns: Vec<ColumnSpec> = Vec::new();
    for name in names {
        let fits = form.fields().iter().find(|(key, field)| {
            let taken = columns.iter().any(|column| column.to == **key);
            !taken && is_importable(field) && open(key) && is_called(field, name)
        });
        let Some((key, field)) = fits else { continue };
        let mut column = ColumnSpec::plain(name.clone(), key.clone());
        if let Some(choice) = field.kind.choice() {
            // A reference whose texts nothing could be found by is left to the person.
            let Some(by) = siblings(choice.form).and_then(title_field) else { continue };
            column.link_by = Some(by);
        }
        columns.push(column);
    }
    let match_fields = identity(form, &columns);
    let on_match = if match_fields.is_empty() { OnMatch::Create } else { OnMatch::Update };
    MappingSpec { columns, match_fields, on_match, ..MappingSpec::default() }
}

fn is_importable(field: &Field) -> bool {
    let stored = !matches!(field.kind.storage(), Storage::None | Storage::Rows);
    stored && field.is_writable() && !field.kind.holds_files()
}

fn is_called(field: &Field, name: &str) -> bool {
    let label = &field.spec.label;
    let name = plain(name);
    [field.spec.key.as_str(), &label.zh_cn, &label.en].into_iter().any(|own| plain(own) == name)
}

/// The name without what people write differently: case, spaces, signs.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The fields of a unique key that all have a column.
fn identity(form: &PublishedForm, columns: &[ColumnSpec]) -> Vec<Key> {
    let mapped = |key: &Key| columns.iter().any(|column| column.to == *key);
    let single = form.fields().iter().find(|(key, field)| field.spec.unique && mapped(key));
    if let Some((key, _)) = single {
        return vec![key.clone()];
    }
    let several = form.spec().unique_keys.iter().find(|unique| unique.fields.iter().all(mapped));
    several.map(|unique| unique.fields.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
