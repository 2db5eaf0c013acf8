use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert, insert_all, raw, words},
    row::row,
};
use crate::{
    Error,
    entities::{change, change_set},
};

words! {
    /// What a change did to its record.
    ChangeKind {
        /// It was made.
        Create => "create",
        /// Some of its values are others now.
        Update => "update",
        /// It lies in the recycle bin.
        Delete => "delete",
        /// It came back from there.
        Restore => "restore",
        /// It is gone for good.
        Purge => "purge",
    }
}

row! {
    /// What was written together, as one act.
    ChangeSet = change_set {
        /// Which.
        id: Id,
        /// When.
        at: DateTime<Utc>,
        /// By whom; absent: by the product.
        actor: Option<Id>,
        /// By what act: `create_record`, `import`, a rule, a flow.
        act: String,
        /// In which app, where it was one.
        app: Option<Key>,
        /// The request it came with.
        request_id: String,
        /// What the person said about it.
        note: Option<String>,
        /// How many changes it holds.
        size: i64,
        /// The change set that this one undid.
        undoes: Option<Id>,
        /// The change set that undid this one.
        undone_by: Option<Id>,
    }
}

row! {
    /// What one change did to one record.
    Change = change {
        /// In which change set.
        change_set: Id,
        /// The how-manieth there, from 1.
        seq: i64,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// The record.
        record: Id,
        /// What it did.
        kind: ChangeKind,
        /// The record's version afterwards.
        version: i64,
        /// The values before, of fields that are others now.
        before: Option<Json>,
        /// The values afterwards, of the same fields.
        after: Option<Json>,
    }
}

/// Which change sets are meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeSetFilter {
    /// Of this person only.
    pub actor: Option<Id>,
    /// In this app only.
    pub app: Option<Key>,
}

/// Adds a change set with its changes.
pub async fn insert_change_set(db: &impl ConnectionTrait, set: &ChangeSet, changes: &[Change]) -> Result<(), Error> {
    insert(db, set.to_row()).await?;
    insert_all(db, changes.iter().map(Change::to_row).collect()).await
}

/// Adds changes to a change set that is written in several transactions; the first of them makes it. `set.size` is
/// its size afterwards.
pub async fn extend_change_set(db: &impl ConnectionTrait, set: &ChangeSet, changes: &[Change]) -> Result<(), Error> {
    let update = change_set::Entity::update_many().col_expr(change_set::Column::Size, Expr::value(set.size));
    let known = update.filter(change_set::Column::Id.eq(set.id.raw())).exec(db).await?.rows_affected == 1;
    if !known {
        insert(db, set.to_row()).await?;
    }
    insert_all(db, changes.iter().map(Change::to_row).collect()).await
}

/// The change set.
pub async fn change_set(db: &impl ConnectionTrait, id: Id) -> Result<Option<ChangeSet>, Error> {
    change_set::Entity::find_by_id(id.raw()).one(db).await?.map(ChangeSet::try_from).transpose()
}

/// Change sets, newest first.
pub async fn change_sets(
    db: &impl ConnectionTrait,
    filter: &ChangeSetFilter,
    page: Page,
) -> Result<Vec<ChangeSet>, Error> {
    let mut select = change_set::Entity::find().order_by_desc(change_set::Column::Id).limit(page.limit);
    if let Some(after) = page.after {
        select = select.filter(change_set::Column::Id.lt(after.raw()));
    }
    if let Some(actor) = filter.actor {
        select = select.filter(change_set::Column::Actor.eq(actor.raw()));
    }
    if let Some(app) = &filter.app {
        select = select.filter(change_set::Column::App.eq(app.as_str()));
    }
    all(select.all(db).await?)
}

/// The changes of a set from `seq` on, at most `limit`, in their order.
pub async fn changes_of(db: &impl ConnectionTrait, set: Id, seq: i64, limit: u64) -> Result<Vec<Change>, Error> {
    let select = change::Entity::find().filter(change::Column::ChangeSet.eq(set.raw()));
    let select = select.filter(change::Column::Seq.gte(seq)).order_by_asc(change::Column::Seq);
    all(select.limit(limit).all(db).await?)
}

/// What happened to a record, by its versions, newest first: clocks of several servers need not agree.
pub async fn history_of(
    db: &impl ConnectionTrait,
    (app, form, record): (&Key, &Key, Id),
    limit: u64,
) -> Result<Vec<(ChangeSet, Change)>, Error> {
    let select = change::Entity::find().filter(change::Column::App.eq(app.as_str()));
    let select = select.filter(change::Column::Form.eq(form.as_str())).filter(change::Column::Record.eq(record.raw()));
    let select = select.order_by_desc(change::Column::Version).order_by_desc(change::Column::ChangeSet);
    let changes: Vec<Change> = all(select.order_by_desc(change::Column::Seq).limit(limit).all(db).await?)?;
    let ids: Vec<Id> = changes.iter().map(|change| change.change_set).collect();
    let sets = change_set::Entity::find().filter(change_set::Column::Id.is_in(raw(&ids))).all(db).await?;
    let sets: Vec<ChangeSet> = all(sets)?;
    let mut history = Vec::with_capacity(changes.len());
    for change in changes {
        let set = sets.iter().find(|set| set.id == change.change_set).cloned();
        let set = set.ok_or_else(|| Error::Missing(format!("change set `{}`", change.change_set)))?;
        history.push((set, change));
    }
    Ok(history)
}

/// Claims a change set for undoing it by `by`; whether nobody else has.
pub async fn claim_undo(db: &impl ConnectionTrait, set: Id, by: Id) -> Result<bool, Error> {
    let update = change_set::Entity::update_many().col_expr(change_set::Column::UndoneBy, Expr::value(by.raw()));
    let update = update.filter(change_set::Column::Id.eq(set.raw())).filter(change_set::Column::UndoneBy.is_null());
    Ok(update.exec(db).await?.rows_affected == 1)
}
