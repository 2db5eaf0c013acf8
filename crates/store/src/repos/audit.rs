//! The audit trail: a chain in which each entry carries the hash of the one before, so that
//! a changed, lost or moved entry shows. Cutting off its end shows against a head that was
//! noted elsewhere ([`audit_head`]).

use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{
    convert::{all, insert_all, words},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::{
        audit::{Column, Entity, Model},
        audit_head,
    },
};

const HEAD: i64 = 1;
const VERIFIED_AT_ONCE: u64 = 1_000;

words! {
    /// How an act ended.
    Outcome {
        /// It was done.
        Done => "done",
        /// It was refused.
        Refused => "refused",
        /// It failed.
        Failed => "failed",
    }
}

/// What is to be remembered of an act.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditNote {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; absent: by the product, or by nobody known.
    pub actor: Option<Id>,
    /// What was done, e.g. `publish_form`.
    pub act: String,
    /// How it ended.
    pub outcome: Outcome,
    /// In which app, where it was one.
    pub app: Option<Key>,
    /// What kind of thing it was done to.
    pub object_kind: String,
    /// Which one.
    pub object: Option<String>,
    /// What a reader needs besides; no secret, no value of a record.
    pub detail: Json,
    /// The request it came with.
    pub request_id: String,
    /// From which address.
    pub address: Option<String>,
}

row! {
    /// An entry of the audit trail.
    AuditEntry = audit {
        /// Its number, from 1, without gaps.
        seq: i64,
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        actor: Option<Id>,
        /// What was done.
        act: String,
        /// How it ended.
        outcome: Outcome,
        /// In which app.
        app: Option<Key>,
        /// What kind of thing it was done to.
        object_kind: String,
        /// Which one.
        object: Option<String>,
        /// What a reader needs besides.
        detail: Json,
        /// The request it came with.
        request_id: String,
        /// From which address.
        address: Option<String>,
        /// The hash of the entry before; empty in the first.
        prev_hash: String,
        /// The hash of this entry with the one before.
        hash: String,
    }
}

/// Which entries are meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditFilter {
    /// By this person only.
    pub actor: Option<Id>,
    /// This act only.
    pub act: Option<String>,
    /// This kind of thing only, or this very thing.
    pub object: Option<(String, Option<String>)>,
    /// Not before.
    pub since: Option<DateTime<Utc>>,
    /// Not after.
    pub until: Option<DateTime<Utc>>,
}

/// The end of the chain, to be noted where nobody who could change the chain can reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last entry; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditCheck {
    /// How many entries are in order.
    pub checked: i64,
    /// The first number at which the chain is broken.
    pub broken_at: Option<i64>,
}

/// Adds entries at the end of the chain. Call it last in a transaction: on PostgreSQL others
/// that have something to add wait from here until the commit.
pub async fn append_audit(db: &impl ConnectionTrait, notes: &[AuditNote]) -> Result<(), Error> {
    if notes.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(notes.len()).expect("a transaction holds fewer notes than that");
    let claim = audit_head::Entity::update_many()
        .col_expr(audit_head::Column::Seq, Expr::col(audit_head::Column::Seq).add(count))
        .filter(audit_head::Column::Id.eq(HEAD));
    let heads = claim.exec_with_returning(db).await?;
    let head = heads.into_iter().next().ok_or_else(|| Error::Missing("the head of the audit trail".to_owned()))?;
    let mut prev_hash = head.hash;
    let mut rows = Vec::with_capacity(notes.len());
    for (seq, note) in (head.seq - count + 1..).zip(notes) {
        let row = note.row(seq, prev_hash);
        prev_hash = row.hash.clone();
        rows.push(row);
    }
    insert_all(db, rows).await?;
    let end = audit_head::ActiveModel { hash: Set(prev_hash), ..Default::default() };
    audit_head::Entity::update_many().set(end).filter(audit_head::Column::Id.eq(HEAD)).exec(db).await?;
    Ok(())
}

/// Entries, newest first, that come before the number `before`.
pub async fn audit_entries(
    db: &impl ConnectionTrait,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<AuditEntry>, Error> {
    let mut select = Entity::find().order_by_desc(Column::Seq).limit(limit);
    if let Some(before) = before {
        select = select.filter(Column::Seq.lt(before));
    }
    if let Some(actor) = filter.actor {
        select = select.filter(Column::Actor.eq(actor.raw()));
    }
    if let Some(act) = &filter.act {
        select = select.filter(Column::Act.eq(act));
    }
    if let Some((kind, object)) = &filter.object {
        select = select.filter(Column::ObjectKind.eq(kind));
        if let Some(object) = object {
            select = select.filter(Column::Object.eq(object));
        }
    }
    if let Some(since) = filter.since {
        select = select.filter(Column::At.gte(since.to_column()));
    }
    if let Some(until) = filter.until {
        select = select.filter(Column::At.lte(until.to_column()));
    }
    all(select.all(db).await?)
}

/// The end of the chain.
pub async fn audit_head(db: &impl ConnectionTrait) -> Result<AuditHead, Error> {
    let head = audit_head::Entity::find_by_id(HEAD).one(db).await?;
    let head = head.ok_or_else(|| Error::Missing("the head of the audit trail".to_owned()))?;
    Ok(AuditHead { seq: head.seq, hash: head.hash })
}

/// Walks along the whole chain up to its head.
pub async fn verify_audit(db: &impl ConnectionTrait) -> Result<AuditCheck, Error> {
    let head = audit_head(db).await?;
    let (mut checked, mut prev_hash) = (0, String::new());
    loop {
        let select = Entity::find().filter(Column::Seq.gt(checked)).order_by_asc(Column::Seq);
        let rows = select.limit(VERIFIED_AT_ONCE).all(db).await?;
        if rows.is_empty() {
            let whole = checked == head.seq && prev_hash == head.hash;
            return Ok(AuditCheck { checked, broken_at: (!whole).then_some(checked + 1) });
        }
        for row in rows {
            if row.seq != checked + 1 || row.prev_hash != prev_hash || row.hash != chained(&row) {
                return Ok(AuditCheck { checked, broken_at: Some(checked + 1) });
            }
            checked = row.seq;
            prev_hash = row.hash;
        }
    }
}

/// SHA-256 over every column but the hash itself, each with its length before it and blanks
/// told apart from empty texts, so that no two entries have the same bytes.
fn chained(row: &Model) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: Option<&str>| match text {
        Some(text) => {
            hash.update([1]);
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        None => hash.update([0]),
    };
    add(Some(&row.seq.to_string()));
    add(Some(&row.at.to_string()));
    add(row.actor.map(|actor| actor.to_string()).as_deref());
    add(Some(&row.act));
    add(Some(&row.outcome));
    add(row.app.as_deref());
    add(Some(&row.object_kind));
    add(row.object.as_deref());
    add(Some(&row.detail));
    add(Some(&row.request_id));
    add(row.address.as_deref());
    add(Some(&row.prev_hash));
    hex::encode(hash.finalize())
}

impl AuditNote {
    fn row(&self, seq: i64, prev_hash: String) -> Model {
        let entry = AuditEntry {
            seq,
            at: self.at,
            actor: self.actor,
            act: self.act.clone(),
            outcome: self.outcome,
            app: self.app.clone(),
            object_kind: self.object_kind.clone(),
            object: self.object.clone(),
            detail: self.detail.clone(),
            request_id: self.request_id.clone(),
            address: self.address.clone(),
            prev_hash,
            hash: String::new(),
        };
        let mut row = entry.to_row();
        row.hash = chained(&row);
        row
    }
}
