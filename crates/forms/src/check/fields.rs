use std::collections::HashSet;

use mortise_expr::check_filter;
use mortise_model::{Facts, Filter, Issue, Issues, Key, Pointer, Storage, reserved_key};

use super::{Check, can_be_unique};
use crate::{
    DefaultSpec, FieldSpec, Refused,
    catalog::Stand,
    graph::is_computed,
    numbering::{self, NumberPattern},
};

impl<'a> Check<'a> {
    /// All fields, those of rows included.
    pub(super) fn fields(&mut self) {
        let stand = self.stand();
        self.fields_of(stand, &stand.form.fields, &Pointer::root().at("fields"));
    }

    fn fields_of(&mut self, stand: Stand<'a>, fields: &'a [FieldSpec], at: &Pointer) {
        let mut seen = HashSet::new();
        for (index, field) in fields.iter().enumerate() {
            let at = at.at(index);
            self.key(stand, field, &at.at("key"));
            if !seen.insert(&field.key) {
                let issue = Issue::error(at.at("key"), "duplicate_key");
                self.issues.push(issue.with("key", field.key.as_str()));
            }
            self.field(stand, field, &at);
            let inside = Stand { form: stand.form, subform: Some(field) };
            self.fields_of(inside, field.kind.rows(), &at.at("type").at("settings").at("fields"));
        }
    }

    fn key(&mut self, stand: Stand<'a>, field: &FieldSpec, at: &Pointer) {
        if reserved_key(&field.key) {
            self.issues.push(Issue::error(at.clone(), "reserved_key").with("key", field.key.as_str()));
        }
        let path =
            stand.subform.map_or_else(|| field.key.to_string(), |subform| format!("{}.{}", subform.key, field.key));
        if self.catalog.this.retired.contains(&path) {
            self.issues.push(Issue::error(at.clone(), "retired_key").with("key", field.key.as_str()));
        }
    }

    fn field(&mut self, stand: Stand<'a>, field: &'a FieldSpec, at: &Pointer) {
        let subform = stand.subform.map(|subform| &subform.key);
        if field.label.is_empty() {
            self.report(&at.at("label"), "name_missing");
        }
        let settings = at.at("type").at("settings");
        self.issues.extend(field.kind.check_settings().under(&settings));
        self.settings(stand, field, &settings);
        self.default(stand, field, &at.at("default"));
        self.condition(field.visible_when.as_ref(), subform, &at.at("visible_when"));
        self.condition(field.required_when.as_ref(), subform, &at.at("required_when"));
        for (index, validation) in field.validations.iter().enumerate() {
            self.expression(&validation.expr, subform, &at.at("validations").at(index).at("expr"));
        }
        for (index, group) in field.security_groups.iter().enumerate() {
            self.condition(group.when.as_ref(), None, &at.at("security_groups").at(index).at("when"));
        }
        self.uniqueness(stand, field, at);
        if subform.is_some() {
            self.in_rows(field, &at.at("type"));
        }
    }

    fn uniqueness(&mut self, stand: Stand<'a>, field: &'a FieldSpec, at: &Pointer) {
        let possible = stand.subform.is_none()
            && self.catalog.kind(stand, field).is_none_or(|kind| can_be_unique(&kind.storage()));
        if field.unique && !possible {
            self.report(&at.at("unique"), "unique_not_possible");
        }
    }

    /// What the rows of a subform cannot hold.
    fn in_rows(&mut self, field: &FieldSpec, at: &Pointer) {
        let shown = field.kind.storage() == Storage::None && field.kind.source().is_none();
        let rolled = matches!(field.kind.source(), Some(crate::Source::Rollup(_)));
        if shown || rolled || field.kind.storage() == Storage::Rows || field.kind.number_pattern().is_some() {
            self.issues.push(Issue::error(at.at("kind"), "not_in_rows").with("kind", field.kind.name().as_str()));
        }
    }

    /// What the settings name: fields, forms, buttons.
    fn settings(&mut self, stand: Stand<'a>, field: &'a FieldSpec, at: &Pointer) {
        for (name, path) in field.kind.names_fields() {
            if self.catalog.at_end(stand, &path).is_none() {
                self.unknown_field(&at.at(name), &path.to_string());
            }
        }
        self.number(field, &at.at("pattern"));
        if let Some(choice) = field.kind.choice() {
            self.other_form(choice.form, choice.filter, stand, at);
            self.columns(choice.form, choice.columns, at);
        }
        if let Some(shown) = field.kind.shows() {
            self.other_form(shown.form, shown.filter, stand, at);
            self.columns(shown.form, shown.columns, at);
            let via = shown.via.filter(|via| !self.links_here(shown.form, None, via));
            if let Some(via) = via {
                self.issues.push(Issue::error(at.at("via"), "not_a_link").with("field", via.as_str()));
            }
        }
        if let Some(button) = field.kind.presses()
            && self.catalog.this.buttons.iter().all(|known| known.key != *button)
        {
            self.issues.push(Issue::error(at.at("button"), "unknown_button").with("button", button.as_str()));
        }
        for (index, gate) in
            field.kind.transitions().iter().enumerate().filter_map(|(i, t)| Some((i, t.gate.as_ref()?)))
        {
            let at = at.at("transitions").at(index).at("gate");
            for (place, key) in gate.required.iter().enumerate() {
                if !self.shape.fields.contains_key(key) {
                    self.unknown_field(&at.at("required").at(place), key);
                }
            }
            if let Some(source) = &gate.expr {
                self.expression(source, None, &at.at("expr"));
            }
        }
    }

    fn number(&mut self, field: &FieldSpec, at: &Pointer) {
        let Some(Ok(pattern)) = field.kind.number_pattern().map(NumberPattern::parse) else { return };
        let fields = &self.catalog.this.fields;
        let unknown: Vec<String> =
            pattern.fields().filter(|name| numbering::field_of(name, fields).is_none()).map(str::to_owned).collect();
        for name in unknown {
            self.unknown_field(at, &name);
        }
    }

    /// A form that the settings name, and the condition on its records.
    fn other_form(&mut self, key: &Key, filter: Option<&Filter>, stand: Stand<'a>, at: &Pointer) {
        let Some(other) = self.app.form(key) else {
            self.issues.push(Issue::error(at.at("form"), "unknown_form").with("form", key.as_str()));
            return;
        };
        let Some(filter) = filter else { return };
        // In a row, `{"record": …}` means the row's fields first.
        let mut outer = self.shape.clone();
        if let Some(rows) = stand.subform.and_then(|subform| self.shape.fields.get(&subform.key)) {
            outer.fields.extend(rows.rows.iter().map(|(key, row)| (key.clone(), row.clone())));
        }
        self.issues.extend(check_filter(filter, self.app, other, Some(&outer)).under(&at.at("filter")));
    }

    fn columns(&mut self, form: &Key, columns: &[Key], at: &Pointer) {
        let Some(other) = self.app.form(form) else { return };
        for (index, key) in columns.iter().enumerate().filter(|(_, key)| !other.fields.contains_key(*key)) {
            let issue = Issue::error(at.at("columns").at(index), "unknown_field").with("field", key.as_str());
            self.issues.push(issue.with("form", form.as_str()));
        }
    }

    fn default(&mut self, stand: Stand<'a>, field: &'a FieldSpec, at: &Pointer) {
        let Some(default) = &field.default else { return };
        if is_computed(field) || field.kind.number_pattern().is_some() {
            return self.report(at, "default_of_computed");
        }
        match default {
            DefaultSpec::Expr(source) => {
                self.expression(source, stand.subform.map(|subform| &subform.key), &at.at("expr"));
            }
            DefaultSpec::Value(raw) => {
                let Some(kind) = self.catalog.kind(stand, field) else { return };
                let found = match kind.take(raw, &Facts::new()) {
                    Ok(_) => Issues::new(),
                    Err(Refused::Wrong(issues)) => issues,
                    Err(Refused::Unknown(_)) => Issue::error(Pointer::root(), "not_an_id").into(),
                };
                self.issues.extend(found.under(&at.at("value")));
            }
        }
    }
}
