//! Which records a scope means on a form, and which fields are in which group.

use indexmap::IndexMap;
use mortise_model::{AppShape, Exists, Filter, FilterOp, FormShape, Key, Operand, Path, Storage, Target, Variable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Act, FormRef, RoleSpec, RolesSpec, Scope, ScopeRef};

/// More columns make an index larger than what it saves.
const MOST_COLUMNS: usize = 6;

/// The scopes that every app has without defining them.
pub(crate) const BUILT_IN: [&str; 3] = ["own", "dept", "dept_tree"];

/// That a field belongs to a group of confidential fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The group, defined in `roles.json`.
    pub group: Key,
    /// The records in which the field belongs to it; null: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Filter>,
}

/// Which fields of which forms belong to which groups. A field of a subform's rows is called `items.price`.
///
/// A computed field must be given the groups of what it is computed from, else it would
/// tell what they hide.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldGroups(IndexMap<Key, IndexMap<Box<str>, Vec<Membership>>>);

impl FieldGroups {
    /// No field is in a group.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a field into a group; a field in several groups needs the right of all that apply.
    pub fn insert(&mut self, form: Key, field: &str, membership: Membership) {
        let of_field = self.0.entry(form).or_default().entry(field.into()).or_default();
        if !of_field.contains(&membership) {
            of_field.push(membership);
        }
    }

    /// The fields of a form that are in a group.
    pub fn of(&self, form: &str) -> impl Iterator<Item = (&str, &[Membership])> {
        self.0.get(form).into_iter().flatten().map(|(field, groups)| (&**field, groups.as_slice()))
    }

    /// The forms that have a field in a group.
    pub(crate) fn forms_with(&self, group: &Key) -> impl Iterator<Item = &Key> {
        let has = |fields: &IndexMap<Box<str>, Vec<Membership>>| {
            fields.values().flatten().any(|membership| membership.group == *group)
        };
        self.0.iter().filter(move |(_, fields)| has(fields)).map(|(form, _)| form)
    }
}

/// The records of a form that a scope means; none where the scope cannot be asked there.
pub(crate) fn resolve(app: &AppShape, spec: &RolesSpec, scope: &ScopeRef, form: &FormShape) -> Scope {
    let ScopeRef::Scope(key) = scope else { return Scope::Everything };
    match find(spec, key, &form.key) {
        Some(filter) if askable(app, form, &filter) => Scope::Where(filter),
        _ => Scope::Nothing,
    }
}

/// The filter of a scope for a form, as it is written or built in.
pub(crate) fn find(spec: &RolesSpec, scope: &Key, form: &Key) -> Option<Filter> {
    match spec.scopes.iter().find(|defined| defined.key == *scope) {
        Some(defined) => {
            let own = defined.filters.get(&FormRef::Form(form.clone()));
            own.or_else(|| defined.filters.get(&FormRef::Any)).cloned()
        }
        None => built_in(scope),
    }
}

fn built_in(scope: &str) -> Option<Filter> {
    let mine = [is("_owner", FilterOp::Eq, Variable::Me), is("_created_by", FilterOp::Eq, Variable::Me)];
    let others = match scope {
        "own" => None,
        "dept" => Some(is("_dept", FilterOp::Eq, Variable::MyDept)),
        "dept_tree" => Some(is("_dept", FilterOp::In, Variable::MyDepts)),
        _ => return None,
    };
    Some(Filter::Or(mine.into_iter().chain(others).collect()))
}

fn is(field: &str, op: FilterOp, variable: Variable) -> Filter {
    Filter::Compare { field: Path::new(field), op, value: Operand::Var(variable) }
}

/// Whether every path of a filter exists on a form.
pub(crate) fn askable(app: &AppShape, form: &FormShape, filter: &Filter) -> bool {
    unknown_paths(app, form, filter).is_empty()
}

/// The paths of a filter that lead nowhere from a form, as they are written; of `exists` also
/// its form and link where they do not fit.
pub fn unknown_paths(app: &AppShape, form: &FormShape, filter: &Filter) -> Vec<String> {
    let mut unknown = Vec::new();
    collect(&Place { app, form, outer: None }, filter, &mut unknown);
    unknown
}

struct Place<'a> {
    app: &'a AppShape,
    form: &'a FormShape,
    outer: Option<&'a FormShape>,
}

fn collect(place: &Place<'_>, filter: &Filter, unknown: &mut Vec<String>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| collect(place, part, unknown)),
        Filter::Not(part) => collect(place, part, unknown),
        Filter::Exists(exists) => collect_exists(place, exists, unknown),
        Filter::Compare { field, value, .. } => {
            need(place.app, Some(place.form), field, unknown);
            match value {
                Operand::Field(path) => need(place.app, Some(place.form), path, unknown),
                Operand::Record(path) => need(place.app, place.outer, path, unknown),
                Operand::Json(_) | Operand::Var(_) | Operand::Param(_) | Operand::Relative(_) => {}
            }
        }
    }
}

fn collect_exists(place: &Place<'_>, exists: &Exists, unknown: &mut Vec<String>) {
    let Some(other) = place.app.form(&exists.form) else {
        return unknown.push(exists.form.to_string());
    };
    let here = Target::Form(place.form.key.clone());
    let links_here =
        |storage: &Storage| *storage == Storage::Ref(here.clone()) || *storage == Storage::RefList(here.clone());
    if !other.fields.get(&exists.via).is_some_and(|via| links_here(&via.storage)) {
        unknown.push(format!("{}.{}", exists.form, exists.via));
    }
    if let Some(filter) = &exists.filter {
        collect(&Place { app: place.app, form: other, outer: Some(place.form) }, filter, unknown);
    }
}

fn need(app: &AppShape, form: Option<&FormShape>, path: &Path, unknown: &mut Vec<String>) {
    if form.and_then(|form| app.reach(form, path)).is_none() {
        unknown.push(path.to_string());
    }
}

/// The columns of a form that decide which of its records somebody with less than all of them may read, in the order in
/// which the roles ask for them: fields and system columns, of paths the first step.
///
/// An index that ends with them tells which records are in sight without looking at the records.
pub fn scope_columns(roles: &RolesSpec, form: &Key) -> Vec<Box<str>> {
    let of_role = |role: &RoleSpec| {
        let rights = role.forms.get(&FormRef::Form(form.clone())).or_else(|| role.forms.get(&FormRef::Any))?;
        match rights.get(Act::Read) {
            Some(ScopeRef::Scope(scope)) => find(roles, scope, form),
            _ => None,
        }
    };
    let mut columns = Vec::new();
    for filter in roles.roles.iter().filter_map(of_role) {
        heads(&filter, &mut columns);
    }
    columns.truncate(MOST_COLUMNS);
    columns
}

/// The first steps of the paths that begin at the record itself.
fn heads(filter: &Filter, columns: &mut Vec<Box<str>>) {
    let mut add = |path: &Path| {
        let head = path.head();
        if head != "_id" && columns.iter().all(|known| **known != *head) {
            columns.push(head.into());
        }
    };
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| heads(part, columns)),
        Filter::Not(part) => heads(part, columns),
        // Who looks from the other side comes by the record's id.
        Filter::Exists(_) => {}
        Filter::Compare { field, value, .. } => {
            add(field);
            if let Operand::Field(path) = value {
                add(path);
            }
        }
    }
}

/// The filter that nothing fits.
pub(crate) fn nothing() -> Filter {
    Filter::Or(Vec::new())
}

/// The filter that everything fits.
pub(crate) fn everything() -> Filter {
    Filter::And(Vec::new())
}

#[cfg(test)]
mod tests;
