//! The durable queue: work is entered in the caller's transaction, and done later, once, at its
//! time, again where it failed.
//!
//! **Invariant:** nothing here knows a kind of job, and no time is read but the host's (when
//! something is due) and real time (how long a worker may be silent). A job's effects and its end
//! can be one transaction ([`Turn::end_in`]); a job that does not use it must bear being run twice.

mod backoff;
mod enqueue;
mod host;
mod kind;
mod queue;
mod turn;
mod worker;

pub use backoff::backoff;
pub use enqueue::{Enqueue, enqueue};
pub use host::JobHost;
pub use kind::{Failure, JobKind, Kinds};
pub use queue::{Advance, Error, Fired, Outcome, Queue};
pub use turn::Turn;
pub use worker::{Limits, Stop, Worker};

#[cfg(test)]
mod tests;
