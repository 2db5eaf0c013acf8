use indexmap::IndexMap;
use mortise_model::{Key, Path};

use crate::{
    PublishedForm,
    graph::{Place, Way},
};

/// Which computed fields of an app read which forms: whom a changed record makes out of date.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dependents(IndexMap<Key, Vec<Dependent>>);

/// Computed fields of one form that read records of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependent {
    /// The form that reads.
    pub form: Key,
    /// The computed fields there; of a subform's rows the subform.
    pub fields: Vec<Key>,
    /// Which fields are read; of a subform's rows the subform. A change of others does not matter.
    pub reads: Vec<Key>,
    /// How to find the records that read a given one.
    pub through: Through,
}

/// How the records that read a given one are found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Through {
    /// Those of the reading form whose path leads to the given record: `org`, `contract.org`, `items.vendor`.
    Links(Path),
    /// Those to which the given record refers by this field, before or after the change: `contract`, `alloc.line`.
    Back(Path),
    /// Any: a condition that names no link between them.
    Anything,
}

impl Dependents {
    /// All dependencies between the forms of an app.
    pub fn of<'a>(forms: impl IntoIterator<Item = &'a PublishedForm>) -> Self {
        let mut all: IndexMap<Key, Vec<Dependent>> = IndexMap::new();
        for form in forms {
            for (place, read) in &form.reads {
                let through = match &read.way {
                    Way::Here => continue,
                    Way::Links(path) => Through::Links(path.clone()),
                    Way::Back(path) => Through::Back(path.clone()),
                    Way::Condition => Through::Anything,
                };
                let known = all.entry(read.form.clone()).or_default();
                note(known, form.key(), top(place), top(&read.place), through);
            }
        }
        Self(all)
    }

    /// Who reads records of a form.
    pub fn on(&self, form: &str) -> &[Dependent] {
        self.0.get(form).map_or(&[], Vec::as_slice)
    }
}

/// The field of the form itself.
fn top(place: &Place) -> &Key {
    place.subform.as_ref().unwrap_or(&place.field)
}

fn note(known: &mut Vec<Dependent>, form: &Key, field: &Key, read: &Key, through: Through) {
    let same = |dependent: &&mut Dependent| {
        dependent.form == *form && dependent.through == through && dependent.fields == [field.clone()]
    };
    match known.iter_mut().find(same) {
        Some(dependent) if dependent.reads.contains(read) => {}
        Some(dependent) => dependent.reads.push(read.clone()),
        None => known.push(Dependent {
            form: form.clone(),
            fields: vec![field.clone()],
            reads: vec![read.clone()],
            through,
        }),
    }
}

#[cfg(test)]
mod tests;
