//! Due times of tasks as jobs of the queue: started with the task, taken back with it, done once.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::{Ctx, Id, Key};
use mortise_store::{
    WriteTx,
    repos::{instances, jobs},
};
use mortise_workflow::{Command, Standing, State, Task, TaskNo, TaskStatus, Timer};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::runner::Runner;
use crate::{
    News, Platform, Result,
    jobs::{Host, failed},
    write::Writer,
};

/// A task is due, or its person is to be reminded of that.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TaskDue {
    instance: Id,
    task: u32,
    /// The opening of the task for which the time was set; any other one makes it meaningless.
    epoch: u32,
    /// The number of the reminder that this is; absent where the task is due itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reminder: Option<usize>,
}

/// Starts a timer of a task.
pub(super) async fn start(
    writer: &Writer<'_>,
    instance: Id,
    (task, epoch): (TaskNo, u32),
    (at, what): (DateTime<Utc>, Timer),
) -> Result<()> {
    let subject = subject(instance, task);
    let (once, reminder) = match what {
        Timer::Due => (format!("{subject}/{epoch}"), None),
        Timer::Remind(number) => (format!("{subject}/{epoch}/{number}"), Some(number)),
    };
    let how = Enqueue::new(&writer.ctx.as_system()).due(at).once(once).about(subject);
    enqueue(writer.tx, &TaskDue { instance, task: task.0, epoch, reminder }, how).await?;
    Ok(())
}

/// Takes back the timers of tasks that nobody is asked any more, or that were opened anew.
pub(super) async fn cancel_stale(writer: &Writer<'_>, instance: Id, (before, after): (&State, &State)) -> Result<()> {
    for (no, was) in before.tasks.iter().filter(|(_, task)| runs(task)) {
        let still = after.tasks.get(no).is_some_and(|is| runs(is) && is.epoch == was.epoch);
        if !still {
            jobs::cancel_about(writer.tx, &subject(instance, *no), writer.ctx.now).await?;
        }
    }
    Ok(())
}

/// Whether a task has a due time that runs.
pub(super) fn runs(task: &Task) -> bool {
    task.status == TaskStatus::Pending && task.due_at.is_some()
}

fn subject(instance: Id, task: TaskNo) -> String {
    format!("task_due/{instance}/{}", task.0)
}

impl JobKind for TaskDue {
    const NAME: &'static str = "task_due";
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let platform = Arc::clone(&host.0);
        let tenant = turn.tenant().clone();
        let row = instances::instance_by_id(tenant.reader(), self.instance).await?;
        let Some(row) = row else { return Ok(json!({"instance": "gone"})) };
        let ctx = Ctx { now: turn.now(), ..platform.system_ctx(tenant.key(), turn.id().to_string()) };
        let tx = tenant.write().await?;
        let news = self.fire(&platform, (&ctx, &tx), &row.app).await.map_err(failed)?;
        turn.end_in(&tx, json!({})).await?;
        tx.commit().await?;
        platform.tell(tenant.key(), news);
        Ok(json!({}))
    }
}

impl TaskDue {
    async fn fire(&self, platform: &Platform, (ctx, tx): (&Ctx, &WriteTx), app: &Key) -> Result<Vec<(Id, News)>> {
        let model = platform.models.get(tx, &ctx.tenant, app).await?;
        let mut writer = Writer::new(ctx, tx, model, "task_due");
        let mut runner = Runner::open(&mut writer, self.instance).await?;
        let (task, epoch) = (TaskNo(self.task), self.epoch);
        let command = match self.reminder {
            None => Command::Due { task, epoch },
            Some(_) => Command::Remind { task, epoch },
        };
        runner.command(&command, Standing::Ordinary).await?;
        writer.finish().await
    }
}
