//! From the document to the policy of one form.

use std::sync::OnceLock;

use indexmap::IndexMap;
use mortise_model::{AppShape, FormShape, Key};
use parking_lot::Mutex;

use super::{Closed, FormPolicy, InGroup};
use crate::{
    Act, ButtonRef, DenySpec, FieldGroups, FormRef, RoleSpec, RolesSpec,
    enforce::{Effect, Line, Object},
    levels::{Cond, Lines},
    scopes::{askable, resolve},
};

/// The policy of a form that is in the app's shape.
pub(super) fn form(app: &AppShape, roles: &RolesSpec, groups: &FieldGroups, key: &Key) -> FormPolicy {
    let shape = app.form(key).expect("called for the forms of this shape");
    let mut policy = FormPolicy {
        lines: Vec::new(),
        scopes: IndexMap::new(),
        closed: Vec::new(),
        fields: fields(app, groups, shape),
        groups: IndexMap::new(),
        shut_groups: Vec::new(),
        judge: OnceLock::new(),
        decided: Mutex::default(),
    };
    for role in &roles.roles {
        policy.scopes.insert(role.key.clone(), scopes(app, roles, role, shape));
        policy.lines.extend(allowed(role, key));
        policy.groups.insert(role.key.clone(), group_lines(app, role, shape));
        for deny in role.deny.iter().filter(|deny| deny.form.fits(key)) {
            forbid(&mut policy, role, deny, (app, shape));
        }
    }
    policy
}

/// The groups of each field. A condition that cannot be asked protects the field everywhere.
fn fields(app: &AppShape, groups: &FieldGroups, form: &FormShape) -> IndexMap<Box<str>, Vec<InGroup>> {
    let of_field = |(field, memberships): (&str, &[crate::Membership])| {
        let in_group = memberships.iter().map(|membership| InGroup {
            group: membership.group.clone(),
            when: Cond::of(membership.when.clone().filter(|when| askable(app, form, when))),
        });
        (field.into(), in_group.collect())
    };
    groups.of(&form.key).map(of_field).collect()
}

fn scopes(app: &AppShape, roles: &RolesSpec, role: &RoleSpec, form: &FormShape) -> [Cond; Act::ALL.len()] {
    let rights = role.rights(&form.key);
    Act::ALL.map(|act| match rights.and_then(|rights| rights.get(act)) {
        Some(scope) => resolve(app, roles, scope, form).into(),
        None => Cond::Never,
    })
}

/// What a role is allowed on a form.
fn allowed(role: &RoleSpec, form: &Key) -> Vec<Line> {
    let line = |object| (role.key.clone(), object, Effect::Allow);
    let rights = role.rights(form);
    let acts = Act::ALL.into_iter().filter(|act| rights.is_some_and(|rights| rights.get(*act).is_some()));
    let mut lines: Vec<Line> = acts.map(|act| line(Object::Act(act.name()))).collect();
    let own = role.buttons.get(&FormRef::Form(form.clone())).or_else(|| role.buttons.get(&FormRef::Any));
    for button in own.into_iter().flatten() {
        lines.push(line(match button {
            ButtonRef::Any => Object::Buttons,
            ButtonRef::Button(key) => Object::Button(key.clone()),
        }));
    }
    lines
}

/// The lines of a role about groups, those left out that cannot be asked on this form.
fn group_lines(app: &AppShape, role: &RoleSpec, form: &FormShape) -> IndexMap<Key, Lines> {
    let mut groups: IndexMap<Key, Lines> = IndexMap::new();
    for line in &role.groups {
        let here = line.form.as_ref().is_none_or(|only| *only == form.key);
        if here && line.when.as_ref().is_none_or(|when| askable(app, form, when)) {
            groups.entry(line.group.clone()).or_default().push((Cond::of(line.when.clone()), line.level));
        }
    }
    groups
}

/// Takes a deny line into the policy. A condition that cannot be asked forbids everywhere.
fn forbid(policy: &mut FormPolicy, role: &RoleSpec, deny: &DenySpec, (app, form): (&AppShape, &FormShape)) {
    let when = deny.when.clone().filter(|when| askable(app, form, when));
    let mut line = |object| policy.lines.push((role.key.clone(), object, Effect::Deny));
    if let Some(button) = &deny.button {
        line(Object::Button(button.clone()));
    }
    if let Some(group) = &deny.group {
        policy.shut_groups.push((role.key.clone(), group.clone(), Cond::of(when.clone())));
    }
    if deny.acts.is_empty() && (deny.button.is_some() || deny.group.is_some()) {
        return;
    }
    let acts = if deny.acts.is_empty() { Act::ALL.to_vec() } else { deny.acts.clone() };
    match when {
        Some(records) => policy.closed.push(Closed { role: role.key.clone(), acts, records }),
        None if deny.acts.is_empty() => {
            policy.lines.push((role.key.clone(), Object::Acts, Effect::Deny));
            policy.lines.push((role.key.clone(), Object::Buttons, Effect::Deny));
        }
        None => {
            policy.lines.extend(acts.into_iter().map(|act| (role.key.clone(), Object::Act(act.name()), Effect::Deny)))
        }
    }
}
