//! From the groups that queries found to one table, exactly.

use std::collections::{BTreeMap, HashMap};

use mortise_model::{AxisKind, Id, Issue, Issues, PivotColumn, PivotRow, PivotTable, Pointer, Storage, Target, Value};

use crate::{
    GroupRow, PivotPlan,
    fold::{
        acc::Acc,
        axis::{Axis, Node},
        cells::Cells,
    },
    plan::{MeasureSource, Output},
};

mod acc;
mod axis;
mod cells;
mod write;

/// The titles of records, people and departments that stand in keys and cells.
pub type Titles = HashMap<(Target, Id), String>;

/// The keys of one row or column, outermost first; fewer in a total.
pub(crate) type Keys = Vec<Term>;

/// One key, in an order and form in which groups of different queries meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Term {
    /// False and true.
    Bool(bool),
    /// A number, also the index of a range.
    Number(mortise_model::Decimal),
    /// A text, a day, a part of a date.
    Text(String),
    /// A moment.
    Moment(chrono::DateTime<chrono::Utc>),
    /// A record, person or department.
    Ref(Id),
    /// Blank, which stands last.
    Blank,
}

/// The numbers of one cell while groups are put together: one for each base measure.
pub(crate) type Accs = Vec<Option<Acc>>;

/// Puts the answers of a plan's queries, in their order, together into its table.
///
/// Fails with `mixed_currency {measure}` where one cell would add up amounts of several currencies, and with
/// `out_of_range {measure}` where a sum leaves the range of exact numbers. A total over several currencies is blank.
pub fn fold(plan: &PivotPlan, answers: Vec<Vec<GroupRow>>, titles: &Titles) -> Result<PivotTable, Issues> {
    let groups = gather(plan, &answers)?;
    let rows = Axis::of(&plan.rows, groups.keys().map(|(row, _)| row));
    let columns = Axis::of(&plan.columns, groups.keys().map(|(_, column)| column));
    let cells = Cells::new(plan, groups, titles);
    let (rows, cells) = cells.shown(rows);
    let row_nodes = rows.nodes(plan.totals.rows, plan.totals.grand);
    let column_nodes = cells.columns_left(columns).nodes(plan.totals.columns, plan.totals.grand);
    let table = PivotTable {
        cells: cells.table(&row_nodes, &column_nodes),
        rows: row_nodes.iter().map(|node| shown_row(plan, node, titles)).collect(),
        columns: column_nodes.iter().map(|node| shown_column(plan, node, titles)).collect(),
        measures: plan.measures.iter().map(|measure| measure.key.to_string()).collect(),
        held_back: plan.held_back,
        took_ms: 0,
    };
    Ok(table)
}

/// The records, people and departments whose titles a table shows.
pub fn references(plan: &PivotPlan, answers: &[Vec<GroupRow>]) -> Vec<(Target, Id)> {
    let mut found: Vec<(Target, Id)> = Vec::new();
    let n_dims = plan.rows.len() + plan.columns.len();
    for rows in answers {
        for (index, dim) in plan.rows.iter().chain(&plan.columns).enumerate() {
            if let Some(target) = target_of(&dim.storage) {
                found.extend(rows.iter().flat_map(|row| ids(&row.keys[index])).map(|id| (target.clone(), id)));
            }
        }
    }
    for measure in &plan.measures {
        let (MeasureSource::Base(base), Output::Value(storage)) = (&measure.source, &measure.output) else { continue };
        let (Some(target), Some(rows)) = (target_of(storage), answers.get(base.query)) else { continue };
        if let Some(key) = base.value_key.filter(|key| *key >= n_dims || !rows.is_empty()) {
            found.extend(rows.iter().flat_map(|row| ids(&row.keys[key])).map(|id| (target.clone(), id)));
        }
    }
    found.sort_by(|a, b| (format!("{:?}", a.0), a.1).cmp(&(format!("{:?}", b.0), b.1)));
    found.dedup();
    found
}

fn target_of(storage: &Storage) -> Option<Target> {
    match storage {
        Storage::Ref(target) | Storage::RefList(target) => Some(target.clone()),
        _ => None,
    }
}

fn ids(value: &Value) -> Vec<Id> {
    value.refs().to_vec()
}

/// The groups of all queries by row and column keys.
fn gather(plan: &PivotPlan, answers: &[Vec<GroupRow>]) -> Result<BTreeMap<(Keys, Keys), Accs>, Issues> {
    let n_rows = plan.rows.len();
    let n_dims = n_rows + plan.columns.len();
    let mut groups: BTreeMap<(Keys, Keys), Accs> = BTreeMap::new();
    if n_dims == 0 {
        groups.insert((Vec::new(), Vec::new()), vec![None; plan.measures.len()]);
    }
    for (query, rows) in answers.iter().enumerate() {
        for row in rows {
            let terms: Keys = row.keys.iter().take(n_dims).map(Term::of).collect();
            let (row_keys, column_keys) = terms.split_at(n_rows);
            let key = (row_keys.to_vec(), column_keys.to_vec());
            let accs = groups.entry(key).or_insert_with(|| vec![None; plan.measures.len()]);
            add(plan, query, row, accs)?;
        }
    }
    Ok(groups)
}

/// Adds what one group of a query says to the measures that come from that query.
fn add(plan: &PivotPlan, query: usize, row: &GroupRow, accs: &mut Accs) -> Result<(), Issues> {
    for (index, measure) in plan.measures.iter().enumerate() {
        let MeasureSource::Base(base) = &measure.source else { continue };
        if base.query != query {
            continue;
        }
        let fresh = Acc::new(base, row);
        let merged = match accs[index].take() {
            Some(before) => before.merged(&fresh),
            None => fresh,
        };
        let wrong = if merged.mixes_currencies() {
            Some("mixed_currency")
        } else if merged.out_of_range() {
            Some("out_of_range")
        } else {
            None
        };
        if let Some(code) = wrong {
            let at = Pointer::root().at("measures").at(index);
            return Err(Issue::error(at, code).with("measure", &*measure.key).into());
        }
        accs[index] = Some(merged);
    }
    Ok(())
}

fn shown_row(plan: &PivotPlan, node: &Node, titles: &Titles) -> PivotRow {
    let keys = write::keys(&plan.rows, &node.keys, titles);
    PivotRow { depth: keys.len(), keys, kind: node.kind }
}

fn shown_column(plan: &PivotPlan, node: &Node, titles: &Titles) -> PivotColumn {
    PivotColumn { keys: write::keys(&plan.columns, &node.keys, titles), kind: node.kind }
}

impl Term {
    /// The key of a group as a query found it.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            value if value.is_blank() => Self::Blank,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Int(number) => Self::Number((*number).into()),
            Value::Decimal(number) => Self::Number(number.normalize()),
            Value::Ref(id) => Self::Ref(*id),
            Value::Instant(moment) => Self::Moment(*moment),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Refs(ids) if ids.len() == 1 => Self::Ref(ids[0]),
            Value::List(list) if list.len() == 1 => Self::Text(list[0].clone()),
            other => match other.to_json() {
                serde_json::Value::String(text) => Self::Text(text),
                json => Self::Text(json.to_string()),
            },
        }
    }
}

impl Node {
    fn new(keys: Keys, kind: AxisKind) -> Self {
        Self { keys, kind }
    }
}

#[cfg(test)]
mod tests;
