//! Which indexes the views of a form call for, so that nobody has to think of any.

use mortise_model::{Filter, FilterOp, Path};

use crate::{FormSpec, ViewSpec};

/// More columns make an index large and hardly narrower.
const MOST_COLUMNS: usize = 4;
/// Each index costs something with every write.
const MOST_INDEXES: usize = 8;
/// The record's id, by which records are ordered that are equal otherwise.
const ID: &str = "_id";

/// For each view the columns of an index that finds its records in their order: what the view compares for equality,
/// what it sorts by, the record's id where that completes the order, then what else it compares, so that counting needs
/// the index alone.
///
/// The order of columns matters to the database: behind the first range nothing narrows any more, and an index that
/// leaves the order of equal records open is passed over for one that does not.
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
    let is_other = |part: &&(&Path, FilterOp)| !is_equal(part);
    let (sorted, is_whole) = sorted(view);
    let mut columns = Vec::new();
    add(&mut columns, compared.iter().filter(is_equal).map(|(field, _)| *field).chain(sorted));
    columns.truncate(MOST_COLUMNS);
    let room = MOST_COLUMNS - columns.len();
    if is_whole && !columns.is_empty() {
        columns.push(ID.into());
    }
    let most = columns.len() + room;
    add(&mut columns, compared.iter().filter(is_other).map(|(field, _)| *field));
    columns.truncate(most);
    columns
}

/// What an index can sort by, and whether nothing but the record's id is missing to the whole order.
fn sorted(view: &ViewSpec) -> (impl Iterator<Item = &Path>, bool) {
    let one_way = view.sort.iter().all(|sort| sort.desc == view.sort[0].desc);
    let n = if one_way { view.sort.len() } else { 1 };
    (view.sort.iter().take(n).map(|sort| &sort.field), one_way)
}

/// Adds the fields of the form itself that are not there yet.
fn add<'p>(columns: &mut Vec<Box<str>>, fields: impl Iterator<Item = &'p Path>) {
    for field in fields.filter(|field| field.steps().len() == 1) {
        if columns.iter().all(|column| **column != *field.head()) {
            columns.push(field.head().into());
        }
    }
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
