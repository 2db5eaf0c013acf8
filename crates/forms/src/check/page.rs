use std::collections::HashSet;

use mortise_model::{Issue, Key, Pointer};

use super::Check;
use crate::{LayoutItem, Section, check_view};

impl<'a> Check<'a> {
    /// The layout, the views and the buttons.
    pub(super) fn page(&mut self) {
        let spec = self.catalog.this;
        let root = Pointer::root();
        self.items(&spec.layout, &root.at("layout"), &mut HashSet::new());
        self.unique_names(spec.views.iter().map(|view| &view.key), &root.at("views"));
        for (index, view) in spec.views.iter().enumerate() {
            let found = check_view(view, spec, (self.app, self.shape), None);
            self.issues.extend(found.under(&root.at("views").at(index)));
        }
        self.unique_names(spec.buttons.iter().map(|button| &button.key), &root.at("buttons"));
        for (index, button) in spec.buttons.iter().enumerate() {
            let at = root.at("buttons").at(index);
            self.condition(button.available_when.as_ref(), None, &at.at("available_when"));
            for (place, key) in button.ask.iter().enumerate() {
                if !self.shape.fields.contains_key(key) {
                    self.unknown_field(&at.at("ask").at(place), key);
                }
            }
        }
    }

    fn unique_names<'k>(&mut self, keys: impl Iterator<Item = &'k Key>, at: &Pointer) {
        let mut seen = HashSet::new();
        for (index, key) in keys.enumerate() {
            if !seen.insert(key) {
                let issue = Issue::error(at.at(index).at("key"), "duplicate_key");
                self.issues.push(issue.with("key", key.as_str()));
            }
        }
    }

    fn items(&mut self, items: &'a [LayoutItem], at: &Pointer, seen: &mut HashSet<&'a Key>) {
        for (index, item) in items.iter().enumerate() {
            let at = at.at(index);
            match item {
                LayoutItem::Section(section) => self.section(section, &at, seen),
                LayoutItem::Tabs(tabs) => {
                    for (index, tab) in tabs.iter().enumerate() {
                        let at = at.at("tabs").at(index);
                        self.condition(tab.visible_when.as_ref(), None, &at.at("visible_when"));
                        self.items(&tab.items, &at.at("items"), seen);
                    }
                }
                LayoutItem::Columns(columns) => {
                    for (index, items) in columns.iter().enumerate() {
                        self.items(items, &at.at("columns").at(index), seen);
                    }
                }
                LayoutItem::Note { visible_when, .. } => {
                    self.condition(visible_when.as_ref(), None, &at.at("visible_when"));
                }
                LayoutItem::Embed { url, .. } if !url.starts_with("https://") && !url.starts_with('/') => {
                    self.report(&at.at("embed"), "not_a_url");
                }
                LayoutItem::Divider { .. } | LayoutItem::Embed { .. } => {}
            }
        }
    }

    fn section(&mut self, section: &'a Section, at: &Pointer, seen: &mut HashSet<&'a Key>) {
        self.condition(section.visible_when.as_ref(), None, &at.at("visible_when"));
        for (row, keys) in section.fields.iter().enumerate() {
            for (place, key) in keys.iter().enumerate() {
                let here = at.at("fields").at(row).at(place);
                if self.catalog.this.field(key).is_none() {
                    self.unknown_field(&here, key);
                } else if !seen.insert(key) {
                    self.issues.push(Issue::error(here, "field_twice").with("field", key.as_str()));
                }
            }
        }
    }
}
