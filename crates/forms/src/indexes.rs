//! Which indexes the views of a form call for, so that nobody has to think of any.

use mortise_model::{Filter, FilterOp, Path};

use crate::{FormSpec, ViewSpec};

/// More columns make an index large and hardly narrower.
const MOST_COLUMNS: usize = 4;
/// Each index costs something with every write.
const MOST_INDEXES: usize = 8;

/// For each view the columns of an index that finds its records in their order: what the view compares for equality,
/// then what it sorts by first, then what else it compares, so that counting needs the index alone.
///
/// The order of columns matters to the database: behind the first range nothing narrows any more.
pub(crate) fn indexes(form: &FormSpec) -> Vec<Vec<Box<str>>> {
    let mut all: Vec<Vec<Box<str>>> = Vec::new();
    for columns in form.views.iter().map(columns).filter(|columns| !columns.is_empty()) {
        if !all.contains(&columns) && all.len() < MOST_INDEXES {
            all.push(columns);
        }
    }
    all
}

fn columns(view: &ViewSpec) -> Vec<Box<str>> {
    let compared = view.filter.as_ref().map(compared).unwrap_or_default();
    let is_equal = |(_, op): &&(&Path, FilterOp)| *op == FilterOp::Eq;
    let equal = compared.iter().filter(is_equal).map(|(field, _)| *field);
    let sorted = view.sort.first().map(|sort| &sort.field);
    let other = compared.iter().filter(|part| !is_equal(part)).map(|(field, _)| *field);
    let mut columns: Vec<Box<str>> = Vec::new();
    for field in equal.chain(sorted).chain(other).filter(|field| field.steps().len() == 1) {
        if columns.iter().all(|column| **column != *field.head()) {
            columns.push(field.head().into());
        }
    }
    columns.truncate(MOST_COLUMNS);
    columns
}

/// The comparisons that every record of the view meets, and that an index can answer.
fn compared(filter: &Filter) -> Vec<(&Path, FilterOp)> {
    use FilterOp::{Between, Eq, Gt, Gte, In, Lt, Lte, Within};
    match filter {
        Filter::And(parts) => parts.iter().flat_map(compared).collect(),
        Filter::Compare { field, op: op @ (Eq | Gt | Gte | Lt | Lte | Between | In | Within), .. } => {
            vec![(field, *op)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
