use mortise_model::Key;

use super::{
    decide::Engine,
    env::{Effect, NoticeKind, Stop},
    event::Happened,
    state::{
        BranchStatus, CancelReason, EntryReason, FlowState, Resume, RunNo, RunStatus, ScopeNo, TaskNo, TokenNo,
        TokenStatus,
    },
};
use crate::{definition::NodeIx, nodes::Move};

/// More automatic steps than this in one command are a loop.
const MAX_STEPS: u32 = 200;

/// What a token is about to do.
#[derive(Debug)]
pub(crate) enum Work {
    /// Come to a node.
    Enter(TokenNo, NodeIx, Entry),
    /// Come to the end of its branch.
    End(TokenNo, BranchStatus),
}

/// How a token comes to a node.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Why.
    pub(crate) reason: EntryReason,
    /// Where to go straight back to from there.
    pub(crate) resume: Option<Resume>,
    /// The earlier visit whose people are asked again.
    pub(crate) again: Option<Again>,
}

/// An earlier visit whose people are asked again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Again {
    pub(crate) run: RunNo,
    /// The task whose approval was taken back.
    pub(crate) recalled: Option<TaskNo>,
}

impl Entry {
    /// The flow comes by.
    pub(crate) fn normal() -> Self {
        Self { reason: EntryReason::Normal, resume: None, again: None }
    }
}

impl Engine<'_> {
    /// Moves tokens until each waits for somebody or the instance has ended.
    pub(crate) fn drain(&mut self) -> Result<(), Stop> {
        let mut steps = 0;
        while let Some(work) = self.queue.pop_front() {
            let (Work::Enter(token, ..) | Work::End(token, _)) = &work;
            let token = *token;
            if self.state.flow_state != FlowState::Running || self.is_gone(token) {
                continue;
            }
            steps += 1;
            match work {
                Work::Enter(_, node, _) if steps > MAX_STEPS => {
                    self.arrive(token, node);
                    self.incident(token, node, "loop");
                }
                Work::Enter(_, node, entry) => self.enter(token, node, entry)?,
                Work::End(_, status) => self.end_branch(token, status)?,
            }
        }
        Ok(())
    }

    /// Whether a token that work was left for has been given up meanwhile.
    fn is_gone(&self, token: TokenNo) -> bool {
        self.state.tokens.get(&token).is_some_and(|token| !token.is_live())
    }

    /// Sends a token on to what follows a node.
    pub(crate) fn advance(&mut self, token: TokenNo, from: NodeIx) {
        self.queue.push_back(match self.plan.at(from).next {
            Some(next) => Work::Enter(token, next, Entry::normal()),
            None => Work::End(token, BranchStatus::Done),
        });
    }

    pub(crate) fn incident(&mut self, token: TokenNo, node: NodeIx, code: &str) {
        let node = self.plan.at(node).key.clone();
        self.emit(Happened::IncidentRaised { token, node: node.clone(), code: code.to_owned() });
        self.effect(Effect::Notify { to: Vec::new(), kind: NoticeKind::Incident, task: None, node: Some(node) });
    }

    fn arrive(&mut self, token: TokenNo, node: NodeIx) {
        let scope = self.state.tokens.get(&token).and_then(|token| token.scope);
        self.emit(Happened::TokenEntered { token, scope, node: self.plan.at(node).key.clone() });
    }

    fn enter(&mut self, token: TokenNo, ix: NodeIx, entry: Entry) -> Result<(), Stop> {
        self.arrive(token, ix);
        let plan = self.plan;
        let node = plan.at(ix);
        match node.kind.enter(self)? {
            Move::Pass => {
                self.emit(Happened::NodePassed { node: node.key.clone() });
                self.advance(token, ix);
            }
            Move::AskInitiator => self.ask_initiator(token, ix, entry)?,
            Move::AskPeople(task) => self.ask_people(token, ix, task, entry)?,
            Move::Tell(rules) => {
                self.tell_found(ix, rules)?;
                self.advance(token, ix);
            }
            Move::Take(case) => self.take(token, ix, case),
            Move::Open(branches) => self.open_scope(token, ix, branches),
            Move::Jump(target) => self.jump(token, ix, target),
            Move::Set(set) => {
                if self.set_by_flow(Some((token, &node.key)), set)? {
                    self.advance(token, ix);
                } else {
                    self.incident(token, ix, "expr_error");
                }
            }
            Move::Finish(result) => self.reach_end(token, &node.key, result)?,
            Move::FinishAll(result) => self.finish(result, Some(node.key.clone()), &Default::default())?,
            Move::Refuse => {
                self.emit(Happened::NodePassed { node: node.key.clone() });
                self.finish(FlowState::Rejected, Some(node.key.clone()), &Default::default())?;
            }
            Move::Fail(code) => self.incident(token, ix, code),
        }
        Ok(())
    }

    fn take(&mut self, token: TokenNo, ix: NodeIx, case: Key) {
        let node = self.plan.at(ix);
        let first = node.ports.iter().find(|(key, _)| *key == case).and_then(|(_, first)| *first);
        self.emit(Happened::CaseTaken { node: node.key.clone(), case });
        match first {
            Some(first) => self.queue.push_back(Work::Enter(token, first, Entry::normal())),
            None => self.advance(token, ix),
        }
    }

    /// Goes to a node on the same line, or on one around it; branches between the two are given up.
    fn jump(&mut self, token: TokenNo, ix: NodeIx, target: &Key) {
        let Some((to, outer)) = self.plan.ix(target).and_then(|to| Some((to, self.token_around(token, ix, to)?)))
        else {
            return self.incident(token, ix, "no_branch");
        };
        self.emit(Happened::Jumped { node: self.plan.at(ix).key.clone(), target: target.clone() });
        for scope in self.state.open_scopes(outer) {
            self.cancel_scope(scope, CancelReason::Jumped);
        }
        let entry = Entry { reason: EntryReason::Jump, ..Entry::normal() };
        self.queue.push_back(Work::Enter(outer, to, entry));
    }

    /// The token that walks the line on which a node stands: this one, or one around it.
    fn token_around(&self, token: TokenNo, from: NodeIx, to: NodeIx) -> Option<TokenNo> {
        let (mut at, mut region) = (token, self.plan.at(from).region);
        while region != self.plan.at(to).region {
            let (fork, _) = self.plan.fork_of(region)?;
            region = self.plan.at(fork).region;
            at = self.state.parent_token(at)?;
        }
        Some(at)
    }

    fn open_scope(&mut self, parent: TokenNo, ix: NodeIx, branches: Vec<Key>) {
        let fork = self.plan.at(ix).key.clone();
        let before = self.state.scopes.values().filter(|scope| scope.fork == fork).map(|scope| scope.generation);
        let generation = before.max().unwrap_or(0) + 1;
        let scope = ScopeNo(self.next_no());
        let branches: Vec<_> = branches.into_iter().map(|key| (key, TokenNo(self.next_no()))).collect();
        self.emit(Happened::ScopeOpened { scope, fork, parent, generation, branches: branches.clone() });
        for (key, token) in branches {
            let first = self.plan.at(ix).ports.iter().find(|(port, _)| *port == key).and_then(|(_, first)| *first);
            self.queue.push_back(match first {
                Some(first) => Work::Enter(token, first, Entry::normal()),
                None => Work::End(token, BranchStatus::Done),
            });
        }
    }

    fn reach_end(&mut self, token: TokenNo, node: &Key, result: FlowState) -> Result<(), Stop> {
        if self.state.tokens[&token].scope.is_none() {
            self.emit(Happened::TokenDone { token });
            return self.finish(result, Some(node.clone()), &Default::default());
        }
        let status = if result == FlowState::Rejected { BranchStatus::Rejected } else { BranchStatus::Done };
        self.queue.push_back(Work::End(token, status));
        Ok(())
    }

    fn end_branch(&mut self, token: TokenNo, status: BranchStatus) -> Result<(), Stop> {
        // What a straight return laid aside below it has nothing to come back to any more.
        self.cancel_below(token, CancelReason::RegionReturned);
        self.emit(Happened::TokenDone { token });
        let Some(scope) = self.state.tokens[&token].scope else {
            let result = if status == BranchStatus::Rejected { FlowState::Rejected } else { FlowState::Approved };
            return self.finish(result, None, &Default::default());
        };
        self.close_branch(scope, token, status);
        if self.state.scopes[&scope].branches.iter().any(|branch| branch.status == BranchStatus::Open) {
            return Ok(());
        }
        let (parent, fork) = (self.state.scopes[&scope].parent, self.state.scopes[&scope].fork.clone());
        let refused =
            self.state.scopes[&scope].branches.iter().filter(|branch| branch.status == BranchStatus::Rejected).count();
        let branches = self.state.scopes[&scope].branches.len();
        self.emit(Happened::ScopeClosed { scope });
        let fork = self.plan.ix(&fork).expect("a scope's fork is a node of its plan");
        if self.plan.at(fork).kind.branch_reject().refuses(refused, branches) {
            return self.finish(FlowState::Rejected, None, &Default::default());
        }
        self.advance(parent, fork);
        Ok(())
    }

    pub(crate) fn close_branch(&mut self, scope: ScopeNo, token: TokenNo, status: BranchStatus) {
        let branches = &self.state.scopes[&scope].branches;
        let branch = branches.iter().find(|branch| branch.token == token).map(|branch| branch.key.clone());
        if let Some(branch) = branch {
            self.emit(Happened::BranchClosed { scope, branch, status });
        }
    }

    /// Gives up what is open at a token's node and in the scopes that it waits for, not the token itself.
    pub(crate) fn cancel_below(&mut self, token: TokenNo, reason: CancelReason) {
        self.cancel_visit(token, reason);
        for scope in self.state.open_scopes(token) {
            self.cancel_scope(scope, reason);
        }
    }

    /// Gives up what is open at a token's node.
    pub(crate) fn cancel_visit(&mut self, token: TokenNo, reason: CancelReason) {
        if let Some(run) = self.state.open_run(token) {
            self.close_tasks(run, reason);
            self.emit(Happened::RunClosed { run, status: RunStatus::Cancelled, skip: None });
        }
        if self.state.incidents.contains_key(&token) {
            self.emit(Happened::IncidentCleared { token });
        }
    }

    /// Gives up a scope with everything in it.
    pub(crate) fn cancel_scope(&mut self, scope: ScopeNo, reason: CancelReason) {
        let tokens: Vec<_> = self.state.scopes[&scope].branches.iter().map(|branch| branch.token).collect();
        for token in tokens {
            if self.state.tokens[&token].is_live() {
                self.cancel_below(token, reason);
                self.emit(Happened::TokenCancelled { token, reason });
            }
        }
        self.emit(Happened::ScopeCancelled { scope, reason });
    }

    /// Gives up everything that is still open anywhere.
    pub(crate) fn cancel_all(&mut self, reason: CancelReason) {
        let roots: Vec<_> =
            self.state.tokens.iter().filter(|(_, token)| token.scope.is_none()).map(|(no, _)| *no).collect();
        for token in roots {
            self.cancel_below(token, reason);
            if matches!(self.state.tokens[&token].status, TokenStatus::AtNode | TokenStatus::WaitingChild) {
                self.emit(Happened::TokenCancelled { token, reason });
            }
        }
    }
}
