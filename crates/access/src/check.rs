//! Whether a roles document fits its app.

use std::collections::BTreeSet;

use mortise_model::{AppShape, Filter, Issue, Issues, Key, Pointer};

use crate::{
    Act, ButtonRef, DenySpec, FieldGroups, FormRef, RoleSpec, RolesSpec, ScopeRef, ScopeSpec,
    scopes::{BUILT_IN, find, unknown_paths},
};

/// Whether everything that the roles name exists and every filter can be asked where it is used.
pub fn check(roles: &RolesSpec, app: &AppShape, groups: &FieldGroups) -> Issues {
    let mut found = Found { roles, app, groups, issues: Issues::new() };
    let root = Pointer::root();
    if roles.version != 1 {
        found.say(root.at("version"), "unknown_version", &roles.version.to_string());
    }
    found.unique(&root.at("groups"), roles.groups.iter().map(|group| &group.key));
    found.unique(&root.at("scopes"), roles.scopes.iter().map(|scope| &scope.key));
    found.unique(&root.at("roles"), roles.roles.iter().map(|role| &role.key));
    for (index, scope) in roles.scopes.iter().enumerate() {
        found.scope(&root.at("scopes").at(index), scope);
    }
    for (index, role) in roles.roles.iter().enumerate() {
        found.role(&root.at("roles").at(index), role);
    }
    found.memberships();
    found.issues
}

struct Found<'a> {
    roles: &'a RolesSpec,
    app: &'a AppShape,
    groups: &'a FieldGroups,
    issues: Issues,
}

impl Found<'_> {
    fn say(&mut self, at: Pointer, code: &str, name: &str) {
        self.issues.push(Issue::error(at, code).with("name", name));
    }

    fn unique<'k>(&mut self, at: &Pointer, keys: impl Iterator<Item = &'k Key>) {
        let mut seen = BTreeSet::new();
        for (index, key) in keys.enumerate() {
            if !seen.insert(key) {
                self.say(at.at(index).at("key"), "duplicate_key", key);
            }
        }
    }

    fn scope(&mut self, at: &Pointer, scope: &ScopeSpec) {
        if BUILT_IN.contains(&scope.key.as_str()) || scope.key == "all" {
            self.say(at.at("key"), "built_in_scope", &scope.key);
        }
        for (form, filter) in &scope.filters {
            if let FormRef::Form(key) = form {
                self.filter(&at.at("filters").at(form), key, filter);
            }
        }
    }

    fn role(&mut self, at: &Pointer, role: &RoleSpec) {
        for (form, rights) in &role.forms {
            let at = at.at("forms").at(form);
            self.form(&at, form);
            for act in Act::ALL {
                if let Some(ScopeRef::Scope(scope)) = rights.get(act) {
                    self.use_of_scope(&at.at(act.name()), form, scope, role);
                }
            }
        }
        for (index, line) in role.groups.iter().enumerate() {
            let at = at.at("groups").at(index);
            self.group(&at.at("group"), &line.group);
            if let Some(form) = &line.form {
                self.form(&at.at("form"), &FormRef::Form(form.clone()));
            }
            self.condition(&at.at("when"), line.form.as_ref(), &line.group, line.when.as_ref());
        }
        for (form, buttons) in &role.buttons {
            let at = at.at("buttons").at(form);
            self.form(&at, form);
            if buttons.len() > 1 && buttons.contains(&ButtonRef::Any) {
                self.say(at, "all_and_some", "*");
            }
        }
        for (index, deny) in role.deny.iter().enumerate() {
            self.deny(&at.at("deny").at(index), deny);
        }
    }

    fn deny(&mut self, at: &Pointer, deny: &DenySpec) {
        self.form(&at.at("form"), &deny.form);
        if let Some(group) = &deny.group {
            self.group(&at.at("group"), group);
        }
        let Some(when) = &deny.when else { return };
        if deny.button.is_some() {
            self.say(at.at("when"), "no_condition_on_button", "when");
        }
        match &deny.form {
            FormRef::Form(form) => self.filter(&at.at("when"), form, when),
            FormRef::Any => {
                let forms: Vec<Key> = self.app.forms.keys().cloned().collect();
                forms.iter().for_each(|form| self.filter(&at.at("when"), form, when));
            }
        }
    }

    /// A scope must exist and must be askable on every form for which a role uses it.
    fn use_of_scope(&mut self, at: &Pointer, form: &FormRef, scope: &Key, role: &RoleSpec) {
        let defined = self.roles.scopes.iter().any(|known| known.key == *scope);
        if !defined && !BUILT_IN.contains(&scope.as_str()) {
            return self.say(at.clone(), "unknown_scope", scope);
        }
        let named = |key: &&Key| role.forms.contains_key(&FormRef::Form((*key).clone()));
        let forms: Vec<Key> = match form {
            FormRef::Form(key) => vec![key.clone()],
            FormRef::Any => self.app.forms.keys().filter(|key| !named(key)).cloned().collect(),
        };
        for key in forms {
            let Some(shape) = self.app.form(&key) else { continue };
            let unfit = match find(self.roles, scope, &key) {
                None => vec!["*".to_owned()],
                Some(filter) => unknown_paths(self.app, shape, &filter),
            };
            for field in unfit {
                let issue = Issue::error(at.clone(), "scope_does_not_fit");
                self.issues.push(issue.with("scope", &**scope).with("form", &*key).with("field", field));
            }
        }
    }

    fn form(&mut self, at: &Pointer, form: &FormRef) {
        if let FormRef::Form(key) = form
            && self.app.form(key).is_none()
        {
            self.say(at.clone(), "unknown_form", key);
        }
    }

    fn group(&mut self, at: &Pointer, group: &Key) {
        if !self.roles.groups.iter().any(|known| known.key == *group) {
            self.say(at.clone(), "unknown_group", group);
        }
    }

    /// The condition of a line must be askable on its form, else on one of the forms with that group.
    fn condition(&mut self, at: &Pointer, form: Option<&Key>, group: &Key, when: Option<&Filter>) {
        let Some(when) = when else { return };
        if let Some(form) = form {
            return self.filter(at, form, when);
        }
        let shapes = self.groups.forms_with(group).filter_map(|form| self.app.form(form));
        let unknown: Vec<Vec<String>> = shapes.map(|shape| unknown_paths(self.app, shape, when)).collect();
        if !unknown.is_empty() && unknown.iter().all(|paths| !paths.is_empty()) {
            let names = unknown.into_iter().next().unwrap_or_default();
            names.iter().for_each(|name| self.say(at.clone(), "unknown_field", name));
        }
    }

    fn filter(&mut self, at: &Pointer, form: &Key, filter: &Filter) {
        let Some(shape) = self.app.form(form) else { return };
        for name in unknown_paths(self.app, shape, filter) {
            self.issues.push(Issue::error(at.clone(), "unknown_field").with("name", name).with("form", &**form));
        }
    }

    /// Groups that forms put fields into but that are not defined.
    fn memberships(&mut self) {
        let mut missing: Vec<(String, String, Key)> = Vec::new();
        for form in self.app.forms.keys() {
            for (field, memberships) in self.groups.of(form) {
                for membership in memberships {
                    if !self.roles.groups.iter().any(|known| known.key == membership.group) {
                        missing.push((form.to_string(), field.to_owned(), membership.group.clone()));
                    }
                }
            }
        }
        for (form, field, group) in missing {
            let issue = Issue::error(Pointer::root().at("groups"), "undefined_group");
            self.issues.push(issue.with("name", &*group).with("form", form).with("field", field));
        }
    }
}

#[cfg(test)]
mod tests;
