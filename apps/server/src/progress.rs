//! How far long work is: a bar where somebody watches a terminal, plain lines elsewhere; on standard error.

use std::{
    io::{self, IsTerminal},
    sync::atomic::{AtomicU64, Ordering},
};

/// Where nobody watches, a line comes whenever another of so many parts is done.
const LINES: u64 = 10;
/// The bar in full.
const BAR: u64 = 30;
/// Clears the line of the terminal.
const CLEAR: &str = "\r\x1b[K";

/// The progress of one piece of work; the bar goes when it is dropped.
pub(crate) struct Progress {
    what: &'static str,
    watched: bool,
    /// So many parts have been told: of [`LINES`], or hundredths of the bar.
    told: AtomicU64,
}

impl Progress {
    /// For work on so many `what`, such as `records`.
    pub(crate) fn of(what: &'static str) -> Self {
        Self { what, watched: io::stderr().is_terminal(), told: AtomicU64::new(0) }
    }

    /// It is so far.
    pub(crate) fn at(&self, done: u64, total: u64) {
        let of = if self.watched { 100 } else { LINES };
        let part = (done * of).checked_div(total).unwrap_or_default();
        if part <= self.told.fetch_max(part, Ordering::Relaxed) {
            return;
        }
        let line = format!("{done} of {total} {}", self.what);
        if self.watched { eprint!("{CLEAR}{} {line}", bar(done, total)) } else { eprintln!("{line}") }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.watched {
            eprint!("{CLEAR}");
        }
    }
}

fn bar(done: u64, total: u64) -> String {
    let full = (done * BAR).checked_div(total).unwrap_or_default().min(BAR);
    (0..BAR).map(|at| if at < full { '█' } else { '░' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_by_tenths_and_only_forward() {
        let progress = Progress { what: "records", watched: false, told: AtomicU64::new(0) };
        let told = |done, total| {
            progress.at(done, total);
            progress.told.load(Ordering::Relaxed)
        };
        assert_eq!([told(0, 0), told(5, 100), told(39, 100), told(20, 100), told(100, 100)], [0, 0, 3, 3, 10]);
    }

    #[test]
    fn the_bar_is_as_long_at_any_time() {
        for (done, full) in [(0, 0), (50, 15), (100, 30), (130, 30)] {
            let bar = bar(done, 100);
            assert_eq!((bar.chars().count(), bar.matches('█').count()), (30, full));
        }
        assert_eq!(bar(0, 0).matches('░').count(), 30);
    }
}
