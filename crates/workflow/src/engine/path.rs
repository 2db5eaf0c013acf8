use mortise_model::Key;

use super::{
    decide::Engine,
    env::Stop,
    state::{BranchStatus, RunNo, ScopeNo, Step, TokenNo},
};
use crate::{
    definition::NodeIx,
    nodes::{Move, Shape},
};

/// Where a passed node was found on the way of a token.
#[derive(Debug, Clone)]
pub(crate) struct Visited {
    /// The token, or one around it, on whose trail the way to the node begins.
    pub(crate) top: TokenNo,
    /// Closed scopes to open again, from the outside in: on whose trail, where, which, and which branch.
    pub(crate) inward: Vec<Inward>,
    /// The token that passed it.
    pub(crate) token: TokenNo,
    /// Where on that token's trail.
    pub(crate) at: usize,
}

/// One step into a closed scope.
#[derive(Debug, Clone)]
pub(crate) struct Inward {
    pub(crate) parent: TokenNo,
    pub(crate) at: usize,
    pub(crate) scope: ScopeNo,
    pub(crate) branch: Key,
}

impl Engine<'_> {
    /// Finds a node on the way that a token has come: on its own trail, then on those of the tokens around it.
    pub(crate) fn find_visited(&self, token: TokenNo, target: NodeIx) -> Option<Visited> {
        let key = &self.plan.at(target).key;
        let mut from = Some(token);
        while let Some(top) = from {
            let mut inward = Vec::new();
            if let Some((token, at)) = self.search(top, key, &mut inward) {
                return Some(Visited { top, inward, token, at });
            }
            from = self.state.parent_token(top);
        }
        None
    }

    fn search(&self, token: TokenNo, key: &Key, inward: &mut Vec<Inward>) -> Option<(TokenNo, usize)> {
        for (at, step) in self.state.tokens[&token].trail.iter().enumerate().rev() {
            match step {
                Step::Run(run) if self.state.runs[run].node == *key => return Some((token, at)),
                Step::Run(_) => {}
                Step::Scope(scope) => {
                    for branch in &self.state.scopes[scope].branches {
                        let into = Inward { parent: token, at, scope: *scope, branch: branch.key.clone() };
                        inward.push(into);
                        if let Some(found) = self.search(branch.token, key, inward) {
                            return Some(found);
                        }
                        inward.pop();
                    }
                }
            }
        }
        None
    }

    /// The visits that a token's way consists of, in order, those of closed branches included.
    pub(crate) fn way(&self, token: TokenNo) -> Vec<RunNo> {
        let mut runs = match self.state.parent_token(token) {
            Some(parent) => self.way(parent),
            None => Vec::new(),
        };
        self.collect_runs(token, &mut runs);
        runs
    }

    fn collect_runs(&self, token: TokenNo, runs: &mut Vec<RunNo>) {
        for step in &self.state.tokens[&token].trail {
            match step {
                Step::Run(run) => runs.push(*run),
                Step::Scope(scope) => {
                    let passed = |status| matches!(status, BranchStatus::Done | BranchStatus::Kept);
                    for branch in self.state.scopes[scope].branches.iter().filter(|branch| passed(branch.status)) {
                        self.collect_runs(branch.token, runs);
                    }
                }
            }
        }
    }

    /// The visits that come just before on a token's way: one, or the last ones of the branches of a fork.
    pub(crate) fn just_before(&self, token: TokenNo) -> Vec<RunNo> {
        match self.state.tokens[&token].trail.last() {
            Some(Step::Run(run)) => vec![*run],
            Some(Step::Scope(scope)) => {
                self.state.scopes[scope].branches.iter().flat_map(|branch| self.just_before(branch.token)).collect()
            }
            None => Vec::new(),
        }
    }

    /// The keys of the nodes that a token's task may be returned to, in the order in which they were passed.
    pub(crate) fn return_targets(&self, token: TokenNo) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for run in self.way(token) {
            let key = self.state.runs[&run].node.to_string();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// The node before at which people decided; a fork is stepped over, never entered at one of its branches.
    pub(crate) fn previous_node(&self, token: TokenNo) -> Option<NodeIx> {
        let mut from = Some(token);
        while let Some(token) = from {
            let run = self.state.tokens[&token].trail.iter().rev().find_map(|step| match step {
                Step::Run(run) => Some(*run),
                Step::Scope(_) => None,
            });
            if let Some(run) = run {
                return Some(self.ix_of(run));
            }
            from = self.state.parent_token(token);
        }
        None
    }

    /// Whether a node stands in another branch of a fork that a token is in.
    pub(crate) fn in_sibling_branch(&self, token: TokenNo, target: NodeIx) -> bool {
        let around = self.plan.forks_around(target);
        let mut from = Some(token);
        while let Some(token) = from {
            let scope = self.state.tokens[&token].scope.map(|scope| &self.state.scopes[&scope]);
            if let Some(scope) = scope {
                let mine = scope.branches.iter().find(|branch| branch.token == token).map(|branch| &branch.key);
                let same_fork =
                    |(fork, branch): &(NodeIx, &Key)| self.plan.at(*fork).key == scope.fork && Some(*branch) != mine;
                if around.iter().any(same_fork) {
                    return true;
                }
            }
            from = self.state.parent_token(token);
        }
        false
    }

    /// Whether the way from one node leads to another as the form is now.
    pub(crate) fn leads_to(&mut self, from: NodeIx, to: NodeIx) -> Result<bool, Stop> {
        let plan = self.plan;
        let mut at = self.behind(from);
        // Each node once: a way that comes round to itself leads nowhere else.
        let mut left = plan.nodes().len();
        while let Some(ix) = at.filter(|_| left > 0) {
            if ix == to {
                return Ok(true);
            }
            left -= 1;
            let node = plan.at(ix);
            at = match node.kind.shape() {
                Shape::Single if node.kind.leads_to().is_some() => match node.kind.enter(self)? {
                    Move::Jump(target) => plan.ix(target),
                    _ => self.behind(ix),
                },
                Shape::Single => self.behind(ix),
                Shape::Choice(_) => match node.kind.enter(self)? {
                    Move::Take(case) => self.first_of(ix, &case).or_else(|| self.behind(ix)),
                    _ => None,
                },
                Shape::Fork(_) => {
                    let branch = plan.forks_around(to).into_iter().find(|(fork, _)| *fork == ix).map(|(_, key)| key);
                    match (branch, node.kind.enter(self)?) {
                        (None, _) => self.behind(ix),
                        (Some(branch), Move::Open(open)) if open.contains(branch) => self.first_of(ix, branch),
                        (Some(_), _) => None,
                    }
                }
            };
        }
        Ok(false)
    }

    fn first_of(&self, ix: NodeIx, port: &Key) -> Option<NodeIx> {
        self.plan.at(ix).ports.iter().find(|(key, _)| key == port).and_then(|(_, first)| *first)
    }

    /// What comes behind a node: behind the last one of a branch, what comes behind the fork.
    fn behind(&self, ix: NodeIx) -> Option<NodeIx> {
        let mut ix = ix;
        loop {
            let node = self.plan.at(ix);
            if node.next.is_some() {
                return node.next;
            }
            ix = self.plan.fork_of(node.region)?.0;
        }
    }
}
