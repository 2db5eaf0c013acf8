use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// The one clock. Outside the demo it is the system's; in the demo it may be moved forward.
#[derive(Debug)]
pub struct Clock {
    /// What the clock shows ahead of `from`.
    ahead_ms: AtomicI64,
    /// How far ahead it was set first.
    first_ms: i64,
    from: Origin,
}

/// What a clock counts from.
#[derive(Debug, Clone, Copy)]
enum Origin {
    /// The system's clock: time goes on.
    System,
    /// A moment: time stands still until it is moved.
    Moment(DateTime<Utc>),
}

impl Default for Clock {
    fn default() -> Self {
        Self { ahead_ms: AtomicI64::default(), first_ms: 0, from: Origin::System }
    }
}

impl Clock {
    /// A clock that shows `start` now and goes on from there.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        let first_ms = (start - Utc::now()).num_milliseconds();
        Self { ahead_ms: AtomicI64::new(first_ms), first_ms, from: Origin::System }
    }

    /// A clock that shows `moment` until it is moved: what makes a case the same every time.
    pub fn standing_at(moment: DateTime<Utc>) -> Self {
        Self { ahead_ms: AtomicI64::default(), first_ms: 0, from: Origin::Moment(moment) }
    }

    /// The time, to the millisecond.
    pub fn now(&self) -> DateTime<Utc> {
        let from = match self.from {
            Origin::System => Utc::now(),
            Origin::Moment(moment) => moment,
        };
        let shown = from + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::Relaxed));
        DateTime::from_timestamp_millis(shown.timestamp_millis()).unwrap_or(shown)
    }

    /// Whether it was set to another time than the system's when the product started.
    pub(crate) fn is_set(&self) -> bool {
        self.first_ms != 0
    }

    /// Takes back all moves: it shows what it would show had nobody moved it.
    pub(crate) fn set_back(&self) {
        self.ahead_ms.store(self.first_ms, Ordering::Relaxed);
    }

    /// How far it is ahead of the system's clock; nothing where it stands still.
    pub(crate) fn ahead(&self) -> Option<TimeDelta> {
        match self.from {
            Origin::System => Some(TimeDelta::milliseconds(self.ahead_ms.load(Ordering::Relaxed))),
            Origin::Moment(_) => None,
        }
    }

    /// Lets it show the system's time and so much more: only before anybody has looked at it.
    pub(crate) fn set_ahead(&self, ahead: TimeDelta) {
        self.ahead_ms.store(ahead.num_milliseconds(), Ordering::Relaxed);
    }

    /// Moves the clock to a time; never back.
    pub fn move_to(&self, time: DateTime<Utc>) {
        let by = (time - self.now()).num_milliseconds();
        if by > 0 {
            self.ahead_ms.fetch_add(by, Ordering::Relaxed);
        }
    }
}
