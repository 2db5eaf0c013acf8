use std::sync::Arc;

use mortise_access::{Grant, Level, Permit};
use mortise_forms::PublishedForm;
use mortise_model::{Filter, FilterOp, Id, Key, Operand, Path};
use mortise_store::{ConnectionTrait, Page, repos::tasks};
use mortise_workflow::{Access, Plan};
use serde_json::json;

use super::{Reading, RecordView, project, query::bad_request};
use crate::{AppModel, Error, Identity, Platform, Result, Session, flows::kept_by_id};

/// One record, with everything that the person may see of it: by their roles, or by the tasks they have on it.
pub async fn get(platform: &Platform, session: &Session, (app, form): (&Key, &Key), id: Id) -> Result<RecordView> {
    let model = platform.app(session, app).await?;
    let db = session.tenant.reader();
    let permit = permit_to_read(&model, &session.identity, form, id, db).await?;
    read_one(&model, session, permit, id, db).await
}

/// The record that was just written, as its writer may see it: by the right to read it, else by the act's own.
pub(crate) async fn after_write(
    model: &Arc<AppModel>,
    session: &Session,
    permit: &Permit,
    id: Id,
    db: &impl ConnectionTrait,
) -> Result<RecordView> {
    let form = permit.form().clone();
    if let Ok(read) = permit_to_read(model, &session.identity, &form, id, db).await {
        match read_one(model, session, read, id, db).await {
            Err(Error::NotFound(_)) => {}
            done => return done,
        }
    }
    let mine = Filter::Compare { field: Path::new("_id"), op: FilterOp::Eq, value: Operand::Json(json!(id)) };
    read_one(model, session, permit.clone().narrowed(mine), id, db).await
}

pub(super) async fn read_one(
    model: &Arc<AppModel>,
    session: &Session,
    permit: Permit,
    id: Id,
    db: &impl ConnectionTrait,
) -> Result<RecordView> {
    let form = Arc::clone(model.form(permit.form())?);
    let reading = Reading::with(model, session, permit);
    let plan = reading.plan()?;
    let (fields, record) = plan.get(db, id).await.map_err(bad_request)?.ok_or(Error::NotFound("record"))?;
    let page = Page { fields, records: vec![record], next_cursor: None };
    let mut views = project(db, model, &form, &plan, page, session.ctx.locale).await?;
    views.pop().ok_or(Error::NotFound("record"))
}

/// The right to read one record: that of the roles, widened by the open tasks that the person has on it.
pub(crate) async fn permit_to_read(
    model: &Arc<AppModel>,
    person: &Identity,
    form: &Key,
    id: Id,
    db: &impl ConnectionTrait,
) -> Result<Permit> {
    let published = model.form(form)?;
    let waiting = tasks::tasks_waiting_at(db, &model.app.key, form, id).await?;
    let mut grants = Vec::new();
    for task in waiting.iter().filter(|task| task.assignee == person.user.id) {
        let flow = kept_by_id(db, model, task.instance).await?;
        grants.push(grant(published, &flow.plan, &task.node, id));
    }
    let roles = person.roles_in(&model.app.key);
    let permit = model.policy.permit_to_read(&person.subject, &roles, form, &grants);
    permit.ok_or(Error::NotFound("record"))
}

/// What a task adds: the record itself, and the fields of the groups that its node opens.
fn grant(form: &PublishedForm, plan: &Plan, node: &Key, id: Id) -> Grant {
    let records = Filter::Compare { field: Path::new("_id"), op: FilterOp::Eq, value: Operand::Json(json!(id)) };
    let Some(rights) = plan.field_rights(node) else {
        return Grant { records, fields: indexmap::IndexMap::new() };
    };
    let mut fields = indexmap::IndexMap::new();
    for (path, ..) in form.security_groups().filter(|(_, group, _)| rights.grant.contains(group)) {
        let head = path.split('.').next().unwrap_or(path);
        let level = match rights.field(head) {
            Access::Hide => continue,
            Access::Read => Level::View,
            Access::Write => Level::Edit,
        };
        fields.insert(Box::from(path), level);
    }
    Grant { records, fields }
}
