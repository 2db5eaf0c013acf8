use std::collections::HashSet;

use mortise_expr::{Sight, check_filter, check_filter_in_sight};
use mortise_model::{
    Aggregate, AppShape, Filter, FormShape, Issue, Issues, Key, Path, Pointer, Reach, Storage, Target,
};

use super::{
    FigureSpec, SortSpec, ViewSpec,
    kind::{Named, Use},
};
use crate::{FieldSpec, FormSpec};

/// The longest name of a view, in characters.
const LONGEST_NAME: usize = 60;

/// What somebody who saves a view, or looks through it, may see.
pub struct ViewSight<'a> {
    /// What is written out, even if masked.
    pub shown: Sight<'a>,
    /// What records may be found by.
    pub asked: Sight<'a>,
    /// What records may be grouped and summed up by.
    pub summed: Sight<'a>,
}

/// What is wrong with a view of `form`, with pointers into the view: `name_missing`, `too_long`, `unknown_field`,
/// `wrong_kind`, `aggregate_not_possible`, `not_sortable`, `field_twice` and what is wrong with its filters.
///
/// With a `sight`, what is out of sight is answered like what does not exist.
pub fn check_view(
    view: &ViewSpec,
    form: &FormSpec,
    (app, shape): (&AppShape, &FormShape),
    sight: Option<&ViewSight<'_>>,
) -> Issues {
    let mut check = ViewCheck { form, app, shape, sight, issues: Issues::new() };
    check.view(view);
    check.issues
}

/// A check under way.
pub(super) struct ViewCheck<'a> {
    pub(super) form: &'a FormSpec,
    app: &'a AppShape,
    shape: &'a FormShape,
    sight: Option<&'a ViewSight<'a>>,
    pub(super) issues: Issues,
}

impl ViewCheck<'_> {
    fn view(&mut self, view: &ViewSpec) {
        let root = Pointer::root();
        if view.name.is_empty() {
            self.issues.push(Issue::error(root.at("name"), "name_missing"));
        }
        if [&view.name.zh_cn, &view.name.en].iter().any(|name| name.chars().count() > LONGEST_NAME) {
            self.issues.push(Issue::error(root.at("name"), "too_long").with("max", LONGEST_NAME));
        }
        self.condition(view.filter.as_ref(), &root.at("filter"));
        self.settings(view, &root.at("show").at("settings"));
        for (index, sort) in view.sort.iter().enumerate() {
            self.sort(sort, &root.at("sort").at(index).at("field"));
        }
        for (index, group) in view.group.iter().enumerate() {
            self.path(&group.field, &self.form.key, Use::Asked, &root.at("group").at(index).at("field"));
        }
    }

    fn settings(&mut self, view: &ViewSpec, at: &Pointer) {
        let kind = view.show.kind();
        let form = kind.form().unwrap_or(&self.form.key);
        let seen = self.sight.is_none_or(|sight| (sight.shown.form)(form));
        if !seen || self.app.form(form).is_none() {
            return self.issues.push(Issue::error(at.at("form"), "unknown_form").with("form", form.as_str()));
        }
        let mut named = Named::default();
        kind.names(&mut named);
        for (place, path, how) in &named.0 {
            self.path(path, form, *how, &Pointer::raw(place.as_str()).under(at));
        }
        for (place, figure) in kind.figures() {
            self.figure(figure, form, &Pointer::raw(format!("{place}/agg")).under(at));
        }
        for (place, condition) in kind.conditions() {
            self.condition(Some(condition), &Pointer::raw(place).under(at));
        }
        kind.check(at, self);
    }

    /// A condition over records of this form.
    fn condition(&mut self, filter: Option<&Filter>, at: &Pointer) {
        let Some(filter) = filter else { return };
        let found = match self.sight {
            Some(sight) => check_filter_in_sight(filter, self.app, self.shape, &sight.asked),
            None => check_filter(filter, self.app, self.shape, None),
        };
        self.issues.extend(found.under(at));
    }

    fn sort(&mut self, sort: &SortSpec, at: &Pointer) {
        let Some(reach) = self.path(&sort.field, &self.form.key, Use::Asked, at) else { return };
        let forks = reach.steps.iter().any(|step| {
            let several = step.field.is_some_and(|field| matches!(field.storage, Storage::RefList(_) | Storage::Rows));
            several || step.name.contains('.')
        });
        let has_order = !matches!(reach.storage, Storage::Json | Storage::List | Storage::None);
        if forks || !has_order {
            self.issues.push(Issue::error(at.clone(), "not_sortable").with("field", sort.field.to_string()));
        }
    }

    fn figure(&mut self, figure: &FigureSpec, form: &Key, at: &Pointer) {
        let Some(reach) = self.reach(&figure.field, form, Use::Summed) else { return };
        let shape = reach.steps.last().and_then(|step| step.field).filter(|_| reach.part.is_none());
        let possible =
            figure.agg == Aggregate::Count || shape.is_some_and(|field| field.aggregates.contains(&figure.agg));
        if !possible {
            let issue = Issue::error(at.clone(), "aggregate_not_possible");
            self.issues.push(issue.with("field", figure.field.to_string()));
        }
    }

    /// A field, a system column or a path through links of a form; where it leads.
    fn path(&mut self, path: &Path, form: &Key, how: Use, at: &Pointer) -> Option<Reach<'_>> {
        if self.reach(path, form, how).is_none() {
            let issue = Issue::error(at.clone(), "unknown_field").with("field", path.to_string());
            self.issues.push(issue.with("form", form.as_str()));
        }
        self.reach(path, form, how)
    }

    fn reach(&self, path: &Path, form: &Key, how: Use) -> Option<Reach<'_>> {
        reach((self.app, self.app.form(form)?), path, how, self.sight)
    }

    /// That a field of this form is one of which `fits` holds; whether it exists was asked before.
    pub(super) fn require_kind(&mut self, at: &Pointer, key: &Key, fits: impl Fn(&FieldSpec) -> bool) {
        let known =
            self.shape.fields.contains_key(key) && self.reach(&Path::new(key), &self.form.key, Use::Shown).is_some();
        if known && !self.form.field(key).is_some_and(fits) {
            self.issues.push(Issue::error(at.clone(), "wrong_kind").with("field", key.as_str()));
        }
    }

    /// The same for how a field is stored; one that is read from other records fits too.
    pub(super) fn require_storage(&mut self, at: &Pointer, key: &Key, fits: impl Fn(&Storage) -> bool) {
        let found = self.reach(&Path::new(key), &self.form.key, Use::Asked).map(|reach| reach.storage);
        if found.is_some_and(|storage| !fits(&storage)) {
            self.issues.push(Issue::error(at.clone(), "wrong_kind").with("field", key.as_str()));
        }
    }

    /// A field that colours: one with options, or one that says a person, a department or a truth.
    pub(super) fn colour(&mut self, at: &Pointer, key: Option<&Key>) {
        let Some(key) = key else { return };
        self.require_kind(at, key, |field| {
            let plain = matches!(field.kind.storage(), Storage::Bool | Storage::Ref(Target::User | Target::Dept));
            !field.kind.options().is_empty() || plain
        });
    }

    /// That a list names nothing twice.
    pub(super) fn none_twice(&mut self, at: &Pointer, paths: &[Path]) {
        let mut seen = HashSet::new();
        for (index, path) in paths.iter().enumerate() {
            if !seen.insert(path) {
                self.issues.push(Issue::error(at.at(index), "field_twice").with("field", path.to_string()));
            }
        }
    }
}

/// Where a path leads, if it leads anywhere and every step of it is in sight.
pub(super) fn reach<'a>(
    (app, form): (&'a AppShape, &'a FormShape),
    path: &Path,
    how: Use,
    sight: Option<&ViewSight<'_>>,
) -> Option<Reach<'a>> {
    let reach = app.reach(form, path)?;
    let sight = sight.map(|sight| match how {
        Use::Shown => &sight.shown,
        Use::Asked => &sight.asked,
        Use::Summed => &sight.summed,
    });
    let sees = |form: &FormShape, field: &str| {
        sight.is_none_or(|sight| (sight.form)(&form.key) && (sight.field)(&form.key, field))
    };
    reach.steps.iter().all(|step| sees(step.form, &step.name)).then_some(reach)
}
