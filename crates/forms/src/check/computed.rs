use mortise_expr::check_filter;
use mortise_model::{Aggregate, Issue, Key, Path, Pointer, Storage, Target};

use super::Check;
use crate::{
    FieldSpec, RollupSource, Source,
    catalog::Stand,
    graph::{self, Place},
};

impl<'a> Check<'a> {
    /// What is computed: that it can be, and that nothing waits for itself.
    pub(super) fn computed(&mut self) {
        let catalog = self.catalog;
        for (stand, field) in graph::places(catalog.this) {
            let at = self.pointer(stand, field);
            self.formula(stand, field, &at);
            let settings = at.at("type").at("settings");
            match field.kind.source() {
                Some(Source::Lookup { via, field, .. }) => self.lookup(stand, via, field, &settings),
                Some(Source::Rollup(source)) => self.rollup(field, source, &settings),
                None => {}
            }
        }
        if let Err(stuck) = graph::order(catalog) {
            let names: Vec<String> = stuck.iter().map(Place::path).collect();
            for place in stuck {
                if let Some((stand, field)) = graph::locate(catalog, &catalog.this.key, &place) {
                    let at = self.pointer(stand, field);
                    let issue = Issue::error(at.at("formula"), "computed_cycle");
                    self.issues.push(issue.with("fields", names.clone()));
                }
            }
            return;
        }
        for (place, by) in graph::foreign_cycles(catalog) {
            if let Some((stand, field)) = graph::locate(catalog, &catalog.this.key, &place) {
                let at = self.pointer(stand, field);
                self.issues.push(Issue::error(at, "computed_cycle").with("fields", vec![place.path(), by]));
            }
        }
    }

    /// Where a field stands in the document.
    fn pointer(&self, stand: Stand<'a>, field: &FieldSpec) -> Pointer {
        let index = |fields: &[FieldSpec], key: &Key| fields.iter().position(|field| field.key == *key).unwrap_or(0);
        let fields = Pointer::root().at("fields");
        match stand.subform {
            None => fields.at(index(&stand.form.fields, &field.key)),
            Some(subform) => {
                let at = fields.at(index(&stand.form.fields, &subform.key));
                at.at("type").at("settings").at("fields").at(index(subform.kind.rows(), &field.key))
            }
        }
    }

    fn formula(&mut self, stand: Stand<'a>, field: &FieldSpec, at: &Pointer) {
        let Some(source) = graph::formula_of(field) else { return };
        let own = field.formula.is_some();
        let at = if own { at.at("formula") } else { at.at("type").at("settings") };
        if field.kind.source().is_some() || (own && field.kind.implied_formula().is_some()) {
            return self.report(&at, "computed_twice");
        }
        let storage = field.kind.storage();
        if matches!(storage, Storage::None | Storage::Rows) || field.kind.number_pattern().is_some() {
            return self.report(&at, "formula_not_possible");
        }
        let subform = stand.subform.map(|subform| &subform.key);
        if let Some(formula) = self.expression(&source, subform, &at)
            && formula.reads().viewer
        {
            self.report(&at, "formula_reads_viewer");
        }
    }

    fn lookup(&mut self, stand: Stand<'a>, via: &Key, field: &Path, at: &Pointer) {
        let Some(link) = self.catalog.at_end(stand, &Path::new(via)) else {
            return self.unknown_field(&at.at("link"), via);
        };
        let form = match link.storage() {
            Storage::Ref(Target::Form(form)) => form,
            Storage::Ref(Target::User | Target::Dept) => self.catalog.this.key.clone(),
            _ => {
                return self.issues.push(Issue::error(at.at("link"), "not_a_link").with("field", via.as_str()));
            }
        };
        if let Storage::Ref(Target::Form(form)) = link.storage()
            && self.catalog.form(&form).is_none()
        {
            return;
        }
        let Some(end) = self.catalog.at_end(stand, &Path::new(&format!("{via}.{field}"))) else {
            let issue = Issue::error(at.at("field"), "unknown_field").with("field", field.to_string());
            return self.issues.push(issue.with("form", form.as_str()));
        };
        if matches!(end.storage(), Storage::Rows | Storage::None) {
            self.issues.push(Issue::error(at.at("field"), "lookup_not_possible").with("field", field.to_string()));
        }
    }

    fn rollup(&mut self, field: &FieldSpec, source: &RollupSource, at: &Pointer) {
        let Some(other) = self.catalog.form(&source.form) else {
            return self.issues.push(Issue::error(at.at("form"), "unknown_form").with("form", source.form.as_str()));
        };
        let subform = source.rows.as_ref().and_then(|rows| other.field(rows));
        if let Some(rows) = &source.rows
            && subform.is_none_or(|subform| subform.kind.rows().is_empty())
        {
            let issue = Issue::error(at.at("rows"), "unknown_field").with("field", rows.as_str());
            return self.issues.push(issue.with("form", other.key.as_str()));
        }
        if !self.links_here(&source.form, source.rows.as_ref(), &source.via) {
            self.issues.push(Issue::error(at.at("via"), "not_a_link").with("field", source.via.as_str()));
        }
        let there = Stand { form: other, subform };
        let named = [("field", &source.field), ("weight", &source.weight), ("order_by", &source.order_by)];
        for (name, key) in named.into_iter().filter_map(|(name, key)| Some((name, key.as_ref()?))) {
            match self.catalog.at_end(there, &Path::new(key)) {
                None => {
                    let issue = Issue::error(at.at(name), "unknown_field").with("field", key.as_str());
                    self.issues.push(issue.with("form", other.key.as_str()));
                }
                Some(kind) if name == "field" && field.kind.resolved(&kind).is_none() => {
                    let issue = Issue::error(at.at("aggregate"), "aggregate_not_possible");
                    self.issues.push(issue.with("field", key.as_str()));
                }
                Some(kind) if name == "weight" && !kind.aggregates().contains(&Aggregate::Sum) => {
                    self.report(&at.at("weight"), "not_a_number");
                }
                Some(_) => {}
            }
        }
        if source.field.is_none() && source.aggregate != Aggregate::Count {
            self.report(&at.at("aggregate"), "field_missing");
        }
        if let (Some(filter), Some(shape)) = (&source.filter, self.app.form(&source.form)) {
            let found = check_filter(filter, self.app, shape, Some(self.shape));
            self.issues.extend(found.under(&at.at("filter")));
        }
    }

    /// Whether a field of another form, or of its rows, refers to records of this one.
    pub(super) fn links_here(&self, form: &Key, rows: Option<&Key>, via: &Key) -> bool {
        let Some(shape) = self.app.form(form) else { return true };
        let fields = match rows {
            Some(rows) => shape.fields.get(rows).map(|subform| &subform.rows),
            None => Some(&shape.fields),
        };
        let storage = fields.and_then(|fields| fields.get(via)).map(|field| &field.storage);
        let here = Target::Form(self.catalog.this.key.clone());
        matches!(storage, Some(Storage::Ref(target) | Storage::RefList(target)) if *target == here)
    }
}
