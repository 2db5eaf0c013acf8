//! Whether all parts of a bundle fit together.

use std::sync::Arc;

use mortise_access::{FieldGroups, Membership, RolesSpec};
use mortise_forms::PublishedForm;
use mortise_model::{AppShape, Issue, Issues, Key, Pointer};
use serde::Serialize;

use crate::{Bundle, FileIssue};

mod app;
mod cases;
mod data;
mod org;
mod params;
mod prints;

/// Everything that is wrong with a bundle, file by file. `mortise` is the version of the product that asks.
///
/// Each document is checked by the crate that owns it; here is checked what they say of each other: forms, roles,
/// parameters, reports and people by their keys. An empty answer means that the bundle can be installed.
pub fn check(bundle: &Bundle, mortise: &semver::Version) -> Vec<FileIssue> {
    let mut checker = Checker { bundle, issues: Vec::new() };
    checker.forms_alone();
    let (shape, groups) = shapes(bundle);
    app::check(&mut checker, mortise);
    checker.roles(&shape, &groups);
    checker.workflows(&shape);
    checker.rules(&shape);
    checker.reports(&shape);
    prints::check(&mut checker, &shape);
    params::check(&mut checker);
    org::check(&mut checker);
    data::check(&mut checker);
    cases::check(&mut checker);
    checker.issues
}

/// What the forms of a bundle look like from outside, and which of their fields are in which groups.
/// A form that cannot be compiled is left out; its issues tell why.
fn shapes(bundle: &Bundle) -> (AppShape, FieldGroups) {
    let mut shape = AppShape::default();
    let mut groups = FieldGroups::new();
    for (key, spec) in &bundle.forms {
        let Ok(form) = PublishedForm::new(&bundle.app.key, 1, spec.clone(), &bundle.forms) else { continue };
        for (field, group, when) in form.security_groups() {
            groups.insert(key.clone(), field, Membership { group: group.clone(), when: when.cloned() });
        }
        shape.forms.insert(key.clone(), Arc::clone(&form.shape()));
    }
    (shape, groups)
}

struct Checker<'b> {
    bundle: &'b Bundle,
    issues: Vec<FileIssue>,
}

impl Checker<'_> {
    fn say(&mut self, file: &str, issue: Issue) {
        self.issues.push(FileIssue::new(file, issue));
    }

    fn say_all(&mut self, file: &str, issues: Issues) {
        self.issues.extend(issues.into_iter().map(|issue| FileIssue::new(file, issue)));
    }

    /// `unknown_<what> {name}` unless it is known.
    fn need(&mut self, file: &str, at: Pointer, what: &str, name: &str, known: bool) {
        if !known {
            self.say(file, Issue::error(at, format!("unknown_{what}")).with("name", name));
        }
    }

    fn has_role(&self, role: &Key) -> bool {
        match &self.bundle.roles {
            Some(roles) => roles.role(role).is_some(),
            None => RolesSpec::for_creator().role(role).is_some(),
        }
    }

    fn has_param(&self, name: &str) -> bool {
        self.bundle.params.as_ref().is_some_and(|params| params.params.iter().any(|param| param.key == name))
    }

    /// Parameters that a document names as operands of its filters.
    fn params_of(&mut self, file: &str, document: &impl Serialize) {
        let json = serde_json::to_value(document).expect("documents have text keys");
        let mut named = Vec::new();
        params::named(&json, &Pointer::root(), &mut named);
        for (at, name) in named {
            let known = self.has_param(&name);
            self.need(file, at, "param", &name, known);
        }
    }

    fn forms_alone(&mut self) {
        for (key, form) in &self.bundle.forms {
            let file = format!("forms/{key}.form.json");
            self.say_all(&file, mortise_forms::check(form, &self.bundle.forms));
            self.params_of(&file, form);
            for (index, field) in form.fields.iter().enumerate() {
                let at = Pointer::root().at("fields").at(index);
                self.params_of_expression(&file, &at.at("formula"), field.formula.as_deref());
                let transitions = at.at("type").at("settings").at("transitions");
                for (number, transition) in field.kind.transitions().iter().enumerate() {
                    for (place, role) in transition.roles.iter().enumerate() {
                        let known = self.has_role(role);
                        self.need(&file, transitions.at(number).at("roles").at(place), "role", role, known);
                    }
                }
            }
        }
    }

    /// Parameters that an expression reads; one that cannot be compiled is an issue elsewhere.
    fn params_of_expression(&mut self, file: &str, at: &Pointer, source: Option<&str>) {
        let Some(Ok(formula)) = source.map(mortise_expr::Formula::compile) else { return };
        for name in &formula.reads().params {
            let known = self.has_param(name);
            self.need(file, at.clone(), "param", name, known);
        }
    }

    fn roles(&mut self, shape: &AppShape, groups: &FieldGroups) {
        let Some(roles) = &self.bundle.roles else { return };
        let file = "roles.json";
        self.say_all(file, mortise_access::check(roles, shape, groups));
        self.params_of(file, roles);
        for (index, role) in roles.roles.iter().enumerate() {
            let at = Pointer::root().at("roles").at(index);
            if let Some(home) = &role.home {
                let known = self.bundle.dashboards.contains_key(home);
                self.need(file, at.at("home"), "dashboard", home, known);
            }
            for (form, buttons) in &role.buttons {
                for (place, button) in buttons.iter().enumerate() {
                    let mut forms = self.bundle.forms.values().filter(|spec| form.fits(&spec.key));
                    let known = *button == mortise_access::ButtonRef::Any
                        || forms.any(|spec| spec.buttons.iter().any(|known| button.fits(&known.key)));
                    let at = at.at("buttons").at(form).at(place);
                    self.need(file, at, "button", &button.to_string(), known);
                }
            }
        }
    }

    fn workflows(&mut self, shape: &AppShape) {
        let bundle = self.bundle;
        let roles: Vec<Key> = match &bundle.roles {
            Some(roles) => roles.roles.iter().map(|role| role.key.clone()).collect(),
            None => RolesSpec::for_creator().roles.into_iter().map(|role| role.key).collect(),
        };
        let params: Vec<String> =
            bundle.params.iter().flat_map(|params| &params.params).map(|p| p.key.clone()).collect();
        let groups: Vec<Key> = bundle.roles.iter().flat_map(|roles| &roles.groups).map(|g| g.key.clone()).collect();
        let world = mortise_workflow::World { app: shape, roles: &roles, params: &params, groups: &groups };
        for (key, flow) in &bundle.workflows {
            self.say_all(&format!("workflows/{key}.workflow.json"), mortise_workflow::check(flow, &world));
        }
    }

    fn rules(&mut self, shape: &AppShape) {
        for (key, rule) in &self.bundle.rules {
            let file = format!("rules/{key}.rule.json");
            self.say_all(&file, mortise_rules::check(&rule.spec, shape));
            self.params_of(&file, &rule.spec);
            self.params_of_expression(&file, &Pointer::root().at("expr"), rule.spec.expr.as_deref());
        }
    }

    fn reports(&mut self, shape: &AppShape) {
        let bundle = self.bundle;
        for (key, report) in &bundle.reports {
            let file = format!("reports/{key}.report.json");
            self.say_all(&file, mortise_reports::check_report(report, shape));
            self.params_of(&file, report);
        }
        let reports: Vec<Key> = bundle.reports.keys().cloned().collect();
        let forms: Vec<Key> = bundle.forms.keys().cloned().collect();
        for (key, dashboard) in &bundle.dashboards {
            let issues = mortise_reports::check_dashboard(dashboard, &reports, &forms);
            self.say_all(&format!("dashboards/{key}.dashboard.json"), issues);
        }
    }
}
