use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::{Id, Key, Locale};

/// 2020-01-01 in Unix milliseconds: ids count from here.
const EPOCH_MS: i64 = 1_577_836_800_000;
const SEQUENCE_BITS: u32 = 22;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A person who has logged in, or a program that acts with a person's key.
    User(Id),
    /// The product itself: rules, timers, installation.
    System,
}

impl Actor {
    /// The person, where it is one.
    pub fn user(&self) -> Option<Id> {
        match self {
            Self::User(id) => Some(*id),
            Self::System => None,
        }
    }
}

/// What every use case is given first: where, who, when, in which language, for which request.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The tenant, whose database is the only one within reach.
    pub tenant: Key,
    /// Who acts.
    pub actor: Actor,
    /// The moment of the act, from the one clock.
    pub now: DateTime<Utc>,
    /// The tenant's offset from UTC: what "today" means.
    pub zone: FixedOffset,
    /// The reader's language.
    pub locale: Locale,
    /// Names the request in logs, answers and the audit trail.
    pub request_id: String,
    /// Where new ids come from.
    pub ids: Arc<IdSource>,
}

impl Ctx {
    /// The day it is where the tenant is.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    /// The same request, done by the product itself.
    #[must_use]
    pub fn as_system(&self) -> Self {
        Self { actor: Actor::System, ..self.clone() }
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        self.ids.next(self.now)
    }
}

/// Hands out ids that grow, by the time that is given and a count.
///
/// An id is milliseconds since 2020 (41 bits) and a sequence (22 bits). Within one
/// source no id comes twice, also when the time stands still or goes back.
#[derive(Debug)]
pub struct IdSource {
    last: AtomicI64,
}

impl IdSource {
    /// A source whose ids are larger than `last`.
    pub fn after(last: i64) -> Self {
        Self { last: AtomicI64::new(last) }
    }

    /// The next id at this time.
    pub fn next(&self, now: DateTime<Utc>) -> Id {
        let floor = (now.timestamp_millis() - EPOCH_MS).max(1) << SEQUENCE_BITS;
        let before = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(floor.max(last + 1)))
            .expect("the closure always answers");
        Id::from_raw(floor.max(before + 1))
    }

    /// Counts from the time that is given next, also from an earlier one: for a clock that goes back together with
    /// all that was made until then.
    pub fn set_back(&self) {
        self.last.store(0, Ordering::Relaxed);
    }
}

impl Default for IdSource {
    fn default() -> Self {
        Self::after(0)
    }
}
