//! What is measured, in order: records at 100,000 rows, the browser on them, a pivot at 1,000,000, an approval, a
//! print, and the start.

use crate::{
    Plan,
    browser::browser,
    measure::Figure,
    pivot::pivot,
    records::records,
    server::{Place, Server},
    story::story,
    world,
};

/// Runs all steps.
pub(crate) async fn run(plan: &Plan) -> Result<Vec<Figure>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let place = Place { data: folder.path().to_owned(), database_url: plan.database_url.clone() };
    world::prepare(&place)?;
    let wanted = |name: &str| plan.only.as_deref().is_none_or(|only| name.contains(only));
    let mut figures = Vec::new();
    let (server, _) = Server::start(&place).await?;
    let world = world::enter(&server).await?;
    if wanted("story") {
        figures.extend(story(plan, &server, &world).await?);
    }
    if wanted("records") || wanted("browser") {
        figures.extend(records(plan, &server, &world).await?);
    }
    if wanted("browser") {
        figures.extend(browser(&server, folder.path())?);
    }
    if wanted("pivot") {
        figures.extend(pivot(plan, &server, &world).await?);
    }
    drop(server);
    let (server, took) = Server::start(&place).await?;
    figures.push(Figure {
        step: "start on existing data".to_owned(),
        per_second: None,
        p50_ms: took.as_secs_f64() * 1e3,
        p99_ms: took.as_secs_f64() * 1e3,
        cpu_ms: server.cpu_ms(),
        rss_mb: server.rss_mb(),
        note: format!("binary {} MB", binary_mb()),
    });
    Ok(figures)
}

fn binary_mb() -> u64 {
    Server::binary().ok().and_then(|path| path.metadata().ok()).map_or(0, |data| data.len() >> 20)
}
