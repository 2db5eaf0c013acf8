use mortise_access::Policy;
use mortise_model::{Ctx, Issue, Issues, Key, Pointer};
use mortise_store::{
    ConnectionTrait,
    repos::workflows::{self as repo, Workflow},
};
use mortise_workflow::{WorkflowSpec, World, check, read_workflow};
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use crate::{
    AppModel, Error, Platform, Result, Session,
    audit::{self, Object},
    forms::touch_app,
};

/// A flow as its designer sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowDraft {
    /// The draft, a workflow document; absent where the form has no flow yet.
    #[schema(value_type = Option<Object>)]
    pub spec: Option<WorkflowSpec>,
    /// Grows with each change of the draft.
    pub draft_version: i64,
    /// The version that new instances take.
    pub version: Option<i64>,
    /// Whether the draft differs from what is in force.
    pub changed: bool,
    /// What keeps it from being published.
    #[serde(skip)]
    pub issues: Issues,
}

/// The flow of a form, for who may design.
pub async fn workflow(platform: &Platform, session: &Session, app: &Key, form: &Key) -> Result<WorkflowDraft> {
    let model = platform.designing(session, app).await?;
    let found = repo::workflows_of_form(session.tenant.reader(), app, form).await?;
    match found.into_iter().find(|workflow| workflow.retired_at.is_none()) {
        Some(workflow) => view(&model, &workflow),
        None => {
            model.form(form)?;
            Ok(WorkflowDraft { spec: None, draft_version: 0, version: None, changed: false, issues: Issues::new() })
        }
    }
}

/// Saves the draft of a form's flow. What keeps it from being published comes back as issues.
pub async fn save_workflow(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    json: Json,
    version: Option<i64>,
) -> Result<WorkflowDraft> {
    let model = platform.designing(session, app).await?;
    let spec = read_workflow(&json).map_err(Error::Invalid)?;
    if spec.form != *form {
        let issue = Issue::error(Pointer::root().at("form"), "form_differs").with("form", form.as_str());
        return Err(Error::Invalid(Issues::from(issue)));
    }
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let workflow = put_draft(&tx, ctx, (app, form), &spec, version).await?;
    audit::note(&tx, ctx, "save_workflow", Object::of_app(app, "workflow", &workflow.key), Json::Null).await?;
    let view = view(&model, &workflow)?;
    tx.commit().await?;
    Ok(view)
}

/// Puts the draft of a form's flow in force for new instances; running ones keep their version.
pub async fn publish_workflow(platform: &Platform, session: &Session, app: &Key, form: &Key) -> Result<WorkflowDraft> {
    let model = platform.designing(session, app).await?;
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let found = repo::workflows_of_form(&tx, app, form).await?;
    let workflow =
        found.into_iter().find(|workflow| workflow.retired_at.is_none()).ok_or(Error::NotFound("workflow"))?;
    let spec = read_workflow(&workflow.draft).map_err(Error::Stored)?;
    issues_of(&model, &spec).into_result().map_err(Error::Invalid)?;
    let version = publish(&tx, ctx, &workflow).await?;
    touch_app(&tx, ctx, app).await?;
    let detail = json!({"version": version});
    audit::note(&tx, ctx, "publish_workflow", Object::of_app(app, "workflow", &workflow.key), detail).await?;
    let after = repo::workflow_by_key(&tx, app, &workflow.key).await?.ok_or(Error::NotFound("workflow"))?;
    let view = view(&model, &after)?;
    tx.commit().await?;
    platform.models.forget(&ctx.tenant, app);
    Ok(view)
}

/// Saves and publishes a flow at once: what an installation does.
pub(crate) async fn put_workflow_in_force(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    app: &Key,
    spec: &WorkflowSpec,
) -> Result<i64> {
    let workflow = put_draft(tx, ctx, (app, &spec.form), spec, None).await?;
    publish(tx, ctx, &workflow).await
}

async fn publish(tx: &impl ConnectionTrait, ctx: &Ctx, workflow: &Workflow) -> Result<i64> {
    let version = workflow.published_version.unwrap_or(0) + 1;
    if repo::publish_workflow(tx, workflow, version, ctx.now, ctx.actor.user()).await? {
        Ok(version)
    } else {
        Err(Error::conflict("stale_version"))
    }
}

async fn put_draft(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    (app, form): (&Key, &Key),
    spec: &WorkflowSpec,
    version: Option<i64>,
) -> Result<Workflow> {
    let draft = serde_json::to_value(spec).map_err(Error::internal)?;
    match repo::workflow_by_key(tx, app, &spec.key).await? {
        Some(before) => {
            let now = before.draft_version;
            let seen = version.unwrap_or(now);
            let workflow = Workflow {
                draft,
                draft_version: seen + 1,
                changed: true,
                updated_at: ctx.now,
                updated_by: ctx.actor.user(),
                ..before
            };
            if repo::update_draft(tx, seen, &workflow).await? { Ok(workflow) } else { Err(crate::write::stale(now)) }
        }
        None => {
            let workflow = Workflow {
                id: ctx.new_id(),
                app: app.clone(),
                key: spec.key.clone(),
                form: form.clone(),
                draft,
                draft_version: 1,
                published_version: None,
                changed: true,
                retired_at: None,
                position: 0,
                updated_at: ctx.now,
                updated_by: ctx.actor.user(),
            };
            repo::insert_workflow(tx, &workflow).await?;
            Ok(workflow)
        }
    }
}

fn view(model: &AppModel, workflow: &Workflow) -> Result<WorkflowDraft> {
    let spec = read_workflow(&workflow.draft).map_err(Error::Stored)?;
    Ok(WorkflowDraft {
        issues: issues_of(model, &spec),
        spec: Some(spec),
        draft_version: workflow.draft_version,
        version: workflow.published_version,
        changed: workflow.changed,
    })
}

fn issues_of(model: &AppModel, spec: &WorkflowSpec) -> Issues {
    let roles: Vec<Key> = Policy::roles(&model.policy).roles.iter().map(|role| role.key.clone()).collect();
    let groups: Vec<Key> = Policy::roles(&model.policy).groups.iter().map(|group| group.key.clone()).collect();
    let params: Vec<String> = model.params.keys().cloned().collect();
    check(spec, &World { app: &model.shape, roles: &roles, params: &params, groups: &groups })
}
