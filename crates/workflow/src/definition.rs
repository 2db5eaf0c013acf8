//! The document of a flow as it is stored and exchanged, and the [`Plan`] compiled from it.
//! It knows settings and structure, not how a flow runs.

mod flow;
mod human;
mod mode;
mod node;
mod people;
mod plan;
mod read;
mod remind;

pub use flow::{
    Assigned, Dedup, DedupRights, DedupWatch, FlowSettings, InitiatorRule, Moment, SamePolicy, StartOn, True,
    WithdrawPolicy, WorkflowSpec,
};
pub use human::{
    Access, BackTo, Button, Due, FieldRights, NodeDedup, OnDue, OnReject, Recall, Requirement, ReturnSettings,
    ReturnTargets, TaskSettings,
};
pub use mode::{AnyMode, CollectMode, CountMode, GroupMode, Mode, Nothing, RatioBy, RatioMode};
pub use node::{Branch, InclusiveBranch, NodeSpec};
pub use people::{AssigneeRule, Beyond, EmptyStep, Leader, Leaders, Number, Order};
pub(crate) use plan::NodeIx;
pub use plan::{Plan, PlanNode};
pub use read::read_workflow;
pub use remind::Remind;
