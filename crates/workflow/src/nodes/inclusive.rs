use mortise_model::{Issue, Issues, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind, Port, Shape, parallel::BranchReject};
use crate::{check::Known, definition::InclusiveBranch, engine::Stop};

/// Runs every branch whose condition holds side by side. Which ones is decided once, on entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inclusive {
    /// The branches.
    pub branches: Vec<InclusiveBranch>,
    /// What refused branches mean where a node ends only its branch.
    #[serde(default)]
    pub on_branch_reject: BranchReject,
}

fn port_of(branch: &InclusiveBranch) -> Port<'_> {
    Port { key: &branch.key, when: branch.when.as_ref(), body: branch.body.as_deref() }
}

impl NodeKind for Inclusive {
    fn shape(&self) -> Shape<'_> {
        Shape::Fork(self.branches.iter().map(port_of).collect())
    }

    fn enter(&self, cx: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        let mut open = Vec::new();
        for branch in self.branches.iter().filter(|branch| !branch.otherwise) {
            let runs = match &branch.when {
                Some(filter) => cx.holds(filter)?,
                None => true,
            };
            if runs {
                open.push(branch.key.clone());
            }
        }
        if open.is_empty() {
            open.extend(self.branches.iter().filter(|branch| branch.otherwise).map(|branch| branch.key.clone()));
        }
        Ok(if open.is_empty() { Move::Fail("no_branch") } else { Move::Open(open) })
    }

    fn branch_reject(&self) -> BranchReject {
        self.on_branch_reject
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root().at("branches");
        let mut issues = known.check_ports(&self.shape(), &at);
        let always = |branch: &InclusiveBranch| branch.when.is_none();
        if !self.branches.iter().any(always) {
            issues.push(Issue::error(at.clone(), "def_no_default"));
        }
        for (number, branch) in self.branches.iter().enumerate() {
            if branch.otherwise && branch.when.is_some() {
                issues.push(Issue::error(at.at(number).at("when"), "condition_not_allowed"));
            }
            if branch.otherwise && self.branches.iter().any(|other| always(other) && !other.otherwise) {
                issues.push(Issue::error(at.at(number), "unreachable").with("case", branch.key.as_str()));
            }
        }
        issues
    }
}
