//! The numbers of all cells and totals.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use indexmap::IndexMap;
use mortise_expr::{Scope, holds};
use mortise_model::{AppShape, Facts, FormShape, Key, Value};
use serde_json::Value as Json;

use super::{
    Accs, Keys, Term, Titles,
    axis::{Axis, Node},
    target_of, write,
};
use crate::{
    PivotPlan,
    plan::{MeasureSource, Output, PlannedSort, SortBy, formula_scope},
};

/// All groups of a pivot and, once they are chosen, their totals.
pub(super) struct Cells<'a> {
    plan: &'a PivotPlan,
    titles: &'a Titles,
    groups: BTreeMap<(Keys, Keys), Accs>,
    /// The groups put together under every outer group and under everything, in both directions.
    sums: HashMap<(Keys, Keys), Accs>,
    app: AppShape,
    form: FormShape,
    moment: mortise_expr::Moment,
}

impl<'a> Cells<'a> {
    pub(super) fn new(plan: &'a PivotPlan, groups: BTreeMap<(Keys, Keys), Accs>, titles: &'a Titles) -> Self {
        let (app, form, moment) = formula_scope(&plan.measures);
        let mut cells = Self { plan, titles, groups, sums: HashMap::new(), app, form, moment };
        cells.sum_up();
        cells
    }

    /// Chooses and orders the rows: those that `having` lets through, sorted, at most `limit` outermost groups.
    /// The totals are then those of the rows that are left.
    pub(super) fn shown(mut self, rows: Axis) -> (Axis, Self) {
        if let Some(having) = &self.plan.having {
            let kept: BTreeSet<Keys> = rows.leaves.iter().filter(|row| self.fits(having, row)).cloned().collect();
            self.keep(&kept);
            let left = rows.leaves.iter().filter(|row| kept.contains(*row)).cloned().collect();
            let (rows, cells) = (rows.with(left), self);
            return cells.sorted(rows);
        }
        self.sorted(rows)
    }

    fn sorted(mut self, rows: Axis) -> (Axis, Self) {
        let mut leaves = rows.leaves.clone();
        let totals = self.totals(&leaves);
        leaves.sort_by(|a, b| self.compare(&self.plan.rows, (a, b), &self.plan.sort, &totals));
        if let Some(limit) = self.plan.limit
            && !self.plan.rows.is_empty()
        {
            let mut outer: Vec<&Term> = leaves.iter().map(|row| &row[0]).collect();
            outer.dedup();
            let shown: Vec<Term> = outer.into_iter().take(limit).cloned().collect();
            leaves.retain(|row| shown.contains(&row[0]));
            self.keep(&leaves.iter().cloned().collect());
        }
        (rows.with(leaves), self)
    }

    /// The columns that still have a group.
    pub(super) fn columns_left(&self, columns: Axis) -> Axis {
        let left: BTreeSet<&Keys> = self.groups.keys().map(|(_, column)| column).collect();
        let mut leaves: Vec<Keys> = columns.leaves.iter().filter(|column| left.contains(column)).cloned().collect();
        if leaves.is_empty() && self.plan.columns.is_empty() {
            leaves.push(Vec::new());
        }
        leaves.sort_by(|a, b| self.compare(&self.plan.columns, (a, b), &[], &HashMap::new()));
        columns.with(leaves)
    }

    /// Row × (column × measure).
    pub(super) fn table(&self, rows: &[Node], columns: &[Node]) -> Vec<Vec<Json>> {
        let row = |row: &Node| columns.iter().flat_map(|column| self.cell(&row.keys, &column.keys)).collect();
        rows.iter().map(row).collect()
    }

    fn cell(&self, row: &Keys, column: &Keys) -> Vec<Json> {
        let values = self.values(row, column);
        let write =
            |(measure, value): (&crate::PlannedMeasure, Value)| write::number(&measure.output, &value, self.titles);
        self.plan.measures.iter().zip(values).map(write).collect()
    }

    /// The measures of a cell; all blank where no group lies in it.
    fn values(&self, row: &Keys, column: &Keys) -> Vec<Value> {
        let mut named: IndexMap<Key, Value> = IndexMap::new();
        let accs = self.sums.get(&(row.clone(), column.clone()));
        for (index, measure) in self.plan.measures.iter().enumerate() {
            let value = match (&measure.source, accs) {
                (_, None) => Value::Null,
                (MeasureSource::Base(_), Some(accs)) => match &accs[index] {
                    Some(acc) => acc.value(),
                    None if measure.output == Output::Count => Value::Int(0),
                    None => Value::Null,
                },
                (MeasureSource::Expr(formula), Some(_)) => {
                    formula.eval(&self.scope(&named, &Facts::new())).unwrap_or(Value::Null)
                }
            };
            let value = write::rounded(&measure.output, value);
            named.insert(measure.key.clone(), value);
        }
        named.into_values().collect()
    }

    fn scope<'s>(&'s self, values: &'s IndexMap<Key, Value>, facts: &'s Facts) -> Scope<'s> {
        Scope {
            app: &self.app,
            form: &self.form,
            id: None,
            values,
            system: None,
            row: None,
            facts,
            moment: self.moment,
            me: None,
        }
    }

    fn fits(&self, having: &mortise_model::Filter, row: &Keys) -> bool {
        let keys = self.plan.measures.iter().map(|measure| measure.key.clone());
        let values = keys.zip(self.values(row, &Vec::new())).collect();
        holds(having, &self.scope(&values, &Facts::new())).unwrap_or(false)
    }

    fn keep(&mut self, rows: &BTreeSet<Keys>) {
        self.groups.retain(|(row, _), _| rows.contains(row));
        self.sum_up();
    }

    /// Puts the groups together for every outer group and for everything, in both directions.
    fn sum_up(&mut self) {
        self.sums.clear();
        for ((row, column), accs) in &self.groups {
            for row_depth in 0..=row.len() {
                for column_depth in 0..=column.len() {
                    let key = (row[..row_depth].to_vec(), column[..column_depth].to_vec());
                    let sums = self.sums.entry(key).or_insert_with(|| vec![None; accs.len()]);
                    for (sum, acc) in sums.iter_mut().zip(accs) {
                        *sum = match (sum.take(), acc) {
                            (Some(sum), Some(acc)) => Some(sum.merged(acc)),
                            (sum, acc) => sum.or_else(|| acc.clone()),
                        };
                    }
                }
            }
        }
    }

    /// The measures of every group of rows, outer ones too, where the order needs them.
    fn totals(&self, leaves: &[Keys]) -> HashMap<Keys, Vec<Term>> {
        let mut totals = HashMap::new();
        if !self.plan.sort.iter().any(|step| matches!(step.by, SortBy::Measure(_))) {
            return totals;
        }
        for prefix in leaves.iter().flat_map(|row| (1..=row.len()).map(|depth| &row[..depth])) {
            if !totals.contains_key(prefix) {
                let values = self.values(&prefix.to_vec(), &Vec::new());
                totals.insert(prefix.to_vec(), values.iter().map(Term::of).collect());
            }
        }
        totals
    }

    /// Outer groups are compared first, each by the sort and then by its key.
    fn compare(
        &self,
        dims: &[crate::PlannedDim],
        (a, b): (&Keys, &Keys),
        sort: &[PlannedSort],
        totals: &HashMap<Keys, Vec<Term>>,
    ) -> Ordering {
        let Some(depth) = (0..dims.len()).find(|depth| a[*depth] != b[*depth]) else { return Ordering::Equal };
        let by_key =
            |desc| ordered(&self.sort_key(&dims[depth], &a[depth]), &self.sort_key(&dims[depth], &b[depth]), desc);
        for step in sort {
            let order = match step.by {
                SortBy::Measure(measure) => {
                    ordered(&totals[&a[..=depth]][measure], &totals[&b[..=depth]][measure], step.desc)
                }
                SortBy::Row(row) if row == depth => by_key(step.desc),
                SortBy::Row(_) => Ordering::Equal,
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        by_key(false).then_with(|| a[depth].cmp(&b[depth]))
    }

    /// Records and people are sorted by their titles.
    fn sort_key(&self, dim: &crate::PlannedDim, term: &Term) -> Term {
        match (term, target_of(&dim.storage)) {
            (Term::Ref(id), Some(target)) => {
                Term::Text(self.titles.get(&(target, *id)).cloned().unwrap_or_else(|| id.to_string()))
            }
            _ => term.clone(),
        }
    }
}

/// By value; blanks last in both directions.
fn ordered(a: &Term, b: &Term, desc: bool) -> Ordering {
    match (a, b) {
        (Term::Blank, _) | (_, Term::Blank) => a.cmp(b),
        _ if desc => b.cmp(a),
        _ => a.cmp(b),
    }
}
