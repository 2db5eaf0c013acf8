//! The people of the demo.

use std::collections::BTreeSet;

use mortise_model::{Issue, Key, Pointer};

use super::Checker;
use crate::OrgSpec;

const FILE: &str = "org.json";

pub(super) fn check(checker: &mut Checker<'_>) {
    let Some(org) = &checker.bundle.org else { return };
    let root = Pointer::root();
    if org.version != 1 {
        checker.say(FILE, Issue::error(root.at("version"), "unknown_version").with("name", org.version));
    }
    departments(checker, org, &root.at("departments"));
    people(checker, org, &root.at("people"));
    for (index, role) in org.owner_roles.iter().enumerate() {
        let known = checker.has_role(role);
        checker.need(FILE, root.at("owner_roles").at(index), "role", role, known);
    }
}

fn departments(checker: &mut Checker<'_>, org: &OrgSpec, at: &Pointer) {
    let mut above: BTreeSet<&Key> = BTreeSet::new();
    for (index, dept) in org.departments.iter().enumerate() {
        let at = at.at(index);
        if let Some(parent) = &dept.parent {
            checker.need(FILE, at.at("parent"), "department", parent, above.contains(parent));
        }
        if let Some(head) = &dept.head {
            checker.need(FILE, at.at("head"), "person", head, is_person(org, head));
        }
        if !above.insert(&dept.key) {
            checker.say(FILE, Issue::error(at.at("key"), "duplicate_key").with("name", &*dept.key));
        }
    }
}

fn people(checker: &mut Checker<'_>, org: &OrgSpec, at: &Pointer) {
    let mut seen = BTreeSet::new();
    for (index, person) in org.people.iter().enumerate() {
        let at = at.at(index);
        if !seen.insert(&person.username) {
            checker.say(FILE, Issue::error(at.at("username"), "duplicate_key").with("name", person.username.as_str()));
        }
        for (place, dept) in person.departments.iter().enumerate() {
            let known = org.departments.iter().any(|known| known.key == *dept);
            checker.need(FILE, at.at("departments").at(place), "department", dept, known);
        }
        for (place, role) in person.roles.iter().enumerate() {
            let known = checker.has_role(role);
            checker.need(FILE, at.at("roles").at(place), "role", role, known);
        }
        if let Some(manager) = &person.manager {
            let known = is_person(org, manager) && *manager != person.username;
            checker.need(FILE, at.at("manager"), "person", manager, known);
        }
    }
}

/// Whether somebody of the demo logs in so.
pub(super) fn is_person(org: &OrgSpec, username: &str) -> bool {
    org.people.iter().any(|person| person.username == username)
}
