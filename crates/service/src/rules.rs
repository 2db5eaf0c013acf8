//! Rules at work by themselves: once an act is committed (the outbox feeds them) and when their time has come. The
//! queue runs them, one act for each.
//!
//! **Invariant:** an event has its effect once. It is taken from the outbox and made a job in one transaction; the job
//! writes what each rule does and that it did it in one transaction; and the next event of the same record waits until
//! the job has ended. A rule that fails is kept among its runs and told to the administrators of the app; it undoes
//! neither what set it off nor what other rules do.

mod follow;
mod happened;
mod relay;
mod run;
mod runs;
mod schedule;

pub(crate) use follow::FollowEvent;
pub(crate) use happened::run_of;
pub(crate) use relay::relay;
pub use runs::{Ended, RuleRunPage, RuleRunView, RunIssue, RunQuery, RunRecord, runs};
pub(crate) use schedule::ScheduledRule;
