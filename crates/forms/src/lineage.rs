//! Which security groups guard a field, also by what it is computed from.

use mortise_model::{Filter, Key, Operand, Path};

use crate::{
    FieldSpec,
    catalog::{Catalog, Stand},
    graph::{self, Place, Way},
};

/// That a group guards a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guard {
    /// `price` or `items.price`.
    pub(crate) path: String,
    pub(crate) group: Key,
    /// In which records; absent: in all.
    pub(crate) when: Option<Filter>,
}

/// How far back a value is followed.
const MOST_STEPS: usize = 16;

/// The groups of all fields of the form.
pub(crate) fn guards(catalog: Catalog<'_>) -> Vec<Guard> {
    let mut all = Vec::new();
    for (stand, field) in graph::places(catalog.this) {
        let path = Place::of(stand, &field.key).path();
        for (group, when) in of_field(catalog, stand, field, MOST_STEPS) {
            let guard = Guard { path: path.clone(), group, when };
            if !all.contains(&guard) {
                all.push(guard);
            }
        }
    }
    all
}

type Group = (Key, Option<Filter>);

/// The groups that a field names; those of all that it reads where it is computed and names none.
fn of_field<'a>(catalog: Catalog<'a>, stand: Stand<'a>, field: &'a FieldSpec, left: usize) -> Vec<Group> {
    let own: Vec<Group> = field.security_groups.iter().map(|spec| (spec.group.clone(), spec.when.clone())).collect();
    let Some(left) = left.checked_sub(1) else { return own };
    if !own.is_empty() || !graph::is_computed(field) {
        return own;
    }
    let mut all: Vec<Group> = Vec::new();
    for read in graph::reads(catalog, stand, field) {
        let Some((there, source)) = graph::locate(catalog, &read.form, &read.place) else { continue };
        let groups = of_field(catalog, there, source, left).into_iter().chain(of_subform(there));
        for (group, when) in groups {
            let when = match &read.way {
                Way::Here => when,
                Way::Links(links) => when.and_then(|when| behind(&when, links)),
                Way::Back(_) | Way::Condition => None,
            };
            if !all.contains(&(group.clone(), when.clone())) {
                all.push((group, when));
            }
        }
    }
    all
}

fn of_subform(stand: Stand<'_>) -> Vec<Group> {
    let groups = stand.subform.map_or(&[][..], |subform| &subform.security_groups);
    groups.iter().map(|spec| (spec.group.clone(), spec.when.clone())).collect()
}

/// The condition on a linked record as one on the record that links; `None` where it cannot be said.
fn behind(filter: &Filter, links: &Path) -> Option<Filter> {
    let far = |path: &Path| Path::new(&format!("{links}.{path}"));
    Some(match filter {
        Filter::And(parts) => Filter::And(parts.iter().map(|part| behind(part, links)).collect::<Option<_>>()?),
        Filter::Or(parts) => Filter::Or(parts.iter().map(|part| behind(part, links)).collect::<Option<_>>()?),
        Filter::Not(part) => Filter::Not(Box::new(behind(part, links)?)),
        Filter::Exists(_) => return None,
        Filter::Compare { field, op, value } => {
            let value = match value {
                Operand::Field(path) => Operand::Field(far(path)),
                other => other.clone(),
            };
            Filter::Compare { field: far(field), op: *op, value }
        }
    })
}

#[cfg(test)]
mod tests;
