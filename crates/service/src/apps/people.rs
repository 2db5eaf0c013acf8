//! The people of a demo: departments, log-ins, roles. Who is there already stays as they are.

use std::collections::HashMap;

use mortise_bundles::OrgSpec;
use mortise_model::{Ctx, Id, Key, Locale};
use mortise_store::{
    WriteTx,
    repos::{
        Secret,
        departments::{self, Department},
        grants::{self, Grant},
        users::{self, User},
    },
};

use crate::Result;

/// Adds departments and people, then who leads whom, then the roles.
pub(super) async fn add(tx: &WriteTx, ctx: &Ctx, app: &Key, org: &OrgSpec, password: Option<&Secret>) -> Result<()> {
    let mut depts: HashMap<&Key, Id> = HashMap::new();
    for (position, spec) in org.departments.iter().enumerate() {
        let known = departments::department_by_key(tx, &spec.key).await?;
        let id = match known {
            Some(dept) => dept.id,
            None => {
                let dept = Department {
                    id: ctx.new_id(),
                    key: Some(spec.key.to_string()),
                    name: spec.name.get(ctx.locale).to_owned(),
                    parent: spec.parent.as_ref().and_then(|parent| depts.get(parent).copied()),
                    head: None,
                    position: i64::try_from(position).unwrap_or(0),
                    active: true,
                    version: 1,
                    created_at: ctx.now,
                    updated_at: ctx.now,
                };
                departments::insert_department(tx, &dept).await?;
                dept.id
            }
        };
        depts.insert(&spec.key, id);
    }
    for spec in &org.people {
        let id = add_person(tx, ctx, spec, &depts, password).await?;
        for role in &spec.roles {
            let (app, role) = (app.clone(), role.clone());
            let grant = Grant { user: id, app, role, granted_at: ctx.now, granted_by: ctx.actor.user() };
            grants::grant_role(tx, &grant).await?;
        }
    }
    lead(tx, ctx, org, &depts).await
}

async fn add_person(
    tx: &WriteTx,
    ctx: &Ctx,
    spec: &mortise_bundles::PersonSpec,
    depts: &HashMap<&Key, Id>,
    password: Option<&Secret>,
) -> Result<Id> {
    if let Some(user) = users::user_by_username(tx, &spec.username).await? {
        return Ok(user.id);
    }
    let mine: Vec<Id> = spec.departments.iter().filter_map(|dept| depts.get(dept).copied()).collect();
    let user = User {
        id: ctx.new_id(),
        username: spec.username.clone(),
        name: spec.name.get(ctx.locale).to_owned(),
        email: spec.email.clone(),
        phone: spec.phone.clone(),
        active: true,
        is_owner: false,
        main_dept: mine.first().copied(),
        manager: None,
        locale: Locale::default(),
        last_login_at: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    users::insert_user(tx, &user).await?;
    users::set_depts(tx, user.id, &mine).await?;
    if let Some(password) = password {
        users::set_password(tx, user.id, Some(password), ctx.now).await?;
    }
    Ok(user.id)
}

/// Says who leads departments and whom people report to, now that all of them are there.
async fn lead(tx: &WriteTx, ctx: &Ctx, org: &OrgSpec, depts: &HashMap<&Key, Id>) -> Result<()> {
    for spec in &org.departments {
        let Some(head) = &spec.head else { continue };
        let head = users::user_by_username(tx, head).await?.map(|user| user.id);
        let dept = departments::department_by_id(tx, depts[&spec.key]).await?;
        if let Some(dept) = dept.filter(|dept| dept.head.is_none()) {
            let led = Department { head, version: dept.version + 1, updated_at: ctx.now, ..dept.clone() };
            departments::update_department(tx, dept.version, &led).await?;
        }
    }
    for spec in &org.people {
        let Some(manager) = &spec.manager else { continue };
        let manager = users::user_by_username(tx, manager).await?.map(|user| user.id);
        let user = users::user_by_username(tx, &spec.username).await?;
        if let Some(user) = user.filter(|user| user.manager.is_none()) {
            let led = User { manager, version: user.version + 1, updated_at: ctx.now, ..user.clone() };
            users::update_user(tx, user.version, &led).await?;
        }
    }
    Ok(())
}
