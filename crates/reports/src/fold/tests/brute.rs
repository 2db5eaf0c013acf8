//! Every cell and total against a computation that looks at the records themselves.

use mortise_model::{Decimal, round_half_up};
use proptest::prelude::*;

use super::*;
use crate::Dim;

fn any_sale() -> impl Strategy<Value = Sale> {
    let word = || prop::option::of(prop::sample::select(vec!["x", "y", "z"]));
    let day =
        prop::option::of((2025i32..2027, 1u32..366).prop_map(|(year, day)| {
            chrono::NaiveDate::from_yo_opt(year, day.min(365)).expect("every year has 365 days")
        }));
    (word(), word(), day, prop::option::of(-100_000i64..100_000)).prop_map(|(region, kind, day, cents)| Sale {
        id: 0,
        region,
        kind,
        day,
        cents,
        currency: "CNY",
    })
}

fn any_sales() -> impl Strategy<Value = Vec<Sale>> {
    proptest::collection::vec(any_sale(), 0..40).prop_map(|sales| {
        let numbered = sales.into_iter().enumerate();
        numbered.map(|(index, sale)| Sale { id: index as i64 + 1, ..sale }).collect()
    })
}

fn any_dims() -> impl Strategy<Value = (Vec<Json>, Vec<Json>)> {
    let dim = prop::sample::select(vec![
        json!({"field": "region"}),
        json!({"field": "kind"}),
        json!({"field": "day", "group": "month"}),
        json!({"field": "day", "group": "week"}),
        json!({"field": "amount", "group": {"by": "range", "edges": [-100, 0, "250.50"]}}),
    ]);
    (proptest::collection::vec(dim.clone(), 0..3), proptest::collection::vec(dim, 0..3))
}

/// The measures of the test over some records, computed without groups.
fn expected(sales: &[&Sale]) -> Vec<Json> {
    let mut cents: Vec<i64> = sales.iter().filter_map(|sale| sale.cents).collect();
    cents.sort_unstable();
    let money = |cents: i64| json!(Decimal::new(cents, 2).to_string());
    let or_null = |found: Option<Json>| found.unwrap_or(Json::Null);
    let sum: i64 = cents.iter().sum();
    let some = !cents.is_empty();
    let mut kinds: Vec<&str> = sales.iter().filter_map(|sale| sale.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mean = some.then(|| {
        let mut mean = round_half_up(Decimal::new(sum, 2) / Decimal::from(cents.len()), 6);
        mean.rescale(6);
        json!(mean.to_string())
    });
    let middle = some.then(|| {
        let twice = cents[(cents.len() - 1) / 2] + cents[cents.len() / 2];
        let exact = Decimal::new(twice * 5, 3).normalize();
        let mut shown = exact;
        shown.rescale(exact.scale().max(2));
        json!(shown.to_string())
    });
    let known: Vec<&&Sale> = sales.iter().filter(|sale| sale.cents.is_some()).collect();
    let first = known.iter().min_by_key(|sale| sale.id).and_then(|sale| sale.cents);
    let last = known.iter().max_by_key(|sale| sale.id).and_then(|sale| sale.cents);
    vec![
        json!(sales.len()),
        or_null(some.then(|| money(sum))),
        or_null(mean),
        or_null(cents.first().map(|cents| money(*cents))),
        or_null(cents.last().map(|cents| money(*cents))),
        json!(kinds.len()),
        or_null(middle),
        or_null(first.map(money)),
        or_null(last.map(money)),
    ]
}

fn in_group(sale: &Sale, dims: &[Dim], keys: &[Json], plan: &PivotPlan) -> bool {
    dims.iter().zip(keys).all(|(dim, key)| {
        let planned = plan
            .rows
            .iter()
            .chain(&plan.columns)
            .find(|planned| planned.path == dim.path && planned.group == dim.group);
        let own = write::keys(std::slice::from_ref(planned.unwrap()), &[Term::of(&sale.key(dim))], &Titles::new());
        own[0] == *key
    })
}

proptest! {
    #[test]
    fn every_cell_is_what_its_records_say(sales in any_sales(), (rows, columns) in any_dims()) {
        let json = json!({"form": "sale", "rows": rows, "columns": columns, "measures": [
            {"agg": "count"}, {"agg": "sum", "field": "amount"}, {"agg": "avg", "field": "amount"},
            {"agg": "min", "field": "amount"}, {"agg": "max", "field": "amount"},
            {"agg": "count_distinct", "field": "kind"}, {"agg": "median", "field": "amount"},
            {"agg": "first", "field": "amount"}, {"agg": "last", "field": "amount"},
        ], "totals": {"rows": true, "columns": true, "grand": true}});
        let plan = plan(&spec(json), &app(), &everything, Viewing::AdHoc).unwrap();
        let answers: Vec<Vec<GroupRow>> = plan.queries.iter().map(|query| run(query, &sales)).collect();
        let table = fold(&plan, answers, &Titles::new()).unwrap();
        let (row_dims, column_dims) = plan.queries[0].dims.split_at(plan.rows.len());
        for (row, cells) in table.rows.iter().zip(&table.cells) {
            for (column, values) in table.columns.iter().zip(cells.chunks(9)) {
                let here = |sale: &&Sale| {
                    in_group(sale, row_dims, &row.keys, &plan) && in_group(sale, column_dims, &column.keys, &plan)
                };
                let found: Vec<&Sale> = sales.iter().filter(here).collect();
                let empty = found.is_empty() && plan.rows.len() + plan.columns.len() > 0;
                let expected = if empty { vec![Json::Null; 9] } else { expected(&found) };
                prop_assert_eq!(values, expected.as_slice(), "{:?} {:?}", &row, &column);
            }
        }
        let leaves = table.rows.iter().filter(|row| row.kind == AxisKind::Group).count();
        let keys: std::collections::BTreeSet<String> = sales.iter().map(|sale| {
            format!("{:?}", row_dims.iter().map(|dim| Term::of(&sale.key(dim))).collect::<Vec<_>>())
        }).collect();
        prop_assert_eq!(leaves, if plan.rows.is_empty() { usize::from(!table.rows.is_empty()) } else { keys.len() });
    }
}
