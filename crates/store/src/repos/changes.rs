use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert, insert_all, key, ms, raw, words},
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

/// Which change sets are meant; all that is given must fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeSetFilter {
    /// Of this person only.
    pub actor: Option<Id>,
    /// In this app only.
    pub app: Option<Key>,
    /// With records of this form only.
    pub form: Option<Key>,
    /// By this act only.
    pub act: Option<String>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// A record that a change set touched, without its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The how-manieth change.
    pub seq: i64,
    /// The form.
    pub form: Key,
    /// The record.
    pub record: Id,
    /// What was done to it.
    pub kind: ChangeKind,
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
    if let Some(act) = &filter.act {
        select = select.filter(change_set::Column::Act.eq(act));
    }
    if let Some(from) = filter.from {
        select = select.filter(change_set::Column::At.gte(ms(from)));
    }
    if let Some(to) = filter.to {
        select = select.filter(change_set::Column::At.lt(ms(to)));
    }
    if let Some(form) = &filter.form {
        let of_set = Expr::col((change::Entity, change::Column::ChangeSet));
        let touches = Query::select()
            .expr(Expr::val(1))
            .from(change::Entity)
            .and_where(of_set.eq(Expr::col((change_set::Entity, change_set::Column::Id))))
            .and_where(change::Column::Form.eq(form.as_str()))
            .take();
        select = select.filter(Expr::exists(touches));
    }
    all(select.all(db).await?)
}

/// The changes of a set from `seq` on, at most `limit`, in their order.
pub async fn changes_of(db: &impl ConnectionTrait, set: Id, seq: i64, limit: u64) -> Result<Vec<Change>, Error> {
    let select = change::Entity::find().filter(change::Column::ChangeSet.eq(set.raw()));
    let select = select.filter(change::Column::Seq.gte(seq)).order_by_asc(change::Column::Seq);
    all(select.limit(limit).all(db).await?)
}

/// What a change set did, without the values, from `seq` on, at most `limit`, in order.
pub async fn steps_of(db: &impl ConnectionTrait, set: Id, seq: i64, limit: u64) -> Result<Vec<Step>, Error> {
    use change::Column::{ChangeSet, Form, Kind, Record, Seq};
    let select = change::Entity::find().select_only().columns([Seq, Form, Record, Kind]);
    let select = select.filter(ChangeSet.eq(set.raw())).filter(Seq.gte(seq)).order_by_asc(Seq).limit(limit);
    let rows: Vec<(i64, String, i64, String)> = select.into_tuple().all(db).await?;
    let step = |(seq, form, record, kind): (i64, String, i64, String)| {
        let unknown = || Error::Unreadable { what: "change.kind", detail: format!("`{kind}` is none of its words") };
        Ok(Step {
            seq,
            form: key("change.form", &form)?,
            record: Id::from_raw(record),
            kind: ChangeKind::from_word(&kind).ok_or_else(unknown)?,
        })
    };
    rows.into_iter().map(step).collect()
}

/// The records of a set whose first change has a number above `after`, at most `limit`, in the order of these
/// numbers, which come with them.
pub async fn records_of(
    db: &impl ConnectionTrait,
    set: Id,
    after: i64,
    limit: u64,
) -> Result<Vec<(Key, Id, i64)>, Error> {
    use change::Column::{ChangeSet, Form, Record, Seq};
    let first = Seq.min();
    let select = change::Entity::find().select_only().columns([Form, Record]).column_as(first.clone(), "first");
    let select = select.filter(ChangeSet.eq(set.raw())).group_by(Form).group_by(Record);
    let select = select.having(first.clone().gt(after)).order_by_asc(first).limit(limit);
    let rows: Vec<(String, i64, i64)> = select.into_tuple().all(db).await?;
    rows.into_iter()
        .map(|(form, record, first)| Ok((key("change.form", &form)?, Id::from_raw(record), first)))
        .collect()
}

/// The changes of a set that touched these records, in order.
pub async fn changes_of_records(db: &impl ConnectionTrait, set: Id, records: &[Id]) -> Result<Vec<Change>, Error> {
    let mut found: Vec<Change> = Vec::new();
    for some in records.chunks(500) {
        let select = change::Entity::find().filter(change::Column::ChangeSet.eq(set.raw()));
        found.extend(all::<_, Change>(select.filter(change::Column::Record.is_in(raw(some))).all(db).await?)?);
    }
    found.sort_by_key(|change| change.seq);
    Ok(found)
}

/// How often a set has changed a record.
pub async fn times_changed(
    db: &impl ConnectionTrait,
    set: Id,
    (app, form, record): (&Key, &Key, Id),
) -> Result<u64, Error> {
    let select = change::Entity::find().filter(change::Column::App.eq(app.as_str()));
    let select = select.filter(change::Column::Form.eq(form.as_str())).filter(change::Column::Record.eq(record.raw()));
    Ok(select.filter(change::Column::ChangeSet.eq(set.raw())).count(db).await?)
}

/// The forms whose records a set touched.
pub async fn forms_of(db: &impl ConnectionTrait, set: Id) -> Result<Vec<Key>, Error> {
    let select = change::Entity::find().select_only().column(change::Column::Form).distinct();
    let select = select.filter(change::Column::ChangeSet.eq(set.raw())).order_by_asc(change::Column::Form);
    let forms: Vec<String> = select.into_tuple().all(db).await?;
    forms.iter().map(|form| key("change.form", form)).collect()
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

/// Gives back the claim of `by` on undoing a change set, which stands as it was; whether it had it.
pub async fn release_undo(db: &impl ConnectionTrait, set: Id, by: Id) -> Result<bool, Error> {
    let none: Option<i64> = None;
    let update = change_set::Entity::update_many().col_expr(change_set::Column::UndoneBy, Expr::value(none));
    let update = update.filter(change_set::Column::Id.eq(set.raw()));
    Ok(update.filter(change_set::Column::UndoneBy.eq(by.raw())).exec(db).await?.rows_affected == 1)
}
