//! What the viewer may read, and what is left out for that.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use mortise_access::{Level, Permit};
use mortise_model::{AppShape, Filter, FormShape, Issue, Issues, Key, Operand, Path, Pointer, Reach, Storage};

use super::{Viewing, sources::Source};

/// Follows paths with the viewer's eyes and gathers what is wrong.
pub(super) struct Reader<'a> {
    app: &'a AppShape,
    permit: &'a dyn Fn(&Key) -> Option<Permit>,
    viewing: Viewing,
    permits: IndexMap<Key, Option<Permit>>,
    held_back: BTreeSet<String>,
    pub(super) issues: Issues,
}

/// A path that the viewer may follow.
pub(super) struct Seen<'a> {
    /// What stands at its end.
    pub(super) reach: Reach<'a>,
    /// The way from the form that is queried.
    pub(super) path: Path,
}

impl<'a> Reader<'a> {
    pub(super) fn new(app: &'a AppShape, permit: &'a dyn Fn(&Key) -> Option<Permit>, viewing: Viewing) -> Self {
        Self { app, permit, viewing, permits: IndexMap::new(), held_back: BTreeSet::new(), issues: Issues::new() }
    }

    pub(super) fn viewing(&self) -> Viewing {
        self.viewing
    }

    /// A form that exists and that the viewer may read.
    pub(super) fn form(&mut self, key: &Key) -> Option<&'a FormShape> {
        let form = self.app.form(key)?;
        self.permit_for(key).map(|_| &**form)
    }

    /// Follows a path as one of rows, columns or measures. What cannot be read is an issue, or left out.
    pub(super) fn see(&mut self, at: &Pointer, source: &Source, path: &Path) -> Option<Seen<'a>> {
        let unknown = Issue::error(at.clone(), "unknown_field").with("field", path.to_string());
        let Some(seen) = self.follow(source, path) else {
            self.issues.push(unknown);
            return None;
        };
        if !self.readable(&seen.reach) {
            match self.viewing {
                Viewing::AdHoc => self.issues.push(unknown),
                Viewing::Saved => self.hold_back(path),
            }
            return None;
        }
        self.stays_in_rows(at, source, &seen).then_some(seen)
    }

    /// The way of a path that was seen before.
    pub(super) fn way(&self, source: &Source, path: &Path) -> Option<Path> {
        self.follow(source, path).map(|seen| seen.path)
    }

    /// Counts a field as left out.
    pub(super) fn hold_back(&mut self, path: &Path) {
        self.held_back.insert(path.to_string());
    }

    pub(super) fn held_back(&self) -> u32 {
        u32::try_from(self.held_back.len()).unwrap_or(u32::MAX)
    }

    /// The permits that were used.
    pub(super) fn permits(&self) -> IndexMap<Key, Permit> {
        self.permits.iter().filter_map(|(key, permit)| Some((key.clone(), permit.clone()?))).collect()
    }

    /// Checks a filter that is asked of the record behind `via`. Also in a saved report everything in it must be
    /// readable: left out it would change the numbers, kept it would tell what it compares.
    pub(super) fn filter(&mut self, at: &Pointer, source: &Source, filter: &Filter) {
        let Some(form) = self.app.form(&source.base) else { return };
        let before = self.issues.iter().count();
        self.readable_filter(at, form, filter);
        if self.issues.iter().count() == before {
            let found = mortise_expr::check_filter(filter, self.app, form, None);
            self.issues.extend(found.under(at));
        }
        if source.via.is_some() && has_exists(filter) {
            self.issues.push(Issue::error(at.clone(), "exists_not_possible_here"));
        }
    }

    fn readable_filter(&mut self, at: &Pointer, form: &'a FormShape, filter: &Filter) {
        match filter {
            Filter::And(parts) => self.readable_parts(&at.at("and"), form, parts),
            Filter::Or(parts) => self.readable_parts(&at.at("or"), form, parts),
            Filter::Not(part) => self.readable_filter(&at.at("not"), form, part),
            Filter::Exists(exists) => {
                let at = at.at("exists");
                let Some(other) = self.form(&exists.form) else {
                    let issue = Issue::error(at.at("form"), "unknown_form").with("form", &*exists.form);
                    return self.issues.push(issue);
                };
                self.readable_path(&at.at("via"), other, &Path::new(&exists.via));
                if let Some(inner) = &exists.filter {
                    self.readable_filter(&at.at("filter"), other, inner);
                }
            }
            Filter::Compare { field, value, .. } => {
                self.readable_path(&at.at("field"), form, field);
                if let Operand::Field(other) = value {
                    self.readable_path(&at.at("value"), form, other);
                }
            }
        }
    }

    fn readable_parts(&mut self, at: &Pointer, form: &'a FormShape, parts: &[Filter]) {
        for (index, part) in parts.iter().enumerate() {
            self.readable_filter(&at.at(index), form, part);
        }
    }

    fn readable_path(&mut self, at: &Pointer, form: &'a FormShape, path: &Path) {
        let readable = self.app.reach(form, path).is_some_and(|reach| self.readable(&reach));
        if !readable {
            self.issues.push(Issue::error(at.clone(), "unknown_field").with("field", path.to_string()));
        }
    }

    fn permit_for(&mut self, form: &Key) -> Option<&Permit> {
        if !self.permits.contains_key(form) {
            self.permits.insert(form.clone(), (self.permit)(form));
        }
        self.permits.get(form).and_then(Option::as_ref)
    }

    /// Whether every field on the way can be seen in every record. What is hidden in some records
    /// must not be summed up either: the sum of the others would tell it.
    fn readable(&mut self, reach: &Reach<'_>) -> bool {
        reach.steps.iter().all(|step| {
            let permit = self.permit_for(&step.form.key);
            permit.is_some_and(|permit| permit.field(&step.name).least() >= Level::View)
        })
    }

    /// A path as it is written: first among the rows of the source's subform, then behind its `via`.
    fn follow(&self, source: &Source, path: &Path) -> Option<Seen<'a>> {
        let form: &'a FormShape = self.app.form(&source.form)?;
        let in_rows = source.subform.iter().map(|subform| Path::new(&format!("{subform}.{path}")));
        let behind = source.via.iter().map(|via| Path::new(&format!("{via}.{path}")));
        let plain = std::iter::once(path.clone());
        in_rows.chain(behind).chain(plain).find_map(|path| {
            let reach = self.app.reach(form, &path)?;
            Some(Seen { reach, path })
        })
    }

    /// Fields of rows can only be used where these rows are what is counted.
    fn stays_in_rows(&mut self, at: &Pointer, source: &Source, seen: &Seen<'_>) -> bool {
        let mut rows = seen.reach.steps.iter().filter_map(|step| step.name.split_once('.').map(|(rows, _)| rows));
        let Some(subform) = rows.find(|rows| source.subform.as_ref().is_none_or(|counted| *counted != **rows)) else {
            return true;
        };
        self.issues.push(Issue::error(at.clone(), "needs_subform").with("subform", subform));
        false
    }
}

fn has_exists(filter: &Filter) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(has_exists),
        Filter::Not(part) => has_exists(part),
        Filter::Exists(_) => true,
        Filter::Compare { .. } => false,
    }
}

/// Whether a path leads through several records before its last step.
pub(super) fn through_many(reach: &Reach<'_>) -> bool {
    let (_, before) = reach.steps.split_last().expect("a reach has steps");
    before.iter().any(|step| step.field.is_some_and(|field| matches!(field.storage, Storage::RefList(_))))
}
