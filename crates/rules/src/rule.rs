use std::collections::HashMap;

use indexmap::IndexMap;
use mortise_expr::{Formula, Moment, check_filter, check_path, written};
use mortise_model::{AppShape, FormShape, I18n, Issue, Issues, Key, Path, Pointer, Storage, Target};

use crate::{
    Assigned, Occasion, Phase, RuleSpec, ScheduleTrigger,
    parts::{Part, Placed},
    sentence::placeholders,
};

/// A rule with its expressions compiled.
#[derive(Debug, Clone)]
pub struct Rule {
    spec: RuleSpec,
    formulas: HashMap<String, Formula>,
}

impl Rule {
    /// Checks a rule against the forms of its app and compiles its expressions.
    pub fn new(spec: RuleSpec, app: &AppShape) -> Result<Self, Issues> {
        check(&spec, app).into_result()?;
        let formulas = sources(&spec).filter_map(|source| Some((source.to_owned(), Formula::compile(source).ok()?)));
        Ok(Self { formulas: formulas.collect(), spec })
    }

    /// What it was made of.
    pub fn spec(&self) -> &RuleSpec {
        &self.spec
    }

    /// Puts rules into the order in which they run: by `order`, then by key.
    pub fn sort(rules: &mut [Self]) {
        rules.sort_by(|one, other| (one.spec.order, &one.spec.key).cmp(&(other.spec.order, &other.spec.key)));
    }

    /// Whether it is switched on and waits for that with records of this form.
    pub fn waits_for(&self, form: &str, occasion: Occasion) -> bool {
        !self.spec.disabled && *self.spec.form == *form && self.spec.trigger.kind().occasion() == occasion
    }

    /// When its time comes, of a rule that is switched on and waits for one.
    pub fn schedule(&self) -> Option<&ScheduleTrigger> {
        self.spec.trigger.kind().schedule().filter(|_| !self.spec.disabled)
    }

    /// Whether it takes part then.
    pub(crate) fn runs_in(&self, phase: Phase) -> bool {
        !self.spec.disabled && self.spec.trigger.kind().phase() == phase
    }

    pub(crate) fn formula(&self, source: &str) -> Option<&Formula> {
        self.formulas.get(source)
    }
}

/// All expressions of a rule.
fn sources(spec: &RuleSpec) -> impl Iterator<Item = &str> {
    let of_actions = spec.actions.iter().flat_map(|action| action.kind().parts());
    let of_parts = of_actions.flat_map(|(_, part)| match part {
        Part::Expr(source) => vec![source],
        Part::Assignments { values, .. } | Part::LinkedAssignments { values, .. } => {
            values.values().filter_map(expression).collect()
        }
        _ => Vec::new(),
    });
    spec.expr.as_deref().into_iter().chain(of_parts)
}

fn expression(assigned: &Assigned) -> Option<&str> {
    if let Assigned::Expr(source) = assigned { Some(source) } else { None }
}

/// What is wrong with a rule in this app, with pointers into the rule.
///
/// Besides the codes of filters and expressions: `unknown_form {form}`, `unknown_field {field, form}`,
/// `value_does_not_fit {field}`, `not_a_link {field}`, `not_a_code`, `no_message`, `action_not_possible {action,
/// trigger}`, `nothing_to_do`, and those of the kinds (`one_of_expected {names}`, `not_a_time`, `nothing_set` …).
pub fn check(spec: &RuleSpec, app: &AppShape) -> Issues {
    let root = Pointer::root();
    let Some(form) = app.form(&spec.form) else {
        return Issue::error(root.at("form"), "unknown_form").with("form", &*spec.form).into();
    };
    let known = Known { app, form };
    let mut issues = Issues::new();
    let trigger = spec.trigger.kind();
    let at = root.at("trigger").at("settings");
    issues.extend(trigger.check().under(&at));
    issues.extend(known.parts(trigger.parts()).under(&at));
    if let Some(filter) = &spec.when {
        issues.extend(check_filter(filter, app, form, None).under(&root.at("when")));
    }
    if let Some(source) = &spec.expr {
        issues.extend(known.expression(source).under(&root.at("expr")));
    }
    if spec.actions.is_empty() {
        issues.push(Issue::error(root.at("actions"), "nothing_to_do"));
    }
    for (index, action) in spec.actions.iter().enumerate() {
        let at = root.at("actions").at(index);
        let kind = action.kind();
        if !kind.phases().contains(&trigger.phase()) {
            let issue = Issue::error(at.at("kind"), "action_not_possible").with("action", action.name().as_str());
            issues.push(issue.with("trigger", spec.trigger.name().as_str()));
        }
        issues.extend(kind.check().under(&at.at("settings")));
        issues.extend(known.parts(kind.parts()).under(&at.at("settings")));
    }
    issues
}

/// What rules are checked against.
struct Known<'a> {
    app: &'a AppShape,
    form: &'a FormShape,
}

impl Known<'_> {
    fn parts(&self, parts: Vec<Placed<'_>>) -> Issues {
        parts.into_iter().flat_map(|(at, part)| self.part(part).under(&at)).collect()
    }

    fn part(&self, part: Part<'_>) -> Issues {
        let root = Pointer::root();
        match part {
            Part::Form(key) => match self.app.form(key) {
                Some(_) => Issues::new(),
                None => Issue::error(root, "unknown_form").with("form", &**key).into(),
            },
            Part::Field(key) => self.field(key, self.form),
            Part::Path { path, form } => self.with(form, |form| self.path(path, form)),
            Part::Filter { filter, form } => {
                let outer = form.map(|_| self.form);
                self.with(form, |form| check_filter(filter, self.app, form, outer))
            }
            Part::Expr(source) => self.expression(source),
            Part::Assignments { values, form } => self.with(form, |form| self.assignments(values, form)),
            Part::LinkedAssignments { values, link } => self.linked(values, link),
            Part::Sentence { text, params } => self.sentence(text, params),
            Part::Code(code) => match Key::new(code) {
                Ok(_) => Issues::new(),
                Err(_) => Issue::error(root, "not_a_code").into(),
            },
        }
    }

    /// Checks against a form, the rule's own where none is named; one that does not exist is told elsewhere.
    fn with(&self, form: Option<&Key>, check: impl FnOnce(&FormShape) -> Issues) -> Issues {
        match form {
            None => check(self.form),
            Some(key) => self.app.form(key).map(|form| check(form)).unwrap_or_default(),
        }
    }

    fn field(&self, key: &Key, form: &FormShape) -> Issues {
        if form.fields.contains_key(key) { Issues::new() } else { unknown_field(key, form) }
    }

    fn path(&self, path: &Path, form: &FormShape) -> Issues {
        let known = check_path(path, self.app, form, None);
        if known { Issues::new() } else { unknown_field(&path.to_string(), form) }
    }

    fn expression(&self, source: &str) -> Issues {
        match Formula::compile(source) {
            Ok(formula) => formula.check(self.app, self.form, None),
            Err(issue) => issue.into(),
        }
    }

    fn assignments(&self, values: &IndexMap<Key, Assigned>, form: &FormShape) -> Issues {
        let mut issues = Issues::new();
        for (key, assigned) in values {
            let at = Pointer::root().at(key);
            let Some(field) = form.fields.get(key) else {
                issues.extend(unknown_field(key, form).under(&at));
                continue;
            };
            match assigned {
                Assigned::Expr(source) => issues.extend(self.expression(source).under(&at.at("expr"))),
                Assigned::Value(json) => {
                    if written(&field.storage, json, &any_moment()).is_none() {
                        issues.push(Issue::error(at.at("value"), "value_does_not_fit").with("field", &**key));
                    }
                }
            }
        }
        issues
    }

    fn linked(&self, values: &IndexMap<Key, Assigned>, link: &Path) -> Issues {
        let storage = self.app.reach(self.form, link).map(|reach| reach.storage);
        match storage {
            Some(Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key))) => {
                self.with(Some(&key), |form| self.assignments(values, form))
            }
            Some(_) => Issue::error(Pointer::root(), "not_a_link").with("field", link.to_string()).into(),
            None => unknown_field(&link.to_string(), self.form),
        }
    }

    fn sentence(&self, text: &I18n, params: &IndexMap<Key, String>) -> Issues {
        if text.is_empty() {
            return Issue::error(Pointer::root(), "no_message").into();
        }
        let mut issues = Issues::new();
        for (language, text) in [("zh-CN", &text.zh_cn), ("en", &text.en)] {
            for path in placeholders(text) {
                let given = path.tail().is_none() && params.contains_key(path.head());
                if !given && !check_path(&path, self.app, self.form, None) {
                    issues.extend(unknown_field(&path.to_string(), self.form).under(&Pointer::root().at(language)));
                }
            }
        }
        issues
    }
}

fn unknown_field(field: &str, form: &FormShape) -> Issues {
    Issue::error(Pointer::root(), "unknown_field").with("field", field).with("form", &*form.key).into()
}

/// A moment for reading literals, whose form alone counts.
fn any_moment() -> Moment {
    let zone = chrono::FixedOffset::east_opt(0).expect("zero is an offset");
    Moment { now: chrono::DateTime::UNIX_EPOCH, zone }
}

#[cfg(test)]
mod tests;
