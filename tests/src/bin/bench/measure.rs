//! Asking many times and summing up: requests a second, waiting times, and the server's CPU.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::server::Server;

/// One line of the result.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    /// What was done.
    pub(crate) step: String,
    /// How often a second; of a single act, nothing.
    pub(crate) per_second: Option<f64>,
    /// The middle waiting time, milliseconds.
    pub(crate) p50_ms: f64,
    /// The waiting time that one in a hundred exceeds, milliseconds.
    pub(crate) p99_ms: f64,
    /// The server's CPU time for each, milliseconds.
    pub(crate) cpu_ms: f64,
    /// The server's memory afterwards, MB.
    pub(crate) rss_mb: u64,
    /// Anything to know about it.
    pub(crate) note: String,
}

/// Runs `act` from so many connections for so long; `act` is given a running number.
pub(crate) async fn repeat<F, Fut>(
    server: &Server,
    step: &str,
    connections: usize,
    seconds: u64,
    act: F,
) -> Result<Figure, String>
where
    F: Fn(usize) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), String>> + Send,
{
    let act = Arc::new(act);
    let number = Arc::new(AtomicUsize::new(0));
    let cpu_before = server.cpu_ms();
    let started = Instant::now();
    let until = started + Duration::from_secs(seconds);
    let workers: Vec<_> = (0..connections)
        .map(|_| {
            let (act, number) = (Arc::clone(&act), Arc::clone(&number));
            tokio::spawn(async move {
                let mut waits = Vec::new();
                while Instant::now() < until {
                    let asked = Instant::now();
                    act(number.fetch_add(1, Ordering::Relaxed)).await?;
                    waits.push(asked.elapsed());
                }
                Ok::<_, String>(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    for worker in workers {
        waits.extend(worker.await.map_err(|error| error.to_string())?.map_err(|error| format!("{step}: {error}"))?);
    }
    let took = started.elapsed().as_secs_f64();
    Ok(figure(server, &format!("{step} c{connections}"), waits, Some(took), cpu_before))
}

/// Runs `act` once, or a few times where it is quick, and counts it as one act of `units`.
pub(crate) async fn once<Fut>(server: &Server, step: &str, units: usize, act: Fut) -> Result<Figure, String>
where
    Fut: Future<Output = Result<(), String>>,
{
    let cpu_before = server.cpu_ms();
    let started = Instant::now();
    act.await.map_err(|error| format!("{step}: {error}"))?;
    let took = started.elapsed();
    let mut figure = figure(server, step, vec![took], None, cpu_before);
    if units > 1 {
        figure.cpu_ms /= units as f64;
        figure.per_second = Some(units as f64 / took.as_secs_f64());
    }
    Ok(figure)
}

/// Sums up acts that were timed one by one.
pub(crate) fn each(server: &Server, step: &str, waits: Vec<Duration>, cpu_before: f64) -> Figure {
    let took = waits.iter().sum::<Duration>().as_secs_f64();
    figure(server, step, waits, Some(took), cpu_before)
}

fn figure(server: &Server, step: &str, mut waits: Vec<Duration>, took: Option<f64>, cpu_before: f64) -> Figure {
    waits.sort_unstable();
    let at = |share: f64| {
        let place = ((waits.len() as f64 - 1.0) * share).round().max(0.0) as usize;
        waits.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    };
    let count = waits.len().max(1) as f64;
    Figure {
        step: step.to_owned(),
        per_second: took.map(|took| count / took),
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        cpu_ms: (server.cpu_ms() - cpu_before) / count,
        rss_mb: server.rss_mb(),
        note: String::new(),
    }
}
