//! Approval flows: the definition as a tree, its compiled [`Plan`], and the engine
//! `decide(plan, state, command, env) -> events and effects`.
//!
//! **Invariant:** everything here is a function of its arguments. What the engine must know of
//! people, parameters and linked records it asks for ([`Stop::Need`]); what must be done outside
//! it names as [`Effect`]s. It holds no clock, no id source and no IO, so that preview, tests and
//! the service run the very same code.

mod assignees;
mod check;
mod definition;
mod engine;
mod nodes;
mod preview;
mod timeline;

pub use check::{World, check};
pub use definition::{
    Access, AnyMode, Assigned, AssigneeRule, BackTo, Beyond, Branch, Button, CollectMode, CountMode, Dedup,
    DedupRights, DedupWatch, Due, EmptyStep, FieldRights, FlowSettings, GroupMode, InclusiveBranch, InitiatorRule,
    Leader, Leaders, Mode, Moment, NodeDedup, NodeSpec, Nothing, Number, OnDue, OnReject, Order, Plan, PlanNode,
    RatioBy, RatioMode, Recall, Remind, Requirement, ReturnSettings, ReturnTargets, SamePolicy, StartOn, TaskSettings,
    True, WithdrawPolicy, WorkflowSpec, read_workflow,
};
pub use engine::{
    BranchState, BranchStatus, CancelReason, CloseReason, Closed, Command, Decision, Effect, EntryReason, Env, Event,
    Fields, FlowState, Happened, Incident, Note, NoticeKind, Origin, Purpose, Recompute, Refusal, RefusalClass, Resume,
    ReturnMode, Run, RunNo, RunStatus, Scope, ScopeNo, ScopeStatus, SetBy, SignOrder, SignPosition, SkipReason,
    Standing, State, Step, Stop, Task, TaskAct, TaskNo, TaskStatus, Timer, Token, TokenNo, TokenStatus, decide,
    violations,
};
pub use nodes::{NodeKindName, NodeType};
pub use preview::{Certainty, Preview, PreviewNode, preview};
pub use timeline::{Line, TimelineEntry, timeline};

#[cfg(test)]
mod tests;
