use chrono::{DateTime, Utc};
use mortise_model::Id;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::convert::{insert, maybe_id, moment, ms, raw};
use crate::{
    Error,
    entities::department::{ActiveModel, Column, Entity, Model},
};

/// A department in the tree of departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Which.
    pub id: Id,
    /// The name by which files know it, where it came from one.
    pub key: Option<String>,
    /// The name to show.
    pub name: String,
    /// The department above.
    pub parent: Option<Id>,
    /// Who leads it.
    pub head: Option<Id>,
    /// Its place among its sisters.
    pub position: i64,
    /// Whether people can still be put into it.
    pub active: bool,
    /// Grows with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Adds a department below its parent. [`Error::Missing`] where the parent is not there.
pub async fn insert_department(db: &impl ConnectionTrait, dept: &Department) -> Result<(), Error> {
    let path = path_below(db, dept.parent, dept.id).await?;
    let row = Model {
        id: dept.id.raw(),
        key: dept.key.clone(),
        name: dept.name.clone(),
        parent: dept.parent.map(Id::raw),
        path,
        head: dept.head.map(Id::raw),
        position: dept.position,
        active: dept.active,
        version: dept.version,
        created_at: ms(dept.created_at),
        updated_at: ms(dept.updated_at),
    };
    insert(db, row).await
}

/// Changes a department that still has the version `before`, and moves all below it where its
/// parent changed. `dept.version` is the new one. Whether it was so; a parent that lies below
/// the department itself is [`Error::Missing`].
pub async fn update_department(db: &impl ConnectionTrait, before: i64, dept: &Department) -> Result<bool, Error> {
    let Some(old) = Entity::find_by_id(dept.id.raw()).one(db).await? else { return Ok(false) };
    let path = path_below(db, dept.parent, dept.id).await?;
    if path != old.path && path.starts_with(&old.path) {
        return Err(Error::Missing(format!("`{}` lies below `{}`", path, old.path)));
    }
    let row = ActiveModel {
        key: Set(dept.key.clone()),
        name: Set(dept.name.clone()),
        parent: Set(dept.parent.map(Id::raw)),
        path: Set(path.clone()),
        head: Set(dept.head.map(Id::raw)),
        position: Set(dept.position),
        active: Set(dept.active),
        version: Set(dept.version),
        updated_at: Set(ms(dept.updated_at)),
        ..Default::default()
    };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(dept.id.raw())).filter(Column::Version.eq(before));
    let done = update.exec(db).await?.rows_affected == 1;
    if done && path != old.path {
        move_below(db, &old.path, &path).await?;
    }
    Ok(done)
}

/// The department.
pub async fn department_by_id(db: &impl ConnectionTrait, id: Id) -> Result<Option<Department>, Error> {
    Ok(Entity::find_by_id(id.raw()).one(db).await?.map(Department::from))
}

/// The department that files know by this name.
pub async fn department_by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Department>, Error> {
    Ok(Entity::find().filter(Column::Key.eq(key)).one(db).await?.map(Department::from))
}

/// The whole tree: each department after its parent, sisters by their places.
pub async fn departments(db: &impl ConnectionTrait) -> Result<Vec<Department>, Error> {
    let rows = Entity::find().order_by_asc(Column::Position).order_by_asc(Column::Id).all(db).await?;
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.path.matches('/').count(), row)).collect();
    rows.sort_by_key(|(depth, _)| *depth);
    Ok(rows.into_iter().map(|(_, row)| Department::from(row)).collect())
}

/// These departments and all below them, by id: what `my_depts` means.
pub async fn with_all_below(db: &impl ConnectionTrait, depts: &[Id]) -> Result<Vec<Id>, Error> {
    let tops = Entity::find().filter(Column::Id.is_in(raw(depts))).all(db).await?;
    let mut found = Vec::new();
    for top in tops {
        let below = Entity::find().filter(Column::Path.starts_with(top.path)).all(db).await?;
        found.extend(below.into_iter().map(|row| Id::from_raw(row.id)));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The department and those above it, the nearest first.
pub async fn with_all_above(db: &impl ConnectionTrait, dept: Id) -> Result<Vec<Department>, Error> {
    let Some(row) = Entity::find_by_id(dept.raw()).one(db).await? else { return Ok(Vec::new()) };
    let ids: Vec<Id> = row.path.split('/').filter_map(|part| part.parse().ok()).collect();
    let rows = Entity::find().filter(Column::Id.is_in(raw(&ids))).all(db).await?;
    let mut chain: Vec<Department> = rows.into_iter().map(Department::from).collect();
    chain.sort_by_key(|one| std::cmp::Reverse(ids.iter().position(|id| *id == one.id)));
    Ok(chain)
}

/// The departments that somebody leads, by id.
pub async fn led_by(db: &impl ConnectionTrait, head: Id) -> Result<Vec<Department>, Error> {
    let rows = Entity::find().filter(Column::Head.eq(head.raw())).order_by_asc(Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Department::from).collect())
}

/// `/<ancestor>/…/<id>/`, so that all below a department begin with its path.
async fn path_below(db: &impl ConnectionTrait, parent: Option<Id>, id: Id) -> Result<String, Error> {
    let Some(parent) = parent else { return Ok(format!("/{id}/")) };
    let above = Entity::find_by_id(parent.raw()).one(db).await?;
    let above = above.ok_or_else(|| Error::Missing(format!("department `{parent}`")))?;
    Ok(format!("{}{id}/", above.path))
}

async fn move_below(db: &impl ConnectionTrait, old: &str, new: &str) -> Result<(), Error> {
    for row in Entity::find().filter(Column::Path.starts_with(old)).all(db).await? {
        let path = format!("{new}{}", &row.path[old.len()..]);
        let update = Entity::update_many().col_expr(Column::Path, Expr::value(path));
        update.filter(Column::Id.eq(row.id)).exec(db).await?;
    }
    Ok(())
}

impl From<Model> for Department {
    fn from(row: Model) -> Self {
        Self {
            id: Id::from_raw(row.id),
            key: row.key,
            name: row.name,
            parent: maybe_id(row.parent),
            head: maybe_id(row.head),
            position: row.position,
            active: row.active,
            version: row.version,
            created_at: moment(row.created_at),
            updated_at: moment(row.updated_at),
        }
    }
}

impl From<Department> for mortise_model::Department {
    fn from(dept: Department) -> Self {
        Self { id: dept.id, name: dept.name, parent: dept.parent, head: dept.head }
    }
}
