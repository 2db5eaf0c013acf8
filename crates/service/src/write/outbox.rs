//! What others hear of an act once it is committed.

use mortise_model::{Id, Key};
use mortise_store::repos::{changes::ChangeKind, outbox};
use serde::{Deserialize, Serialize};

use super::{Audience, Writer};
use crate::{Error, Result};

/// Something that happened to a record: the payload of an event in the outbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The app.
    pub(crate) app: Key,
    /// The form.
    pub(crate) form: Key,
    /// The record.
    pub(crate) record: Id,
    /// What happened.
    pub(crate) what: What,
    /// Who brought it about; absent: the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<Id>,
    /// How many rules have led to it, one through the other.
    #[serde(default)]
    pub(crate) depth: u32,
}

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// It was made, changed, deleted or brought back: the change of this number in this change set.
    Change {
        /// The change set.
        set: Id,
        /// The number.
        seq: i64,
        /// The record's version afterwards.
        version: i64,
    },
    /// Its flow moved on.
    Flow(FlowMoved),
}

/// How a flow has moved on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FlowMoved {
    /// The flow.
    pub(crate) workflow: Key,
    /// The node that was passed; absent where the flow as a whole began or ended.
    pub(crate) node: Option<Key>,
    /// The state of the flow then.
    pub(crate) state: String,
}

impl Writer<'_> {
    /// Notes that the flow of a record has moved on.
    pub(crate) fn flow_moved(&mut self, form: &Key, record: Id, moved: FlowMoved) {
        let told = self.told(form, record, What::Flow(moved));
        self.moves.push(told);
    }

    /// Puts into the outbox what happened in this act and what somebody waits for, each record's in order.
    pub(super) async fn enqueue_told(&self) -> Result<()> {
        if self.audience == Audience::Nobody {
            return Ok(());
        }
        let changes = self.changes.iter().map(|change| {
            let what = What::Change { set: self.set, seq: change.seq, version: change.version };
            (event_name(change.kind), self.told(&change.form, change.record, what))
        });
        let moves = self.moves.iter().map(|told| ("flow_moved", told.clone()));
        let mut events = Vec::new();
        let heard = changes.chain(moves).filter(|(_, told)| self.model.awaits(told));
        for (name, told) in heard {
            let aggregate = format!("{}/{}/{}", told.app, told.form, told.record);
            let payload = serde_json::to_value(&told).map_err(Error::internal)?;
            events.push((self.ctx.new_id(), name.to_owned(), aggregate, payload));
        }
        Ok(outbox::enqueue_outbox(self.tx, events, self.ctx.now).await?)
    }

    fn told(&self, form: &Key, record: Id, what: What) -> Told {
        let (form, by) = (form.clone(), self.ctx.actor.user());
        Told { app: self.model.app.key.clone(), form, record, what, by, depth: self.depth }
    }
}

fn event_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "record_created",
        ChangeKind::Update => "record_updated",
        ChangeKind::Delete => "record_deleted",
        ChangeKind::Restore => "record_restored",
        ChangeKind::Purge => "record_purged",
    }
}
