//! The rows or columns of a table, with their totals.

use std::collections::BTreeSet;

use mortise_model::AxisKind;

use super::Keys;
use crate::PlannedDim;

/// One direction of the table.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    /// How many fields it is grouped by.
    n_dims: usize,
    /// Its innermost groups, in order.
    pub(crate) leaves: Vec<Keys>,
}

/// One row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Its keys; fewer than there are fields in a total.
    pub(crate) keys: Keys,
    /// What it is.
    pub(crate) kind: AxisKind,
}

impl Axis {
    /// The groups that occur, by their keys.
    pub(crate) fn of<'k>(dims: &[PlannedDim], keys: impl Iterator<Item = &'k Keys>) -> Self {
        let leaves: BTreeSet<&Keys> = keys.collect();
        let mut leaves: Vec<Keys> = leaves.into_iter().cloned().collect();
        if dims.is_empty() && leaves.is_empty() {
            leaves.push(Vec::new());
        }
        Self { n_dims: dims.len(), leaves }
    }

    /// The same axis with other groups, in this order.
    pub(crate) fn with(&self, leaves: Vec<Keys>) -> Self {
        Self { n_dims: self.n_dims, leaves }
    }

    /// All that is shown: groups before their subtotal, the grand total last.
    pub(crate) fn nodes(&self, subtotals: bool, grand: bool) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (index, leaf) in self.leaves.iter().enumerate() {
            nodes.push(Node::new(leaf.clone(), AxisKind::Group));
            if subtotals {
                let next = self.leaves.get(index + 1);
                nodes.extend(self.ending(leaf, next).map(|keys| Node::new(keys, AxisKind::Subtotal)));
            }
        }
        let whole = self.n_dims > 0 && (grand || (subtotals && self.n_dims == 1));
        if whole {
            nodes.push(Node::new(Vec::new(), AxisKind::Grand));
        }
        nodes
    }

    /// The outer groups that end with a leaf, innermost first.
    fn ending<'a>(&'a self, leaf: &'a Keys, next: Option<&'a Keys>) -> impl Iterator<Item = Keys> + 'a {
        let ends = move |depth: &usize| next.is_none_or(|next| next[..*depth] != leaf[..*depth]);
        (1..self.n_dims).rev().filter(ends).map(|depth| leaf[..depth].to_vec())
    }
}
