use mortise_model::{Id, Issue, Issues, Pointer};
use mortise_store::repos::departments::{self as repo, Department};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::require_owner;
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
    idempotency::{Answered, Once},
};

/// A department.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DepartmentView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// Grows with each change.
    pub version: i64,
    /// The name to show.
    pub name: String,
    /// The department above.
    #[schema(value_type = Option<String>)]
    pub parent: Option<Id>,
    /// Who leads it.
    #[schema(value_type = Option<String>)]
    pub head: Option<Id>,
}

/// What a department is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentParams {
    /// The version that was seen; for a change only.
    #[serde(default)]
    pub version: Option<i64>,
    /// The name to show.
    pub name: String,
    /// The department above.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub parent: Option<Id>,
    /// Who leads it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub head: Option<Id>,
}

/// All departments, parents before children.
pub async fn departments(_: &Platform, session: &Session) -> Result<Vec<DepartmentView>> {
    let found = repo::departments(session.tenant.reader()).await?;
    Ok(found.into_iter().map(DepartmentView::from).collect())
}

/// Adds a department.
pub async fn create_department(
    platform: &Platform,
    session: &Session,
    params: DepartmentParams,
    once: &Once,
) -> Result<Answered<DepartmentView>> {
    require_owner(session)?;
    check_name(&params.name)?;
    let ctx = &session.ctx;
    let dept = Department {
        id: ctx.new_id(),
        key: None,
        name: params.name.trim().to_owned(),
        parent: params.parent,
        head: params.head,
        position: 0,
        active: true,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, ctx).await? {
        return Ok(answer);
    }
    repo::insert_department(&tx, &dept).await.map_err(not_there)?;
    audit::note(&tx, ctx, "create_department", Object::of_tenant("department", dept.id), Json::Null).await?;
    let view = DepartmentView::from(dept);
    once.keep(&tx, ctx, 201, &view).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(Answered::Now(view))
}

/// Changes a department.
pub async fn update_department(
    platform: &Platform,
    session: &Session,
    id: Id,
    params: DepartmentParams,
) -> Result<DepartmentView> {
    require_owner(session)?;
    check_name(&params.name)?;
    let version = params.version.ok_or(Error::VersionMissing)?;
    let ctx = &session.ctx;
    let tx = session.tenant.write().await?;
    let before = repo::department_by_id(&tx, id).await?.ok_or(Error::NotFound("department"))?;
    if let Some(parent) = params.parent {
        let below = repo::with_all_below(&tx, &[id]).await?;
        if below.contains(&parent) {
            let issue = Issue::error(Pointer::root().at("parent"), "department_cycle");
            return Err(Error::Invalid(Issues::from(issue)));
        }
    }
    let now = before.version;
    let dept = Department {
        name: params.name.trim().to_owned(),
        parent: params.parent,
        head: params.head,
        version: version + 1,
        updated_at: ctx.now,
        ..before
    };
    if !repo::update_department(&tx, version, &dept).await.map_err(not_there)? {
        return Err(crate::write::stale(now));
    }
    audit::note(&tx, ctx, "update_department", Object::of_tenant("department", id), Json::Null).await?;
    tx.commit().await?;
    platform.identities.forget(&ctx.tenant);
    Ok(dept.into())
}

fn check_name(name: &str) -> Result<()> {
    if !name.trim().is_empty() && name.chars().count() <= 80 {
        return Ok(());
    }
    Err(Error::Invalid(Issues::from(Issue::error(Pointer::root().at("name"), "name_length").with("max", 80))))
}

fn not_there(error: mortise_store::Error) -> Error {
    match error {
        mortise_store::Error::Missing(_) => {
            Error::Invalid(Issues::from(Issue::error(Pointer::root().at("parent"), "not_there")))
        }
        error => error.into(),
    }
}

impl From<Department> for DepartmentView {
    fn from(dept: Department) -> Self {
        Self { id: dept.id, version: dept.version, name: dept.name, parent: dept.parent, head: dept.head }
    }
}
