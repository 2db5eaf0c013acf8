//! Approval flows: designing them, submitting records, deciding tasks, and what people see of it.

mod act;
mod batch;
mod definition;
mod instance;
mod kept;
mod preview;
mod rows;
mod runner;
mod submit;
mod tasks;
mod timers;

pub use act::{ActOnTask, Acted, act_on_instance, act_on_task};
pub use batch::{BatchAction, DecideTasks, Decided, DecidedTask, SeenTask, decide_tasks};
pub(crate) use definition::put_workflow_in_force;
pub use definition::{WorkflowDraft, publish_workflow, save_workflow, workflow};
pub use instance::{IncidentView, InstanceView, PendingView, PersonRef, TimelineView, instance, instance_of_record};
pub(crate) use kept::kept_by_id;
pub use preview::{PreviewParams, PreviewView, preview};
pub(crate) use submit::start_flow;
pub use submit::submit;
pub use tasks::{Box as TaskBox, ReturnTarget, TaskDetail, TaskPage, TaskView, task, tasks};
pub(crate) use timers::TaskDue;
