//! A pivot over many records, through the importer first.

use serde_json::json;

use crate::{
    Plan,
    import::import,
    measure::{Figure, once, repeat},
    server::Server,
    world::World,
};

/// Fills up to the size that is wanted and asks.
pub(crate) async fn pivot(plan: &Plan, server: &Server, world: &World) -> Result<Vec<Figure>, String> {
    let client = &world.admin;
    let mut figures = Vec::new();
    if plan.pivot_rows > plan.rows {
        let more = plan.pivot_rows - plan.rows;
        figures
            .push(once(server, "bulk import to the pivot's size, a row", more, import(client, 1_000_000, more)).await?);
    }
    let spec = json!({
        "form": "deal",
        "rows": [{"field": "sign_date", "group": "quarter"}, {"field": "genre"}],
        "columns": [{"field": "status"}],
        "measures": [{"key": "n", "agg": "count"}, {"key": "total", "agg": "sum", "field": "amount"}, {"key": "mean", "agg": "avg", "field": "amount"}],
        "totals": {"rows": true, "columns": true, "grand": true},
    });
    let client = client.clone();
    let act = move |_| {
        let (client, spec) = (client.clone(), spec.clone());
        async move { client.fetch("/apps/bench/pivot", &spec).await.map(drop) }
    };
    let mut figure = repeat(server, "pivot", 1, plan.seconds.max(5), act).await?;
    figure.note = format!("{} rows, quarter × genre × status, with totals", plan.pivot_rows);
    figures.push(figure);
    Ok(figures)
}
