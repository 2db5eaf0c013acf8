//! How an instance runs: commands come in, events and effects go out.
//!
//! [`decide`] works on a copy of the [`State`]; every change of that copy is an [`Event`] applied by
//! [`State::apply`], so that the events alone give the same state again. Forks open scopes with one
//! token for each branch; a scope closes when each of its branches is done, and nothing is counted at
//! a gateway.

mod acting;
mod adding;
mod administering;
mod apply;
mod claiming;
mod command;
mod decide;
mod due;
mod env;
mod event;
mod fields;
mod human;
mod lifecycle;
mod moving;
mod path;
mod recalling;
mod resume;
mod returning;
mod state;
mod tally;
mod violations;

pub use command::{Command, Fields, Note, ReturnMode, SignOrder, SignPosition, TaskAct};
pub(crate) use decide::Engine;
pub use decide::decide;
pub use env::{
    Decision, Effect, Env, NoticeKind, Purpose, Recompute, Refusal, RefusalClass, SetBy, Standing, Stop, Timer,
};
pub use event::{Event, Happened};
pub(crate) use fields::written;
pub use state::{
    BranchState, BranchStatus, CancelReason, CloseReason, Closed, EntryReason, FlowState, Incident, Origin, Resume,
    Run, RunNo, RunStatus, Scope, ScopeNo, ScopeStatus, SkipReason, State, Step, Task, TaskNo, TaskStatus, Token,
    TokenNo, TokenStatus,
};
pub use violations::violations;
