use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;

use super::{
    Page,
    convert::{all, insert, words},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::rule_run::{Column, Entity},
};

words! {
    /// How a run of a rule ended.
    RunOutcome {
        /// It did what it says.
        Done => "done",
        /// Its condition did not hold.
        Skipped => "skipped",
        /// It stopped the act that had set it off.
        Stopped => "stopped",
        /// It failed.
        Failed => "failed",
    }
}

row! {
    /// One run of a rule.
    RuleRun = rule_run {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// The rule.
        rule: Key,
        /// The form of the record.
        form: Option<Key>,
        /// The record that set it off.
        record: Option<Id>,
        /// What set it off.
        trigger: String,
        /// When.
        at: DateTime<Utc>,
        /// For how many milliseconds.
        took_ms: i64,
        /// How it ended.
        outcome: RunOutcome,
        /// What a reader needs besides.
        detail: Option<Json>,
        /// What it has written.
        change_set: Option<Id>,
    }
}

/// Adds a run.
pub async fn insert_rule_run(db: &impl ConnectionTrait, run: &RuleRun) -> Result<(), Error> {
    insert(db, run.to_row()).await
}

/// Which runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Of this rule only.
    pub rule: Option<Key>,
    /// Only those that ended so.
    pub outcome: Option<RunOutcome>,
}

impl RunFilter {
    /// All runs of a rule.
    pub fn of(rule: &Key) -> Self {
        Self { rule: Some(rule.clone()), outcome: None }
    }
}

/// The runs of an app's rules, newest first.
pub async fn runs_of(
    db: &impl ConnectionTrait,
    app: &Key,
    filter: &RunFilter,
    page: Page,
) -> Result<Vec<RuleRun>, Error> {
    let mut select = Entity::find().filter(Column::App.eq(app.as_str()));
    if let Some(rule) = &filter.rule {
        select = select.filter(Column::Rule.eq(rule.as_str()));
    }
    if let Some(outcome) = filter.outcome {
        select = select.filter(Column::Outcome.eq(outcome.to_column()));
    }
    if let Some(after) = page.after {
        select = select.filter(Column::Id.lt(after.raw()));
    }
    all(select.order_by_desc(Column::Id).limit(page.limit).all(db).await?)
}

/// Forgets runs before a moment; how many.
pub async fn forget_runs(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Error> {
    Ok(Entity::delete_many().filter(Column::At.lt(before.to_column())).exec(db).await?.rows_affected)
}
