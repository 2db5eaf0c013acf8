use mortise_model::{Issue, Issues, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind, Port, Shape};
use crate::{check::Known, definition::Branch, engine::Stop};

/// Runs all branches side by side and goes on once the last of them is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parallel {
    /// The branches.
    pub branches: Vec<Branch>,
    /// What refused branches mean where a node ends only its branch.
    #[serde(default)]
    pub on_branch_reject: BranchReject,
}

/// What refused branches mean for the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BranchReject {
    /// The instance is rejected once all branches are done, if any was refused.
    #[default]
    Any,
    /// The instance is rejected if all were refused.
    All,
    /// Nothing.
    Ignore,
}

impl BranchReject {
    /// Whether the whole is refused.
    pub(crate) fn refuses(self, refused: usize, branches: usize) -> bool {
        match self {
            Self::Any => refused > 0,
            Self::All => refused == branches,
            Self::Ignore => false,
        }
    }
}

impl NodeKind for Parallel {
    fn shape(&self) -> Shape<'_> {
        Shape::Fork(self.branches.iter().map(|b| Port { key: &b.key, when: None, body: b.body.as_deref() }).collect())
    }

    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::Open(self.branches.iter().map(|branch| branch.key.clone()).collect()))
    }

    fn branch_reject(&self) -> BranchReject {
        self.on_branch_reject
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root().at("branches");
        let mut issues = known.check_ports(&self.shape(), &at);
        if self.branches.len() < 2 {
            issues.push(Issue::error(at.clone(), "too_few_branches").with("minimum", 2));
        }
        for (number, branch) in self.branches.iter().enumerate() {
            if branch.when.is_some() {
                issues.push(Issue::error(at.at(number).at("when"), "condition_not_allowed"));
            }
        }
        issues
    }
}
