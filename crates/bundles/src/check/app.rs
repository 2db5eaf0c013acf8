//! `app.json`: menu and modules.

use std::collections::BTreeSet;

use mortise_model::{Issue, Key, Pointer};

use super::Checker;
use crate::NavigationItem;

const FILE: &str = "app.json";

pub(super) fn check(checker: &mut Checker<'_>, mortise: &semver::Version) {
    let bundle = checker.bundle;
    let root = Pointer::root();
    if let Some(least) = &bundle.app.min_mortise
        && mortise < least
    {
        let issue = Issue::error(root.at("min_mortise"), "needs_newer_mortise");
        checker.say(FILE, issue.with("least", least.to_string()).with("present", mortise.to_string()));
    }
    unique(checker, &root.at("navigation"), bundle.app.navigation.iter().map(|group| &group.key));
    unique(checker, &root.at("modules"), bundle.app.modules.iter().map(|module| &module.key));
    for (index, group) in bundle.app.navigation.iter().enumerate() {
        for (place, item) in group.items.iter().enumerate() {
            let at = root.at("navigation").at(index).at("items").at(place);
            let (what, key, known) = match item {
                NavigationItem::Form(key) => ("form", key, bundle.forms.contains_key(key)),
                NavigationItem::Report(key) => ("report", key, bundle.reports.contains_key(key)),
                NavigationItem::Dashboard(key) => ("dashboard", key, bundle.dashboards.contains_key(key)),
            };
            checker.need(FILE, at.at(what), what, key, known);
        }
    }
    for (index, module) in bundle.app.modules.iter().enumerate() {
        for (place, form) in module.forms.iter().enumerate() {
            let at = root.at("modules").at(index).at("forms").at(place);
            checker.need(FILE, at, "form", form, bundle.forms.contains_key(form));
        }
    }
}

fn unique<'k>(checker: &mut Checker<'_>, at: &Pointer, keys: impl Iterator<Item = &'k Key>) {
    let mut seen = BTreeSet::new();
    for (index, key) in keys.enumerate() {
        if !seen.insert(key) {
            checker.say(FILE, Issue::error(at.at(index).at("key"), "duplicate_key").with("name", &**key));
        }
    }
}
