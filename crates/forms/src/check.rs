//! What is wrong with a form as designed: everything at once, each problem at its place.

mod computed;
mod fields;
mod page;

use std::collections::HashSet;

use indexmap::IndexMap;
use mortise_expr::{Formula, check_filter};
use mortise_model::{AppShape, Filter, FormShape, Issue, Issues, Key, Pointer, Storage, Target, reserved_key};

use crate::{
    DOCUMENT_VERSION, FormSpec, UniqueKeySpec,
    catalog::{Catalog, Stand},
    title::TitlePattern,
};

/// Checks a form among the forms of its app.
///
/// `siblings` are the forms as they are or are about to be; one with the same key gives way to `spec`. An empty
/// answer means that the form can be published.
pub fn check(spec: &FormSpec, siblings: &IndexMap<Key, FormSpec>) -> Issues {
    let catalog = Catalog::new(spec, siblings);
    // The app has no name here: only the forms among themselves matter.
    let app = catalog.app_shape(&spec.key);
    let Some(shape) = app.form(&spec.key).cloned() else { return Issues::new() };
    let mut check = Check { catalog, app: &app, shape: &shape, issues: Issues::new() };
    check.document();
    check.fields();
    check.keys();
    check.computed();
    check.page();
    check.issues
}

/// A check under way.
struct Check<'a> {
    catalog: Catalog<'a>,
    app: &'a AppShape,
    shape: &'a FormShape,
    issues: Issues,
}

impl<'a> Check<'a> {
    fn stand(&self) -> Stand<'a> {
        Stand { form: self.catalog.this, subform: None }
    }

    fn report(&mut self, at: &Pointer, code: &str) {
        self.issues.push(Issue::error(at.clone(), code));
    }

    fn unknown_field(&mut self, at: &Pointer, field: &str) {
        let issue = Issue::error(at.clone(), "unknown_field").with("field", field);
        self.issues.push(issue.with("form", self.catalog.this.key.as_str()));
    }

    /// A condition over records of this form, or over rows of one of its subforms.
    fn condition(&mut self, filter: Option<&Filter>, subform: Option<&Key>, at: &Pointer) {
        let Some(filter) = filter else { return };
        let with_rows = subform.and_then(|key| self.shape.fields.get(key)).map(|subform| {
            let mut shape = self.shape.clone();
            shape.fields.extend(subform.rows.iter().map(|(key, row)| (key.clone(), row.clone())));
            shape
        });
        let shape = with_rows.as_ref().unwrap_or(self.shape);
        self.issues.extend(check_filter(filter, self.app, shape, None).under(at));
    }

    /// An expression: that it compiles, and that what it reads exists.
    fn expression(&mut self, source: &str, subform: Option<&Key>, at: &Pointer) -> Option<Formula> {
        match Formula::compile(source) {
            Ok(formula) => {
                let found = formula.check(self.app, self.shape, subform.map(Key::as_str));
                self.issues.extend(found.under(at));
                Some(formula)
            }
            Err(issue) => {
                self.issues.extend(Issues::from(issue).under(at));
                None
            }
        }
    }

    fn document(&mut self) {
        let spec = self.catalog.this;
        let root = Pointer::root();
        if spec.version != DOCUMENT_VERSION {
            let issue = Issue::error(root.at("version"), "unsupported_version");
            self.issues.push(issue.with("supported", DOCUMENT_VERSION));
        }
        if reserved_key(&spec.key) {
            self.report(&root.at("key"), "reserved_key");
        }
        if spec.name.is_empty() {
            self.report(&root.at("name"), "name_missing");
        }
        match TitlePattern::parse(&spec.title) {
            None => self.report(&root.at("title"), "title_malformed"),
            Some(title) => {
                for key in title.fields().filter(|key| !self.shape.fields.contains_key(*key)) {
                    self.unknown_field(&root.at("title"), key);
                }
            }
        }
        self.owners();
        for (index, validation) in spec.validations.iter().enumerate() {
            self.expression(&validation.expr, None, &root.at("validations").at(index).at("expr"));
        }
    }

    fn owners(&mut self) {
        let spec = self.catalog.this;
        let named = [("owner_field", &spec.owner_field, Target::User), ("dept_field", &spec.dept_field, Target::Dept)];
        for (name, key, target) in named {
            let (Some(key), at) = (key, Pointer::root().at(name)) else { continue };
            match self.shape.fields.get(key).map(|field| &field.storage) {
                None => self.unknown_field(&at, key),
                Some(Storage::Ref(found)) if *found == target => {}
                Some(_) => self.issues.push(Issue::error(at, "wrong_kind").with("field", key.as_str())),
            }
        }
    }

    /// Searches and unique keys.
    fn keys(&mut self) {
        let spec = self.catalog.this;
        for (index, key) in spec.search.iter().enumerate() {
            let at = Pointer::root().at("search").at(index);
            match self.shape.fields.get(key) {
                None => self.unknown_field(&at, key),
                Some(field) if matches!(field.storage, Storage::Text | Storage::List) => {}
                Some(_) => self.issues.push(Issue::error(at, "search_not_possible").with("field", key.as_str())),
            }
        }
        for (index, unique) in spec.unique_keys.iter().enumerate() {
            self.unique_key(unique, &Pointer::root().at("unique_keys").at(index));
        }
    }

    fn unique_key(&mut self, unique: &UniqueKeySpec, at: &Pointer) {
        if unique.fields.is_empty() {
            self.report(&at.at("fields"), "fields_missing");
        }
        let mut seen = HashSet::new();
        for (index, key) in unique.fields.iter().enumerate() {
            let here = at.at("fields").at(index);
            match self.shape.fields.get(key) {
                None => self.unknown_field(&here, key),
                Some(_) if !seen.insert(key) => self.report(&here, "field_twice"),
                Some(field) if !can_be_unique(&field.storage) => self.report(&here, "unique_not_possible"),
                Some(_) => {}
            }
        }
        self.condition(unique.when.as_ref(), None, &at.at("when"));
    }
}

/// Whether values that are stored so can be told to be equal.
fn can_be_unique(storage: &Storage) -> bool {
    match storage {
        Storage::Text | Storage::Int | Storage::Decimal { .. } | Storage::Bool | Storage::Date | Storage::Time => true,
        Storage::Instant | Storage::Ref(_) => true,
        Storage::DateRange | Storage::InstantRange | Storage::List | Storage::Json => false,
        Storage::RefList(_) | Storage::Rows | Storage::None => false,
    }
}

#[cfg(test)]
mod tests;
