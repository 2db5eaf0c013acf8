use mortise_model::Id;

use super::FoundSeat;
use crate::{
    definition::{Button, Dedup, DedupRights, NodeDedup, NodeIx, TaskSettings},
    engine::{Engine, Origin, RunNo, SkipReason, TaskNo, TaskStatus, TokenNo},
};

impl Engine<'_> {
    /// Marks the seats of people whose earlier approval counts here as well.
    pub(crate) fn mark_doubles(&self, ix: NodeIx, token: TokenNo, task: &TaskSettings, seats: &mut [FoundSeat]) {
        if self.must_be_asked(ix, task) {
            return;
        }
        let before = match self.plan.settings.dedup {
            Dedup::None => return,
            Dedup::Consecutive => self.just_before(token),
            Dedup::OnceFirst => self.way(token),
        };
        for seat in seats.iter_mut().filter(|seat| seat.origin == Origin::Resolved) {
            seat.skip = self.earlier_approval(ix, &before, seat.assignee).map(SkipReason::Dedup);
        }
    }

    /// Whether a node wants something of its people that an earlier approval did not give.
    fn must_be_asked(&self, ix: NodeIx, task: &TaskSettings) -> bool {
        let said = |button| task.comment_on.contains(&button) || self.plan.settings.comment_on.contains(&button);
        task.dedup == NodeDedup::Off
            || task.signature
            || !task.must.is_empty()
            || !task.requires.is_empty()
            || said(Button::Approve)
            || self.plan.at(ix).kind.completes()
    }

    /// The task at which a person approved one of these visits, if nothing that matters has changed since.
    fn earlier_approval(&self, ix: NodeIx, visits: &[RunNo], person: Id) -> Option<TaskNo> {
        let approved = |run: &RunNo| {
            self.state.tasks_of(*run).find(|(_, task)| {
                let own = !matches!(task.origin, Origin::Initiator | Origin::Kept);
                let same = task.assignee == person && task.closed.as_ref().and_then(|c| c.by) == Some(person);
                own && same && task.status == TaskStatus::Approved && task.delegator.is_none()
            })
        };
        let fits = |run: &RunNo| {
            let there = self.ix_of(*run);
            let same_rights = self.rights(there).fields == self.rights(ix).fields
                && self.rights(there).grant == self.rights(ix).grant;
            self.plan.settings.dedup_rights == DedupRights::Ignore || same_rights
        };
        visits.iter().rev().filter(|run| fits(run)).find_map(|run| {
            let (no, task) = approved(run)?;
            let since = task.closed.as_ref().map_or(0, |closed| closed.form_rev);
            (!self.watched_changed(since)).then_some(no)
        })
    }
}
