//! The figures as a table that can be put into the documentation.

use crate::measure::Figure;

/// A Markdown table.
pub(crate) fn markdown(figures: &[Figure]) -> String {
    let mut text = String::from(
        "| step | per second | p50 ms | p99 ms | server CPU ms | RSS MB | note |\n|---|---:|---:|---:|---:|---:|---|\n",
    );
    for figure in figures {
        let rate = figure.per_second.map_or_else(String::new, |rate| format!("{rate:.0}"));
        text.push_str(&format!(
            "| {} | {rate} | {:.2} | {:.2} | {:.3} | {} | {} |\n",
            figure.step, figure.p50_ms, figure.p99_ms, figure.cpu_ms, figure.rss_mb, figure.note
        ));
    }
    text
}
