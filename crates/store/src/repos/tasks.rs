use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, sea_query::Expr,
};

use super::{
    Page,
    convert::{all, insert_all, replace},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::{
        wf_cc,
        wf_task::{ActiveModel, Column, Entity},
    },
};

/// How a task that waits for its person stands.
pub const PENDING: &str = "pending";

row! {
    /// What one person is asked by a flow: the engine's task, as lists read it.
    Task = wf_task {
        /// Which.
        id: Id,
        /// Of which instance.
        instance: Id,
        /// Its number within the instance.
        no: u32,
        /// The app.
        app: Key,
        /// The flow.
        workflow: Key,
        /// The node that asks.
        node: Key,
        /// The how-manieth visit of that node.
        round: u32,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// The record's title when the task was last changed.
        title: String,
        /// Who started the instance.
        initiator: Option<Id>,
        /// Who is asked.
        assignee: Id,
        /// Who was asked first.
        owner: Id,
        /// Why this person is asked.
        origin: String,
        /// How far it is, in the engine's words.
        status: String,
        /// By what act it was closed.
        act: Option<String>,
        /// What the person said.
        comment: Option<String>,
        /// When a decision is due.
        due_at: Option<DateTime<Utc>>,
        /// Counts the openings.
        epoch: u32,
        /// Grows with each change.
        version: i64,
        /// When it was made.
        created_at: DateTime<Utc>,
        /// When its turn came.
        opened_at: Option<DateTime<Utc>>,
        /// When the person first looked.
        read_at: Option<DateTime<Utc>>,
        /// When the person was last urged.
        urged_at: Option<DateTime<Utc>>,
        /// When it was closed.
        ended_at: Option<DateTime<Utc>>,
        /// By whom; absent: by the product.
        ended_by: Option<Id>,
    }
}

row! {
    /// That somebody was told of an instance.
    Copy = wf_cc {
        /// Which.
        id: Id,
        /// Of which instance.
        instance: Id,
        /// Who was told.
        user: Id,
        /// The app.
        app: Key,
        /// The flow.
        workflow: Key,
        /// By which node; absent: by a person.
        node: Option<Key>,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// The record's title then.
        title: String,
        /// When.
        at: DateTime<Utc>,
        /// When the person looked.
        read_at: Option<DateTime<Utc>>,
    }
}

/// Which tasks are meant; all that is given must fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskFilter {
    /// Of this app.
    pub app: Option<Key>,
    /// Of this form.
    pub form: Option<Key>,
    /// Of this flow.
    pub workflow: Option<Key>,
}

/// Adds tasks.
pub async fn insert_tasks(db: &impl ConnectionTrait, tasks: &[Task]) -> Result<(), Error> {
    insert_all(db, tasks.iter().map(Task::to_row).collect()).await
}

/// Writes a task that still has the version `before` and was still in `status`; `task.version` is the
/// new one. Whether it was so: of two who decide at once, one is told no.
pub async fn update_task(db: &impl ConnectionTrait, before: i64, status: &str, task: &Task) -> Result<bool, Error> {
    let still = Condition::all().add(Column::Id.eq(task.id.raw())).add(Column::Version.eq(before));
    replace(db, task.to_row(), still.add(Column::Status.eq(status))).await
}

/// The task.
pub async fn task_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Task>, Error> {
    Entity::find_by_id(id.raw()).one(db).await?.map(Task::try_from).transpose()
}

/// The task of an instance with this number.
pub async fn task_of_instance(db: &impl ConnectionTrait, instance: Id, no: u32) -> Result<Option<Task>, Error> {
    let select = Entity::find().filter(Column::Instance.eq(instance.raw())).filter(Column::No.eq(i64::from(no)));
    select.one(db).await?.map(Task::try_from).transpose()
}

/// All tasks of an instance by their numbers.
pub async fn tasks_of_instance(db: &impl ConnectionTrait, instance: Id) -> Result<Vec<Task>, Error> {
    all(Entity::find().filter(Column::Instance.eq(instance.raw())).order_by_asc(Column::No).all(db).await?)
}

/// The tasks that wait at a record.
pub async fn tasks_waiting_at(
    db: &impl ConnectionTrait,
    app: &Key,
    form: &Key,
    record: Id,
) -> Result<Vec<Task>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    let select = select.filter(Column::Record.eq(record.raw())).filter(Column::Status.eq(PENDING));
    all(select.order_by_asc(Column::Id).all(db).await?)
}

/// What waits for somebody, newest first.
pub async fn tasks_waiting_for(
    db: &impl ConnectionTrait,
    assignee: Id,
    filter: &TaskFilter,
    page: Page,
) -> Result<Vec<Task>, Error> {
    let select = waiting_for(assignee).order_by_desc(Column::Id);
    all(paged(narrowed(select, filter), page).all(db).await?)
}

/// How much waits for somebody.
pub async fn count_waiting_for(db: &impl ConnectionTrait, assignee: Id) -> Result<u64, Error> {
    Ok(waiting_for(assignee).count(db).await?)
}

/// What somebody has decided, newest tasks first.
pub async fn tasks_done_by(
    db: &impl ConnectionTrait,
    actor: Id,
    filter: &TaskFilter,
    page: Page,
) -> Result<Vec<Task>, Error> {
    let select = Entity::find().filter(Column::EndedBy.eq(actor.raw())).order_by_desc(Column::Id);
    all(paged(narrowed(select, filter), page).all(db).await?)
}

/// Whether somebody has or had a task of an instance, or was told of it.
pub async fn takes_part(db: &impl ConnectionTrait, instance: Id, user: Id) -> Result<bool, Error> {
    let who = Condition::any().add(Column::Assignee.eq(user.raw())).add(Column::Owner.eq(user.raw()));
    let tasks = Entity::find().filter(Column::Instance.eq(instance.raw())).filter(who);
    if tasks.limit(1).count(db).await? > 0 {
        return Ok(true);
    }
    let copies = wf_cc::Entity::find().filter(wf_cc::Column::Instance.eq(instance.raw()));
    Ok(copies.filter(wf_cc::Column::User.eq(user.raw())).limit(1).count(db).await? > 0)
}

/// Notes that the person has looked at a task for the first time.
pub async fn mark_task_read(db: &impl ConnectionTrait, task: Id, now: DateTime<Utc>) -> Result<(), Error> {
    let row = ActiveModel { read_at: Set(Some(now.to_column())), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(task.raw())).filter(Column::ReadAt.is_null());
    update.exec(db).await?;
    Ok(())
}

/// Adds that people were told.
pub async fn insert_copies(db: &impl ConnectionTrait, copies: &[Copy]) -> Result<(), Error> {
    insert_all(db, copies.iter().map(Copy::to_row).collect()).await
}

/// What somebody was told of, newest first.
pub async fn copies_for(db: &impl ConnectionTrait, user: Id, page: Page) -> Result<Vec<Copy>, Error> {
    let mut select = wf_cc::Entity::find().filter(wf_cc::Column::User.eq(user.raw()));
    if let Some(after) = page.after {
        select = select.filter(wf_cc::Column::Id.lt(after.raw()));
    }
    all(select.order_by_desc(wf_cc::Column::Id).limit(page.limit).all(db).await?)
}

/// Notes that somebody has looked at what they were told of; how many of it was new.
pub async fn mark_copies_read(
    db: &impl ConnectionTrait,
    user: Id,
    instance: Id,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let update = wf_cc::Entity::update_many().col_expr(wf_cc::Column::ReadAt, Expr::value(now.to_column()));
    let update = update.filter(wf_cc::Column::User.eq(user.raw())).filter(wf_cc::Column::Instance.eq(instance.raw()));
    Ok(update.filter(wf_cc::Column::ReadAt.is_null()).exec(db).await?.rows_affected)
}

fn waiting_for(assignee: Id) -> Select<Entity> {
    Entity::find().filter(Column::Assignee.eq(assignee.raw())).filter(Column::Status.eq(PENDING))
}

fn narrowed(mut select: Select<Entity>, filter: &TaskFilter) -> Select<Entity> {
    if let Some(app) = &filter.app {
        select = select.filter(Column::App.eq(app.as_str()));
    }
    if let Some(form) = &filter.form {
        select = select.filter(Column::Form.eq(form.as_str()));
    }
    if let Some(workflow) = &filter.workflow {
        select = select.filter(Column::Workflow.eq(workflow.as_str()));
    }
    select
}

fn paged(select: Select<Entity>, page: Page) -> Select<Entity> {
    let select = select.limit(page.limit);
    match page.after {
        Some(after) => select.filter(Column::Id.lt(after.raw())),
        None => select,
    }
}
