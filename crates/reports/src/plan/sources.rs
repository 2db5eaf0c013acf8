//! The forms of a pivot.

use mortise_model::{Filter, Issue, Issues, Key, Path, Pointer, Storage};

use super::reading::Reader;
use crate::{PivotSpec, SourceSpec};

/// One form whose records are summed up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Source {
    /// What measures call it; absent where there is only one.
    pub(crate) name: Option<Key>,
    pub(crate) form: Key,
    pub(crate) subform: Option<Key>,
    pub(crate) via: Option<Path>,
    /// The form behind `via`: where rows, columns and filter are at home.
    pub(crate) base: Key,
    pub(crate) filter: Option<Filter>,
}

/// The sources, or why there is nothing to sum up.
pub(super) fn plan(spec: &PivotSpec, reader: &mut Reader<'_>) -> Result<Vec<Source>, Issues> {
    let root = Pointer::root();
    let sources = match (&spec.form, spec.sources.as_slice()) {
        (Some(form), []) => {
            let source =
                Source { name: None, form: form.clone(), subform: None, via: None, base: form.clone(), filter: None };
            vec![exists(&root.at("form"), source, reader)]
        }
        (None, [_, ..]) => named(&root.at("sources"), &spec.sources, reader),
        _ => return Err(Issue::error(root, "form_or_sources").into()),
    };
    let sources: Vec<Source> = sources.into_iter().flatten().collect();
    if reader.issues.has_errors() { Err(std::mem::take(&mut reader.issues)) } else { Ok(sources) }
}

fn exists(at: &Pointer, source: Source, reader: &mut Reader<'_>) -> Option<Source> {
    if reader.form(&source.form).is_some() {
        return Some(source);
    }
    reader.issues.push(Issue::error(at.clone(), "unknown_form").with("form", &*source.form));
    None
}

fn named(at: &Pointer, specs: &[SourceSpec], reader: &mut Reader<'_>) -> Vec<Option<Source>> {
    let mut sources = Vec::new();
    for (index, spec) in specs.iter().enumerate() {
        let at = at.at(index);
        if specs[..index].iter().any(|other| other.name == spec.name) {
            reader.issues.push(Issue::error(at.at("name"), "duplicate_source").with("name", &*spec.name));
        }
        sources.push(one(&at, spec, reader));
    }
    sources
}

fn one(at: &Pointer, spec: &SourceSpec, reader: &mut Reader<'_>) -> Option<Source> {
    for (given, member) in [(spec.system.is_some(), "system"), (spec.spread.is_some(), "spread")] {
        if given {
            reader.issues.push(Issue::error(at.at(member), "not_available").with("name", member));
        }
    }
    let Some(form) = &spec.form else {
        if spec.system.is_none() {
            reader.issues.push(Issue::error(at.at("form"), "missing_property").with("property", "form"));
        }
        return None;
    };
    let source = Source {
        name: Some(spec.name.clone()),
        form: form.clone(),
        subform: spec.subform.clone(),
        via: None,
        base: form.clone(),
        filter: spec.filter.clone(),
    };
    let mut source = exists(&at.at("form"), source, reader)?;
    if let Some(subform) = &spec.subform {
        let seen = reader.see(&at.at("subform"), &Source { subform: None, ..source.clone() }, &Path::new(subform))?;
        if seen.reach.storage != Storage::Rows {
            let issue = Issue::error(at.at("subform"), "not_a_subform").with("field", &**subform);
            reader.issues.push(issue);
            return None;
        }
    }
    if let Some(filter) = &spec.filter {
        reader.filter(&at.at("filter"), &source, filter);
    }
    if let Some(via) = &spec.via {
        source.base = behind(&at.at("via"), &source, via, reader)?;
        source.via = Some(via.clone());
    }
    Some(source)
}

/// The form to which a way leads through links to one record.
fn behind(at: &Pointer, source: &Source, via: &Path, reader: &mut Reader<'_>) -> Option<Key> {
    let seen = reader.see(at, source, via)?;
    let Storage::Ref(mortise_model::Target::Form(form)) = seen.reach.storage else {
        reader.issues.push(Issue::error(at.clone(), "not_a_link").with("field", via.to_string()));
        return None;
    };
    if reader.form(&form).is_none() {
        reader.issues.push(Issue::error(at.clone(), "unknown_field").with("field", via.to_string()));
        return None;
    }
    Some(form)
}

impl Source {
    /// A filter of the pivot, asked of the records of this source.
    pub(crate) fn own(&self, filter: &Filter) -> Filter {
        match &self.via {
            Some(via) => behind_via(filter, via),
            None => filter.clone(),
        }
    }
}

fn behind_via(filter: &Filter, via: &Path) -> Filter {
    let far = |path: &Path| Path::new(&format!("{via}.{path}"));
    match filter {
        Filter::And(parts) => Filter::And(parts.iter().map(|part| behind_via(part, via)).collect()),
        Filter::Or(parts) => Filter::Or(parts.iter().map(|part| behind_via(part, via)).collect()),
        Filter::Not(part) => Filter::Not(Box::new(behind_via(part, via))),
        Filter::Exists(exists) => Filter::Exists(exists.clone()),
        Filter::Compare { field, op, value } => {
            let value = match value {
                mortise_model::Operand::Field(path) => mortise_model::Operand::Field(far(path)),
                other => other.clone(),
            };
            Filter::Compare { field: far(field), op: *op, value }
        }
    }
}
