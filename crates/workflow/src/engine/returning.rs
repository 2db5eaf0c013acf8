use super::{
    command::ReturnMode,
    decide::Engine,
    env::{Refusal, Stop},
    event::Happened,
    moving::{Entry, Work},
    path::Visited,
    state::{CancelReason, EntryReason, Resume, RunNo, RunStatus, Step, TokenNo},
};
use crate::definition::NodeIx;

impl Engine<'_> {
    /// Sends a visit back to a node that was passed on its way.
    ///
    /// Only what lies below the token that passed the node, or below the nearest one around both, is
    /// touched: given up on a re-walk, laid aside until it comes straight back otherwise. Closed forks
    /// on the way in are opened again for the one branch that the node stands in.
    pub(crate) fn send_back(
        &mut self,
        run: RunNo,
        target: NodeIx,
        mode: ReturnMode,
        status: RunStatus,
    ) -> Result<(), Stop> {
        let token = self.state.runs[&run].token;
        let Some(found) = self.find_visited(token, target) else {
            return Err(Refusal::new("return_target").with("reason", "not_visited").into());
        };
        self.close_tasks(run, CancelReason::Returned);
        self.emit(Happened::RunClosed { run, status, skip: None });
        self.emit(Happened::Returned { run, target: self.plan.at(target).key.clone(), mode });
        let trails = self.trails_of(&found);
        match mode {
            ReturnMode::Rewalk => {
                for scope in self.state.open_scopes(found.top) {
                    self.cancel_scope(scope, CancelReason::RegionReturned);
                }
            }
            ReturnMode::Straight => self.park_below(found.top, run),
        }
        self.cut_trails(&found);
        let resume = (mode == ReturnMode::Straight).then_some(Resume { run, trails });
        let entry = Entry { reason: EntryReason::Return, resume, again: None };
        self.queue.push_back(Work::Enter(found.token, target, entry));
        Ok(())
    }

    fn trails_of(&self, found: &Visited) -> Vec<(TokenNo, Vec<Step>)> {
        let tokens = found.inward.iter().map(|inward| inward.parent).chain([found.token]);
        tokens.map(|token| (token, self.state.tokens[&token].trail.clone())).collect()
    }

    /// Forgets what lies behind the target, and opens closed forks again on the way in.
    pub(crate) fn cut_trails(&mut self, found: &Visited) {
        for inward in &found.inward {
            self.cut(inward.parent, inward.at);
            let generation = self.state.scopes[&inward.scope].generation + 1;
            self.emit(Happened::ScopeReopened { scope: inward.scope, generation, branch: inward.branch.clone() });
            let node = self.state.scopes[&inward.scope].fork.clone();
            self.emit(Happened::TokenWaiting { token: inward.parent, node });
        }
        self.cut(found.token, found.at);
    }

    fn cut(&mut self, token: TokenNo, at: usize) {
        let trail = self.state.tokens[&token].trail[..at].to_vec();
        self.emit(Happened::TrailSet { token, trail });
    }

    /// Lays everything aside that moves below a token.
    fn park_below(&mut self, token: TokenNo, by: RunNo) {
        for scope in self.state.open_scopes(token) {
            let branches: Vec<TokenNo> = self.state.scopes[&scope].branches.iter().map(|branch| branch.token).collect();
            for branch in branches {
                if self.state.tokens[&branch].is_live() && self.state.tokens[&branch].parked_by.is_none() {
                    self.park_below(branch, by);
                    self.emit(Happened::TokenParked { token: branch, by });
                }
            }
        }
    }

    /// Gives up what a straight return had laid aside.
    pub(crate) fn cancel_parked(&mut self, by: RunNo) {
        let scopes: Vec<_> = self.state.scopes.iter().map(|(no, scope)| (*no, scope.parent)).collect();
        for (scope, parent) in scopes {
            let open = self.state.scopes[&scope].status == super::state::ScopeStatus::Open;
            let parked = |token: &TokenNo| self.state.tokens[token].parked_by == Some(by);
            let holds = self.state.scopes[&scope].branches.iter().any(|branch| parked(&branch.token));
            if open && holds && !parked(&parent) {
                self.cancel_scope(scope, CancelReason::RegionReturned);
            }
        }
    }

    /// Takes up what a straight return had laid aside.
    pub(crate) fn unpark(&mut self, by: RunNo) {
        let parked = self.state.tokens.iter().filter(|(_, token)| token.parked_by == Some(by));
        let parked: Vec<TokenNo> = parked.map(|(no, _)| *no).collect();
        for token in parked {
            self.emit(Happened::TokenUnparked { token });
            if let Some(run) = self.state.open_run(token) {
                let tasks: Vec<_> = self.state.tasks_of(run).map(|(no, _)| no).collect();
                tasks.into_iter().for_each(|task| self.start_timers(task));
            }
        }
    }

    /// Whether a token is another one or around it.
    pub(crate) fn is_around(&self, outer: TokenNo, inner: TokenNo) -> bool {
        let mut at = Some(inner);
        while let Some(token) = at {
            if token == outer {
                return true;
            }
            at = self.state.parent_token(token);
        }
        false
    }
}
