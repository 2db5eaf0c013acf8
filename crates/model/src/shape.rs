use std::sync::Arc;

use indexmap::IndexMap;

use crate::{Aggregate, Filter, FilterOp, Grouping, I18n, Key, Storage};

/// What the store, reports and flows need of the published forms of one app: keys, storage
/// and abilities, without labels' layout or settings. Made by `forms::PublishedForm::shape`.
#[derive(Debug, Clone, Default)]
pub struct AppShape {
    /// The forms by key.
    pub forms: IndexMap<Key, Arc<FormShape>>,
}

/// One published form.
#[derive(Debug, Clone)]
pub struct FormShape {
    /// The app it belongs to.
    pub app: Key,
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// The pattern of a record's title, such as `{no} {name}`.
    pub title: String,
    /// The fields that a search looks into.
    pub search: Vec<Key>,
    /// The stored fields, in order.
    pub fields: IndexMap<Key, FieldShape>,
    /// Combinations of fields that no two live records may share.
    pub unique_keys: Vec<UniqueShape>,
    /// Columns by which views find and sort records together, in the order in which an index has them: fields of this
    /// form and system columns.
    pub indexes: Vec<Vec<Box<str>>>,
}

/// One stored field.
#[derive(Debug, Clone)]
pub struct FieldShape {
    /// Its key: also the name of its column.
    pub key: Key,
    /// Its name.
    pub label: I18n,
    /// How its value is stored.
    pub storage: Storage,
    /// Whether lists are often filtered or sorted by it.
    pub indexed: bool,
    /// Which comparisons make sense.
    pub operators: &'static [FilterOp],
    /// How it may be summed up.
    pub aggregates: &'static [Aggregate],
    /// How it may be grouped.
    pub groupings: &'static [Grouping],
    /// The fields of its rows, where it is a subform.
    pub rows: IndexMap<Key, FieldShape>,
    /// The field that holds the currency of this amount, where it is not fixed.
    pub currency_field: Option<Key>,
}

/// A combination of fields that no two live records may share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UniqueShape {
    /// The fields.
    pub fields: Vec<Key>,
    /// Which records count; absent: all.
    pub when: Option<Filter>,
    /// Whether two blanks count as equal.
    pub blank_equal: bool,
}

impl FormShape {
    /// The same, with indexes that also tell whether a record is in sight, for people who may only see those that fit
    /// something about these columns: each index ends with them, and one more has them in the order of creation.
    /// Columns that no index can have are left out.
    #[must_use]
    pub fn with_scope(mut self, columns: &[Box<str>]) -> Self {
        let plain: Vec<&Box<str>> = columns.iter().filter(|column| self.is_plain(column)).collect();
        if plain.is_empty() {
            return self;
        }
        self.indexes.push(vec!["_id".into()]);
        for index in &mut self.indexes {
            let missing = plain.iter().filter(|column| !index.contains(column)).map(|column| (*column).clone());
            let missing: Vec<_> = missing.collect();
            index.extend(missing);
        }
        self
    }

    /// Whether a column of this name holds one value that an index can compare.
    fn is_plain(&self, column: &str) -> bool {
        match self.fields.get(column).map(|field| &field.storage) {
            Some(Storage::Json | Storage::List | Storage::RefList(_) | Storage::Rows | Storage::None) => false,
            Some(_) => true,
            None => self.system_storage(column).is_some(),
        }
    }
}

impl AppShape {
    /// The form with this key.
    pub fn form(&self, key: &str) -> Option<&Arc<FormShape>> {
        self.forms.get(key)
    }
}
