use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// The one clock. Outside the demo it is the system's; in the demo it may be moved forward.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_ms: AtomicI64,
}

impl Clock {
    /// A clock that shows `start` now and goes on from there.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self { ahead_ms: AtomicI64::new((start - Utc::now()).num_milliseconds()) }
    }

    /// The time, to the millisecond.
    pub fn now(&self) -> DateTime<Utc> {
        let shown = Utc::now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::Relaxed));
        DateTime::from_timestamp_millis(shown.timestamp_millis()).unwrap_or(shown)
    }

    /// Moves the clock to a time; never back.
    pub fn move_to(&self, time: DateTime<Utc>) {
        let by = (time - self.now()).num_milliseconds();
        if by > 0 {
            self.ahead_ms.fetch_add(by, Ordering::Relaxed);
        }
    }
}
