use indexmap::IndexMap;
use mortise_model::{Id, Key};
use mortise_store::{
    WriteTx,
    repos::changes::{ChangeKind, steps_of},
};

use crate::Result;

/// How many steps are read at once.
const AT_ONCE: u64 = 5_000;

/// What is to be done with a record so that it is as before a change set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reversal {
    pub(super) form: Key,
    pub(super) record: Id,
    pub(super) how: How,
}

/// What is to be done, in the order in which it is done: first all records are there to which others refer, then their
/// links are as they were, then nothing holds on to those that go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// It comes back from the recycle bin.
    Restore,
    /// Its fields get back their values.
    Revert,
    /// It goes to the recycle bin.
    Delete,
}

/// What was done to a record first and last.
struct Span {
    first: (i64, ChangeKind),
    last: (i64, ChangeKind),
}

/// What is to be done with each record of a set, in order. A set that is over never changes, and neither does this.
pub(super) async fn reversals(tx: &WriteTx, set: Id) -> Result<Vec<Reversal>> {
    let mut spans: IndexMap<(Key, Id), Span> = IndexMap::new();
    let mut from = 1;
    loop {
        let steps = steps_of(tx, set, from, AT_ONCE).await?;
        let Some(last) = steps.last() else { break };
        from = last.seq + 1;
        for step in steps {
            let now = (step.seq, step.kind);
            spans
                .entry((step.form, step.record))
                .and_modify(|span| span.last = now)
                .or_insert(Span { first: now, last: now });
        }
    }
    let mut found: Vec<(How, i64, Reversal)> = spans
        .into_iter()
        .filter_map(|((form, record), span)| {
            let how = how(&span)?;
            let seq = if how == How::Delete { span.first.0 } else { span.last.0 };
            Some((how, -seq, Reversal { form, record, how }))
        })
        .collect();
    found.sort_by_key(|(how, seq, _)| (*how, *seq));
    Ok(found.into_iter().map(|(_, _, reversal)| reversal).collect())
}

/// Nothing where the record was not there before and is not there afterwards, or is gone for good.
fn how(span: &Span) -> Option<How> {
    let was_there = !matches!(span.first.1, ChangeKind::Create | ChangeKind::Restore);
    match (was_there, span.last.1) {
        (_, ChangeKind::Purge) | (false, ChangeKind::Delete) => None,
        (true, ChangeKind::Delete) => Some(How::Restore),
        (true, ChangeKind::Create | ChangeKind::Update | ChangeKind::Restore) => Some(How::Revert),
        (false, ChangeKind::Create | ChangeKind::Update | ChangeKind::Restore) => Some(How::Delete),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: ChangeKind, last: ChangeKind) -> Span {
        Span { first: (1, first), last: (2, last) }
    }

    #[test]
    fn what_is_to_be_done_follows_from_the_first_and_the_last_change() {
        use ChangeKind::{Create, Delete, Purge, Restore, Update};
        assert_eq!(how(&span(Create, Update)), Some(How::Delete));
        assert_eq!(how(&span(Restore, Update)), Some(How::Delete));
        assert_eq!(how(&span(Update, Update)), Some(How::Revert));
        assert_eq!(how(&span(Delete, Restore)), Some(How::Revert));
        assert_eq!(how(&span(Update, Delete)), Some(How::Restore));
        assert_eq!(how(&span(Create, Delete)), None);
        assert_eq!(how(&span(Update, Purge)), None);
    }
}
