use super::{
    decide::Engine,
    env::Stop,
    event::Happened,
    moving::{Again, Entry, Work},
    state::{BranchStatus, EntryReason, Resume, RunNo, RunStatus, Step, TokenNo},
};

impl Engine<'_> {
    /// Goes from a visit that was returned to, and is done, straight back to where it was returned from.
    /// Where the form leads elsewhere by now, it goes on from here like any other.
    pub(crate) fn go_back(&mut self, run: RunNo) -> Result<(), Stop> {
        let resume = self.state.runs[&run].resume.clone().expect("only a visit with a way back goes back");
        let (here, from) = (self.state.runs[&run].token, self.ix_of(run));
        let back = self.state.runs[&resume.run].clone();
        let back_ix = self.ix_of(resume.run);
        let straight = self.leads_to(from, back_ix)?;
        self.emit(Happened::Resumed { run, straight });
        if !straight {
            self.cancel_parked(resume.run);
            self.advance(here, from);
            return Ok(());
        }
        let meets = self.close_reopened(here, back.token);
        self.restore_trails(run, &resume);
        if meets != back.token {
            self.unpark(resume.run);
            self.wait_again(meets, back.token);
        }
        let entry = Entry {
            reason: EntryReason::Resume,
            resume: back.resume,
            again: Some(Again { run: resume.run, recalled: None }),
        };
        self.queue.push_back(Work::Enter(back.token, back_ix, entry));
        Ok(())
    }

    /// Goes on from a visit that had a way straight back, as if it had none.
    pub(crate) fn walk_again(&mut self, run: RunNo) -> Result<(), Stop> {
        let resume = self.state.runs[&run].resume.clone().expect("only a visit with a way back can give it up");
        self.emit(Happened::RunClosed { run, status: RunStatus::Passed, skip: None });
        self.emit(Happened::Resumed { run, straight: false });
        self.cancel_parked(resume.run);
        self.advance(self.state.runs[&run].token, self.ix_of(run));
        Ok(())
    }

    /// Closes forks that were opened again for the return, outwards to the token around both, and answers which it is.
    fn close_reopened(&mut self, here: TokenNo, back: TokenNo) -> TokenNo {
        let mut at = here;
        while !self.is_around(at, back) {
            let Some(scope) = self.state.tokens[&at].scope else { break };
            self.emit(Happened::TokenDone { token: at });
            self.close_branch(scope, at, BranchStatus::Done);
            let parent = self.state.scopes[&scope].parent;
            self.emit(Happened::ScopeClosed { scope });
            at = parent;
        }
        at
    }

    /// Gives tokens back what they had passed, with the repeated visit in place of the one before.
    fn restore_trails(&mut self, run: RunNo, resume: &Resume) {
        let node = self.state.runs[&run].node.clone();
        for (token, trail) in &resume.trails {
            let renew = |step: &Step| match step {
                Step::Run(before) if self.state.runs[before].node == node => Step::Run(run),
                other => *other,
            };
            let trail = trail.iter().map(renew).collect();
            self.emit(Happened::TrailSet { token: *token, trail });
        }
    }

    /// Lets a token wait again for the fork that another one stands in.
    fn wait_again(&mut self, outer: TokenNo, inner: TokenNo) {
        let mut at = inner;
        while let Some(parent) = self.state.parent_token(at) {
            if parent == outer {
                let scope = self.state.tokens[&at].scope.expect("a token with a parent stands in a scope");
                let node = self.state.scopes[&scope].fork.clone();
                self.emit(Happened::TokenWaiting { token: outer, node });
                return;
            }
            at = parent;
        }
    }
}
