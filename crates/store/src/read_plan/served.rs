//! Which lists an index of a view was made for.

use mortise_model::{Filter, FilterOp, Path};

use super::Sort;

/// Whether an index begins with columns that the filters compare for equality, goes on with what the list is sorted by
/// first, if anything, and has all other columns that the filters compare.
pub(super) fn serves(index: &[Box<str>], filters: &[Filter], sorts: &[Sort]) -> bool {
    let Some(compared) = filters.iter().map(compared).collect::<Option<Vec<_>>>() else { return false };
    let compared: Vec<(&Path, FilterOp)> = compared.into_iter().flatten().collect();
    let has = |path: &Path| path.steps().len() == 1 && index.iter().any(|column| **column == *path.head());
    let is_equal = |column: &str| compared.iter().any(|(path, op)| *op == FilterOp::Eq && *path.head() == *column);
    let n_equal = index.iter().take_while(|column| is_equal(column)).count();
    let next = index.get(n_equal).map(|column| &**column);
    let in_order = sorts.first().is_none_or(|sort| has(&sort.field) && next == Some(sort.field.head()));
    n_equal > 0 && in_order && compared.iter().all(|(path, _)| has(path))
}

/// The comparisons that all records must meet; none where there is more than these.
fn compared(filter: &Filter) -> Option<Vec<(&Path, FilterOp)>> {
    match filter {
        Filter::And(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(compared).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        Filter::Compare { field, op, .. } => Some(vec![(field, *op)]),
        Filter::Or(_) | Filter::Not(_) | Filter::Exists(_) => None,
    }
}

#[cfg(test)]
mod tests;
