//! Fields that were taken away. Their columns stay, so what had a key can only come back as what it was.

use indexmap::IndexMap;
use mortise_model::{Key, Storage};

use crate::{
    FieldSpec, FormSpec,
    catalog::{Catalog, Stand},
};

/// Notes in a new version the fields that went, now or before: `price` or `items.price`.
pub fn retire(old: &FormSpec, new: &mut FormSpec) {
    let gone = paths(old).into_iter().filter(|path| went(new, path));
    let gone: Vec<String> =
        old.retired.iter().cloned().chain(gone).filter(|path| !new.retired.contains(path)).collect();
    new.retired.extend(gone);
}

/// The fields of a form that were taken away once.
pub fn returning(form: &FormSpec) -> Vec<String> {
    form.retired.iter().filter(|path| field_at(form, path).is_some()).cloned().collect()
}

/// Takes up a field again that was taken away, where it is stored as it was in `last`, the newest version that had it:
/// its values are seen again. Whether it is so.
pub fn revive(form: &mut FormSpec, path: &str, last: &FormSpec, siblings: &IndexMap<Key, FormSpec>) -> bool {
    let alike = alike(form, last, path, siblings);
    if alike {
        form.retired.retain(|retired| retired != path);
    }
    alike
}

/// Whether a form has, or had, a field: `price` or `items.price`.
pub fn has_field(form: &FormSpec, path: &str) -> bool {
    field_at(form, path).is_some()
}

/// Whether a field is there no more; the fields of a subform that went as a whole go with it.
fn went(form: &FormSpec, path: &str) -> bool {
    let subform = path.split_once('.').map(|(subform, _)| subform);
    subform.is_none_or(|subform| has_field(form, subform)) && !has_field(form, path)
}

fn paths(form: &FormSpec) -> Vec<String> {
    let rows = |field: &FieldSpec| -> Vec<String> {
        field.kind.rows().iter().map(|row| format!("{}.{}", field.key, row.key)).collect()
    };
    form.fields.iter().flat_map(|field| [vec![field.key.to_string()], rows(field)].concat()).collect()
}

/// A field, and the subform that it is a field of.
fn field_at<'a>(form: &'a FormSpec, path: &str) -> Option<(&'a FieldSpec, Option<&'a FieldSpec>)> {
    let named = |fields: &'a [FieldSpec], key: &str| fields.iter().find(|field| field.key == *key);
    match path.split_once('.') {
        None => Some((named(&form.fields, path)?, None)),
        Some((subform, row)) => {
            let subform = named(&form.fields, subform)?;
            Some((named(subform.kind.rows(), row)?, Some(subform)))
        }
    }
}

/// Whether a field, and each of its rows' fields, is stored in two versions alike.
fn alike(new: &FormSpec, old: &FormSpec, path: &str, siblings: &IndexMap<Key, FormSpec>) -> bool {
    let Some((field, _)) = field_at(new, path) else { return false };
    let rows = field.kind.rows().iter().map(|row| format!("{path}.{}", row.key)).filter(|row| has_field(old, row));
    rows.chain([path.to_owned()]).all(|path| {
        let storage = storage_at(new, &path, siblings);
        storage.is_some() && storage == storage_at(old, &path, siblings)
    })
}

fn storage_at(form: &FormSpec, path: &str, siblings: &IndexMap<Key, FormSpec>) -> Option<Storage> {
    let (field, subform) = field_at(form, path)?;
    Catalog::new(form, siblings).kind(Stand { form, subform }, field).map(|kind| kind.storage())
}

#[cfg(test)]
mod tests;
