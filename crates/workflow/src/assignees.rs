//! Who is asked: rules become people, people become seats.
//!
//! The order is fixed: rules, groups, people who cannot act, doubles, the initiator's own seat,
//! stand-ins, nobody left, people who have approved already; the result is kept with the visit.

mod dedup;
mod pipeline;
mod resolve;

pub(crate) use pipeline::{Auto, Found, FoundSeat};
