//! Which version of a flow an instance keeps to.

use std::sync::Arc;

use mortise_model::Id;
use mortise_store::{
    ConnectionTrait,
    repos::{
        instances::{self, Instance},
        workflows,
    },
};
use mortise_workflow::{Plan, read_workflow};

use crate::{AppModel, Error, Result, app_model::Flow};

/// The flow as it was when the instance began, which need not be the one in force.
pub(crate) async fn kept_by(db: &impl ConnectionTrait, model: &AppModel, instance: &Instance) -> Result<Arc<Flow>> {
    let current = model.flows.get(&instance.form);
    if let Some(flow) = current.filter(|flow| flow.key == instance.workflow && flow.version == instance.version) {
        return Ok(Arc::clone(flow));
    }
    let row = workflows::workflow_version(db, &instance.app, &instance.workflow, instance.version).await?;
    let row = row.ok_or(Error::NotFound("workflow"))?;
    let spec = read_workflow(&row.spec).map_err(Error::Stored)?;
    let plan = Plan::new(&spec).map_err(Error::Stored)?;
    Ok(Arc::new(Flow { key: spec.key, name: spec.name, version: row.version, plan }))
}

/// The same of the instance with this id, which a task or a copy names.
pub(crate) async fn kept_by_id(db: &impl ConnectionTrait, model: &AppModel, instance: Id) -> Result<Arc<Flow>> {
    let instance = instances::instance_by_id(db, instance).await?.ok_or(Error::NotFound("instance"))?;
    kept_by(db, model, &instance).await
}
